#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <numeric>

#include "cli/files.h"
#include "cli/model_option.h"
#include "cli/parallel.h"
#include "cli/probe.h"
#include "probes/forced_word.h"
#include "tasks/where.h"
#include "text/clean_line.h"
#include "training/batching.h"

namespace regard {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kResamples = 1000;
constexpr double kPeakRate = 0.03;
constexpr int kExamplesAnEpoch = 8000;

/// The task of the file where.tsv beside the model's folder.
Result<WhereTask> read_task(const ProbeJob& job) {
  const std::filesystem::path path = std::filesystem::absolute(job.folder / "").parent_path().parent_path() / "where.tsv";
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  return parse_where_task(*text, path.filename().string());
}

struct TrainedWhere {
  ParameterLayout layout;
  AlignedVector<float> values;
};

Result<TrainedWhere> train_where(const ProbeJob& job, const WhereTask& task, std::span<const float> net_values, const char* label) {
  const Model& model = job.model();
  TrainedWhere trained;
  const WhereProbe probe(trained.layout, model.net.config().attention, model.net.config().state_width(),
                         static_cast<int>(task.places.size()));
  std::vector<int> truths(task.places.size());
  std::mutex counting;
  // The place stands where a translation's first token would.
  const ProbeEpoch epoch = [&](Rng& rng) {
    std::vector<TokenPair> examples;
    for (const WhereExample& example : training_examples(task, kExamplesAnEpoch, rng)) {
      examples.push_back({model.source.ids(example.source), {example.place}, example.words, static_cast<int>(examples.size())});
    }
    return epoch_batches(examples, {{1.0}, 1 << 20, 64}, kBeginId, kEndId, rng);
  };
  const ProbeLoss loss = [&](const Batch& batch, const float* values, float* gradients) {
    Arena arena;
    Tape<float> reading(arena, Tape<float>::Mode::kInference), tape(arena, Tape<float>::Mode::kRecording);
    const Encoded<float> encoded =
        model.net.encode(Pass<float>{reading, net_values.data()}, std::span<const int>(batch.source), batch.size);
    const std::span<const int> places(batch.targets.data(), static_cast<std::size_t>(batch.size));
    CrossEntropyCount count;
    tape.backward(probe.loss({tape, values, gradients}, encoded.context, encoded.states, places, &count));
    const std::lock_guard<std::mutex> lock(counting);
    for (int place : places) ++truths[static_cast<std::size_t>(place)];
    return count;
  };
  Result<AlignedVector<float>> values =
      train_probe(trained.layout.size(), epoch, loss, {std::string("where, ") + label, job.updates, job.seed, kPeakRate, job.threads});
  if (!values) return values.error();
  trained.values = *std::move(values);
  trained.values[probe.frequent.offset] = static_cast<float>(std::max_element(truths.begin(), truths.end()) - truths.begin());
  return trained;
}

/// Answers by rung of the ladders, and of each ladder as a whole.
struct WhereScores {
  std::vector<std::vector<AnswerScore>> rungs;  ///< [rung], of the ladders that have it
  std::vector<AnswerScore> ladders;
  std::vector<std::vector<std::size_t>> place;  ///< [ladder][rung]: where in that rung's answers

  void add(std::size_t ladder, std::size_t rung, bool right, double log_probability) {
    AnswerScore one;
    one.add(right, log_probability);
    if (rungs.size() <= rung) rungs.resize(rung + 1);
    if (ladders.size() <= ladder) ladders.resize(ladder + 1);
    if (place.size() <= ladder) place.resize(ladder + 1);
    place[ladder].push_back(rungs[rung].size());
    rungs[rung].push_back(one);
    ladders[ladder] += one;
  }
};

AnswerScore sum(const std::vector<AnswerScore>& scores) {
  AnswerScore total;
  for (const AnswerScore& score : scores) total += score;
  return total;
}

/// {count, accuracy, probability, log_probability, interval, by_rung}.
Json scores_json(const WhereScores& scores, const std::vector<WhereLadder>& ladders, std::uint64_t seed, bool with_probability) {
  Json json = score_json(sum(scores.ladders), with_probability);
  json["interval"] = accuracy_interval(scores.ladders, kResamples, seed);
  json["by_rung"] = Json::array();
  for (std::size_t rung = 0; rung < scores.rungs.size(); ++rung) {
    int least = 0, most = 0, words = 0, examples = 0;
    for (const WhereLadder& ladder : ladders) {
      if (ladder.size() <= rung) continue;
      least = examples == 0 ? ladder[rung].words : std::min(least, ladder[rung].words);
      most = std::max(most, ladder[rung].words);
      words += ladder[rung].words;
      ++examples;
    }
    Json row;
    row["rung"] = rung + 1;
    row["least_words"] = least;
    row["mean_words"] = static_cast<double>(words) / examples;
    row["most_words"] = most;
    row.update(score_json(sum(scores.rungs[rung]), with_probability));
    row["interval"] = accuracy_interval(scores.rungs[rung], kResamples, seed);
    json["by_rung"].push_back(std::move(row));
  }
  return json;
}

/// {ladders, median_words}: how many ladders come to a rung that is not right, and the words of the first such rung, its median over all
/// ladders; null when half of them never do.
Json forgotten_json(const WhereScores& scores, const std::vector<WhereLadder>& ladders) {
  std::vector<int> words;
  for (std::size_t k = 0; k < ladders.size(); ++k) {
    for (std::size_t rung = 0; rung < ladders[k].size(); ++rung) {
      if (scores.rungs[rung][scores.place[k][rung]].right == 0) {
        words.push_back(ladders[k][rung].words);
        break;
      }
    }
  }
  const std::size_t middle = (ladders.size() - 1) / 2;
  std::sort(words.begin(), words.end());
  return {{"ladders", words.size()}, {"median_words", middle < words.size() ? Json(words[middle]) : Json(nullptr)}};
}

WhereScores measure(const ProbeJob& job, const Probes& probes, std::span<const float> net_values, const std::vector<WhereLadder>& ladders) {
  std::vector<std::vector<WhereAnswer>> answers(ladders.size());
  in_parallel(ladders.size(), job.threads, [&](std::size_t k) {
    for (const WhereExample& rung : ladders[k]) {
      answers[k].push_back(answer_where(*probes.where, probes.values, job.model().net, net_values, job.model().source.ids(rung.source)));
    }
  });
  WhereScores scores;
  for (std::size_t k = 0; k < ladders.size(); ++k) {
    for (std::size_t rung = 0; rung < ladders[k].size(); ++rung) {
      const int place = ladders[k][rung].place;
      const WhereAnswer& answer = answers[k][rung];
      scores.add(k, rung, answer.guess == place, answer.log_probability[static_cast<std::size_t>(place)]);
    }
  }
  return scores;
}

/// How likely the net itself finds the French word of the place, in the ladder's own French, all before it given: right where it is more
/// likely than not. Empty where the net's vocabulary cannot spell a place.
Result<std::optional<WhereScores>> measure_written(const ProbeJob& job, const WhereTask& task, const std::vector<WhereLadder>& ladders) {
  std::vector<std::vector<double>> log_probability(ladders.size());
  std::mutex failing;
  std::optional<Error> failure;
  bool spelt = true;
  in_parallel(ladders.size(), job.threads, [&](std::size_t k) {
    for (const WhereExample& rung : ladders[k]) {
      const std::vector<Token> source = job.model().source.tokenize(rung.source);
      const Result<Translation> forced = job.translator->force(source, rung.target, kLongestSource);
      const auto found = forced ? forced_word(forced->target_tokens, job.translator->trace(*forced, {.top = 0}).steps,
                                              task.places[static_cast<std::size_t>(rung.place)].word.target)
                                : std::nullopt;
      if (!found) {
        const std::lock_guard<std::mutex> lock(failing);
        if (forced) {
          spelt = false;
        } else {
          failure = forced.error();
        }
      }
      log_probability[k].push_back(found.value_or(0));
    }
  });
  if (failure) return *failure;
  if (!spelt) return std::optional<WhereScores>();
  WhereScores scores;
  for (std::size_t k = 0; k < ladders.size(); ++k) {
    for (std::size_t rung = 0; rung < ladders[k].size(); ++rung) {
      scores.add(k, rung, log_probability[k][rung] > std::log(0.5), log_probability[k][rung]);
    }
  }
  return std::optional(std::move(scores));
}

int print_scores(const ProbeJob& job, const WhereTask& task, const std::vector<WhereLadder>& ladders, const Probes& probes,
                 const Probes* untrained) {
  const auto start = std::chrono::steady_clock::now();
  const auto frequent = static_cast<int>(probes.values[probes.where->frequent.offset]);
  WhereScores constant;
  for (std::size_t k = 0; k < ladders.size(); ++k) {
    for (std::size_t rung = 0; rung < ladders[k].size(); ++rung) constant.add(k, rung, ladders[k][rung].place == frequent, 0);
  }
  Json json;
  json["kind"] = job.kind;
  json["ladders"] = ladders.size();
  json["seed"] = job.seed;
  json["places"] = Json::array();
  for (const WherePlace& place : task.places) json["places"].push_back(place.word.source);
  const WhereScores scores = measure(job, probes, job.model().values, ladders);
  json.update(scores_json(scores, ladders, job.seed, true));
  json["forgotten"] = forgotten_json(scores, ladders);
  const Result<std::optional<WhereScores>> written = measure_written(job, task, ladders);
  if (!written) return fail(written.error());
  json["written"] = nullptr;
  if (const std::optional<WhereScores>& found = *written) {
    json["written"] = scores_json(*found, ladders, job.seed, true);
    json["written"]["forgotten"] = forgotten_json(*found, ladders);
  }
  json["baselines"]["chance"] = 1.0 / static_cast<double>(task.places.size());
  json["baselines"]["most_frequent"]["place"] = task.places[static_cast<std::size_t>(frequent)].word.source;
  json["baselines"]["most_frequent"].update(scores_json(constant, ladders, job.seed, false));
  Json& baseline = json["baselines"]["untrained"] = nullptr;
  if (untrained) {
    const AlignedVector<float> values = job.model().net.untrained(*job.untrained);
    baseline["encoder_seed"] = *job.untrained;
    baseline.update(scores_json(measure(job, *untrained, values, ladders), ladders, job.seed, true));
  }
  json["seconds"] = std::round(100 * std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()) / 100;
  std::printf("%s\n", json.dump(2).c_str());
  return 0;
}

int print_answer(const std::string& text, const ProbeJob& job, const WhereTask& task, const Probes& probes) {
  const Result<std::vector<Token>> tokens = job.translator->read(text, kLongestSource);
  if (!tokens) return fail(tokens.error());
  std::vector<int> source;
  Json json;
  json["kind"] = job.kind;
  json["source"] = clean_line(text);
  json["source_tokens"] = Json::array();
  for (const Token& token : *tokens) {
    source.push_back(token.id);
    json["source_tokens"].push_back(token.piece);
  }
  const WhereAnswer answer = answer_where(*probes.where, probes.values, job.model().net, job.model().values, source);
  std::vector<std::size_t> order(task.places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return answer.log_probability[a] > answer.log_probability[b]; });
  json["places"] = Json::array();
  for (std::size_t k : order) {
    json["places"].push_back({{"place", task.places[k].word.source}, {"probability", std::exp(answer.log_probability[k])}});
  }
  json["alpha"] = answer.alpha.empty() ? Json(nullptr) : Json(answer.alpha);
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int probe_where(const Arguments& arguments, const ProbeJob& job) {
  const Result<WhereTask> task = read_task(job);
  if (!task) return fail(task.error());
  const auto most = static_cast<long long>(task->evaluation_subjects.size() * task->places.size());
  const bool measures = arguments.options.contains("ladders");
  const auto ladders = evaluation_ladders(*task, measures ? static_cast<int>(whole_number(arguments, "ladders", 0, 1, most)) : 0);
  if (job.train) {
    const Result<TrainedWhere> trained = train_where(job, *task, job.model().values, "trained encoder");
    if (!trained) return fail(trained.error());
    if (const auto stored = store_probe(job, trained->layout, trained->values); !stored) return fail(stored.error());
  }
  std::optional<Probes> untrained;
  if (job.untrained) {
    const Result<TrainedWhere> trained = train_where(job, *task, job.model().net.untrained(*job.untrained), "untrained encoder");
    if (!trained) return fail(trained.error());
    Result<Probes> rounded = round_probe(job, trained->layout, trained->values);
    if (!rounded) return fail(rounded.error());
    untrained = *std::move(rounded);
  }
  if (arguments.texts.empty() && !measures) return 0;
  const Result<Probes> probes = load_probes(job);
  if (!probes) return fail(probes.error());
  if (probes->where->places() != static_cast<int>(task->places.size())) {
    return fail({"bad-weights", "The probe knows " + std::to_string(probes->where->places()) + " places, where.tsv " +
                                    std::to_string(task->places.size()) + "."});
  }
  if (!arguments.texts.empty()) return print_answer(arguments.texts[0], job, *task, *probes);
  return print_scores(job, *task, ladders, *probes, untrained ? &*untrained : nullptr);
}

}  // namespace regard
