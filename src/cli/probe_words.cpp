#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <mutex>

#include "cli/files.h"
#include "cli/model_option.h"
#include "cli/parallel.h"
#include "cli/probe.h"
#include "cli/recipe.h"
#include "text/clean_line.h"
#include "text/pairs.h"
#include "training/batching.h"

namespace regard {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kResamples = 1000;
constexpr double kPeakRate = 0.03;

/// More long examples than the models' own training has, since all positions are to be asked about.
const BatchingOptions kBatching{{0.4, 0.15, 0.1, 0.1, 0.1, 0.1, 0.05}, 45, 600};

struct Bucket {
  int from;
  int to;  ///< 0: no end
};
constexpr Bucket kLengths[] = {{1, 5}, {6, 10}, {11, 15}, {16, 20}, {21, 30}, {31, 40}, {41, 0}};

/// An encoder whose states are asked: the model's, or an untrained one.
struct Asked {
  std::span<const float> values;
  const char* label;
};

Result<std::vector<SentencePair>> read_pairs(const std::filesystem::path& path) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  return parse_pairs(*text, path.string());
}

/// What the model itself was trained on, its supplement too.
Result<std::vector<TokenPair>> training_pairs(const ProbeJob& job, const std::filesystem::path& data) {
  constexpr std::size_t kLongest = 200;  // subwords; guards the memory of a batch
  const Result<Recipe> recipe = read_recipe(job.folder / "recipe.json");
  if (!recipe) return recipe.error();
  std::vector<std::pair<std::filesystem::path, int>> files{{data / recipe->train, 1}};
  if (!recipe->supplement.empty()) files.push_back({recipe->supplement, recipe->supplement_repeats});
  std::vector<TokenPair> tokens;
  std::map<std::string, int> sentence;
  for (const auto& [path, times] : files) {
    const Result<std::vector<SentencePair>> pairs = read_pairs(path);
    if (!pairs) return pairs.error();
    for (const SentencePair& pair : *pairs) {
      const int number = sentence.emplace(pair.source, static_cast<int>(sentence.size())).first->second;
      const TokenPair one{job.model().source.ids(pair.source), job.model().target.ids(recipe->rebuild ? pair.source : pair.target),
                          count_words(pair.source), number};
      if (one.words > recipe->max_words || one.source.size() > kLongest || one.target.size() > kLongest) continue;
      tokens.insert(tokens.end(), static_cast<std::size_t>(times), one);
    }
  }
  return tokens;
}

/// A probe alone in its layout, as trained.
struct TrainedWords {
  ParameterLayout layout;
  AlignedVector<float> values;
};

Result<TrainedWords> train_words(const ProbeJob& job, WordKind kind, const std::vector<TokenPair>& pairs, const Asked& asked) {
  const Model& model = job.model();
  const Seq2SeqConfig& config = model.net.config();
  const Tensor<float> embedding = source_embedding(model.net, model.values);
  TrainedWords trained;
  const WordProbe probe(trained.layout, name_of(kind), config.embedding, config.state_width());
  std::vector<std::vector<int>> asked_for(kProbedPositions, std::vector<int>(static_cast<std::size_t>(config.source_vocabulary)));
  std::mutex counting;
  const ProbeEpoch epoch = [&](Rng& rng) { return epoch_batches(pairs, kBatching, kBeginId, kEndId, rng); };
  const ProbeLoss loss = [&](const Batch& batch, const float* values, float* gradients) {
    CrossEntropyCount count;
    const WordQuestions questions = ask_words(model.net, asked.values, batch, kind);
    if (questions.count() == 0) return count;
    Arena arena;
    Tape<float> tape(arena, Tape<float>::Mode::kRecording);
    const Var<float> z{{const_cast<float*>(questions.states.data()), questions.count(), questions.width}};
    tape.backward(probe.loss({tape, values, gradients}, z, Var<float>{embedding}, questions.positions, questions.ids, &count));
    const std::lock_guard<std::mutex> lock(counting);
    for (std::size_t k = 0; k < questions.ids.size(); ++k) {
      ++asked_for[static_cast<std::size_t>(questions.positions[k])][static_cast<std::size_t>(questions.ids[k])];
    }
    return count;
  };
  Result<AlignedVector<float>> values = train_probe(
      trained.layout.size(), epoch, loss, {std::string(name_of(kind)) + ", " + asked.label, job.updates, job.seed, kPeakRate, job.threads});
  if (!values) return values.error();
  trained.values = *std::move(values);
  for (std::size_t j = 0; j < asked_for.size(); ++j) {
    const auto most = std::max_element(asked_for[j].begin(), asked_for[j].end());
    trained.values[probe.frequent.offset + j] = static_cast<float>(most - asked_for[j].begin());
  }
  return trained;
}

/// {sentences, count, accuracy, interval, probability, log_probability, by_position, by_length}.
Json scores_json(const WordScores& scores, const std::vector<int>& lengths, std::uint64_t seed, bool with_probability) {
  AnswerScore all;
  int sentences = 0;
  for (const AnswerScore& sentence : scores.sentences) {
    all += sentence;
    sentences += sentence.count > 0;
  }
  Json json;
  json["sentences"] = sentences;
  json.update(score_json(all, with_probability));
  json["interval"] = accuracy_interval(scores.sentences, kResamples, seed);
  json["by_position"] = Json::array();
  for (std::size_t j = 0; j < scores.positions.size(); ++j) {
    if (scores.positions[j].count == 0) continue;
    Json row;
    row["position"] = j + 1;
    row.update(score_json(scores.positions[j], with_probability));
    json["by_position"].push_back(std::move(row));
  }
  json["by_length"] = Json::array();
  for (const Bucket& bucket : kLengths) {
    AnswerScore inside;
    std::vector<AnswerScore> sentences_inside;
    for (std::size_t k = 0; k < lengths.size(); ++k) {
      if (lengths[k] < bucket.from || (bucket.to > 0 && lengths[k] > bucket.to) || scores.sentences[k].count == 0) continue;
      inside += scores.sentences[k];
      sentences_inside.push_back(scores.sentences[k]);
    }
    if (sentences_inside.empty()) continue;
    Json row;
    row["from"] = bucket.from;
    row["to"] = bucket.to == 0 ? Json(nullptr) : Json(bucket.to);
    row["sentences"] = sentences_inside.size();
    row.update(score_json(inside, with_probability));
    row["interval"] = accuracy_interval(sentences_inside, kResamples, seed);
    json["by_length"].push_back(std::move(row));
  }
  return json;
}

/// The sentences that are asked about.
struct Measured {
  std::vector<TokenPair> pairs;
  std::vector<int> lengths;
};

Result<Measured> read_measured(const Arguments& arguments, const ProbeJob& job) {
  const std::string& path = needed(arguments, "pairs");
  const int join = static_cast<int>(whole_number(arguments, "join", 1, 1, 100));
  const Result<std::vector<SentencePair>> pairs = read_pairs(path);
  if (!pairs) return pairs.error();
  const Model& model = job.model();
  const bool rebuilds = model.net.config().source_language == model.net.config().target_language;
  Measured measured;
  for (const ReferencedSentence& sentence : join_sentences(gather_references(*pairs), join, job.seed)) {
    TokenPair pair{model.source.ids(sentence.source), model.target.ids(rebuilds ? sentence.source : sentence.references[0]), 0, 0};
    if (pair.source.size() > kLongestSource) {
      return Error{"too-long", "A sentence has " + std::to_string(pair.source.size()) + " tokens; the limit is " +
                                   std::to_string(kLongestSource) + ". It begins \"" + sentence.source.substr(0, 60) + "\"."};
    }
    measured.lengths.push_back(static_cast<int>(pair.source.size()));
    measured.pairs.push_back(std::move(pair));
  }
  if (measured.pairs.empty()) return Error{"bad-pairs", path + " holds fewer than " + std::to_string(join) + " sentences."};
  return measured;
}

std::vector<WordQuestions> ask(const ProbeJob& job, WordKind kind, const Measured& measured, std::span<const float> values) {
  std::vector<WordQuestions> questions(measured.pairs.size());
  in_parallel(questions.size(), job.threads, [&](std::size_t k) {
    questions[k] = ask_words(job.model().net, values, make_batch({&measured.pairs[k]}, kBeginId, kEndId), kind);
  });
  return questions;
}

WordScores score(const ProbeJob& job, WordKind kind, const Probes& probes, const std::vector<WordQuestions>& questions) {
  const WordProbe& probe = *probes.words[static_cast<std::size_t>(kind)];
  // That of the trained model for an untrained encoder too, so that both are asked the same.
  const Tensor<float> embedding = source_embedding(job.model().net, job.model().values);
  std::vector<std::vector<WordAnswer>> answers(questions.size());
  in_parallel(questions.size(), job.threads,
              [&](std::size_t k) { answers[k] = answer_words(probe, probes.values, embedding, questions[k], 0); });
  WordScores scores;
  for (std::size_t k = 0; k < questions.size(); ++k) scores.add(questions[k], answers[k]);
  return scores;
}

/// `untrained`: the probe of an encoder that was never trained, or null.
int print_scores(const Arguments& arguments, const ProbeJob& job, WordKind kind, const Measured& measured, const Probes& probes,
                 const Probes* untrained) {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<WordQuestions> questions = ask(job, kind, measured, job.model().values);
  const std::vector<int> partner = partners(measured.lengths);
  std::vector<WordQuestions> swapped(questions.size());
  WordScores frequent;
  for (std::size_t k = 0; k < questions.size(); ++k) {
    if (partner[k] >= 0) swapped[k] = ask_about(questions[static_cast<std::size_t>(partner[k])], measured.pairs[k].source);
    frequent.add(questions[k], answer_most_frequent(*probes.words[static_cast<std::size_t>(kind)], probes.values, questions[k]));
  }
  const auto shown = [&](const WordScores& scores, bool with_probability = true) {
    return scores_json(scores, measured.lengths, job.seed, with_probability);
  };
  Json json;
  json["kind"] = job.kind;
  json["pairs"] = arguments.options.at("pairs");
  json["join"] = whole_number(arguments, "join", 1, 1, 100);
  json["seed"] = job.seed;
  json.update(shown(score(job, kind, probes, questions)));
  json["baselines"]["most_frequent"] = shown(frequent, false);
  json["baselines"]["swapped"] = shown(score(job, kind, probes, swapped));
  Json& baseline = json["baselines"]["untrained"] = nullptr;
  if (untrained) {
    const AlignedVector<float> values = job.model().net.untrained(*job.untrained);
    baseline["encoder_seed"] = *job.untrained;
    baseline.update(shown(score(job, kind, *untrained, ask(job, kind, measured, values))));
  }
  json["seconds"] = std::round(100 * std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()) / 100;
  std::printf("%s\n", json.dump(2).c_str());
  return 0;
}

int print_answers(const std::string& text, const ProbeJob& job, WordKind kind) {
  const Result<Probes> probes = load_probes(job);
  if (!probes) return fail(probes.error());
  const Model& model = job.model();
  const Result<std::vector<Token>> tokens = job.translator->read(text, kLongestSource);
  if (!tokens) return fail(tokens.error());
  const std::vector<int> source = ids_of(*tokens);
  std::vector<int> target{kEndId};
  Json json;
  json["kind"] = job.kind;
  json["source"] = clean_line(text);
  json["source_tokens"] = Json::array();
  for (const Token& token : *tokens) json["source_tokens"].push_back(token.piece);
  json["target_tokens"] = nullptr;
  if (kind == WordKind::kContexts) {
    const Result<Translation> translation = job.translator->translate(text, 5, kLongestSource);
    if (!translation) return fail(translation.error());
    target.clear();
    json["target_tokens"] = Json::array();
    for (const Token& token : translation->target_tokens) {
      target.push_back(token.id);
      json["target_tokens"].push_back(token.piece);
    }
  }
  const WordQuestions questions = ask_words(trace(model.net, model.values, source, target, {0, false, kBeginId}), source, kind);
  const std::vector<WordAnswer> answers =
      answer_words(*probes->words[static_cast<std::size_t>(kind)], probes->values, source_embedding(model.net, model.values), questions, 5);
  json["answers"] = Json::array();
  for (std::size_t k = 0; k < answers.size(); ++k) {
    Json row;
    row["position"] = questions.positions[k] + 1;
    row["target_step"] = kind == WordKind::kContexts ? Json(questions.target_steps[k] + 1) : Json(nullptr);
    row["piece"] = model.source.token(questions.ids[k]).piece;
    row["probability"] = answers[k].probability;
    row["log_probability"] = answers[k].log_probability;
    row["top"] = Json::array();
    for (const TraceCandidate& candidate : answers[k].top) {
      row["top"].push_back({{"piece", model.source.token(candidate.id).piece}, {"probability", candidate.probability}});
    }
    json["answers"].push_back(std::move(row));
  }
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int probe_words(const Arguments& arguments, const ProbeJob& job, WordKind kind) {
  if (!arguments.texts.empty()) return print_answers(arguments.texts[0], job, kind);
  // Read before anything is trained, so that a wrong path costs nothing.
  std::optional<Measured> measured;
  if (arguments.options.contains("pairs")) {
    Result<Measured> read = read_measured(arguments, job);
    if (!read) return fail(read.error());
    measured = *std::move(read);
  }
  std::optional<Probes> untrained;
  if (job.train || job.untrained) {
    const Result<std::vector<TokenPair>> pairs = training_pairs(job, needed(arguments, "data"));
    if (!pairs) return fail(pairs.error());
    if (job.train) {
      const Result<TrainedWords> trained = train_words(job, kind, *pairs, {job.model().values, "trained encoder"});
      if (!trained) return fail(trained.error());
      if (const auto stored = store_probe(job, trained->layout, trained->values); !stored) return fail(stored.error());
    }
    if (job.untrained) {
      const AlignedVector<float> values = job.model().net.untrained(*job.untrained);
      const Result<TrainedWords> trained = train_words(job, kind, *pairs, {values, "untrained encoder"});
      if (!trained) return fail(trained.error());
      Result<Probes> rounded = round_probe(job, trained->layout, trained->values);
      if (!rounded) return fail(rounded.error());
      untrained = *std::move(rounded);
    }
  }
  if (!measured) return 0;
  const Result<Probes> probes = load_probes(job);
  if (!probes) return fail(probes.error());
  return print_scores(arguments, job, kind, *measured, *probes, untrained ? &*untrained : nullptr);
}

}  // namespace regard
