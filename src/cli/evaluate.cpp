#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/model_option.h"
#include "cli/parallel.h"
#include "text/bleu.h"
#include "text/pairs.h"

namespace regard {
namespace {

/// What one sentence adds to the scores.
struct Scored {
  std::string hypothesis;
  BleuCounts bleu;
  double negative_log_likelihood = 0;  ///< of the first reference, under forced decoding
  int target_tokens = 0;
  int words = 0;  ///< of the source
  bool exact = false;
  bool differs = false;        ///< from what the other beam writes
  bool more_probable = false;  ///< than that
};

struct Bucket {
  int from;
  int to;  ///< 0: no end
};

const std::vector<Bucket> kBuckets = {{1, 5}, {6, 10}, {11, 15}, {16, 20}, {21, 30}, {31, 40}, {41, 0}};

/// "10-19,20-29,41-": lengths from - to, the last of which may have no end. Throws UsageError.
std::vector<Bucket> parse_buckets(const std::string& text) {
  const auto wrong = [&] { return UsageError{"--words " + text + " is not a list of lengths such as 10-19,20-29,30-."}; };
  std::vector<Bucket> buckets;
  std::istringstream list(text);
  for (std::string part; std::getline(list, part, ',');) {
    Bucket bucket{};
    const char* end = part.data() + part.size();
    const auto first = std::from_chars(part.data(), end, bucket.from);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '-' || bucket.from < 1) throw wrong();
    if (first.ptr + 1 != end) {
      const auto last = std::from_chars(first.ptr + 1, end, bucket.to);
      if (last.ec != std::errc() || last.ptr != end || bucket.to < bucket.from) throw wrong();
    }
    buckets.push_back(bucket);
  }
  if (buckets.empty()) throw wrong();
  return buckets;
}

double hundredths(double x) { return std::round(x * 100) / 100; }

/// How each sentence is decoded.
struct HowToScore {
  int beam;
  std::optional<std::uint64_t> sample_seed;
  int against;  ///< another beam to compare with; 0: none
};

Scored score(const Translator& translator, const ReferencedSentence& sentence, const HowToScore& how) {
  Scored scored;
  scored.words = count_words(sentence.source);
  const Result<Translation> translation = translator.translate(sentence.source, how.beam, kLongestSource, how.sample_seed);
  check(static_cast<bool>(translation), "evaluate: every sentence was found short enough before.");
  scored.hypothesis = translation->text;
  scored.bleu = count_bleu(scored.hypothesis, sentence.references);
  for (const std::string& reference : sentence.references) scored.exact = scored.exact || reference == scored.hypothesis;
  const std::vector<int> source = ids_of(translation->source_tokens);
  std::vector<int> target = translator.model().target.ids(sentence.references[0]);
  target.push_back(kEndId);
  const TraceOptions options{.top = 0, .begin = kBeginId, .sample_seed = how.sample_seed};
  scored.negative_log_likelihood = -trace(translator.model().net, translator.model().values, source, target, options).log_probability;
  scored.target_tokens = static_cast<int>(target.size());
  if (how.against > 0) {
    const Result<Translation> other = translator.translate(sentence.source, how.against, kLongestSource, how.sample_seed);
    scored.differs = ids_of(other->target_tokens) != ids_of(translation->target_tokens);
    scored.more_probable = scored.differs && translation->log_probability > other->log_probability;
  }
  return scored;
}

double bleu_of(const std::vector<BleuCounts>& segments) {
  BleuCounts total;
  for (const BleuCounts& segment : segments) total += segment;
  return bleu(total);
}

}  // namespace

int run_evaluate(const Arguments& arguments) {
  const int join = static_cast<int>(whole_number(arguments, "join", 1, 1, 100));
  const auto seed = static_cast<std::uint64_t>(whole_number(arguments, "seed", 1, 0, 1LL << 62));
  const int beam = static_cast<int>(whole_number(arguments, "beam", 5, 1, 100));
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int threads = static_cast<int>(whole_number(arguments, "threads", cores, 1, 1024));
  const int against = static_cast<int>(whole_number(arguments, "against", 0, 1, 100));
  const auto words = arguments.options.find("words");
  const std::vector<Bucket> buckets = words == arguments.options.end() ? kBuckets : parse_buckets(words->second);
  const std::string& pairs_path = needed(arguments, "pairs");
  Result<std::unique_ptr<Model>> model = read_model(needed(arguments, "model"));
  if (!model) return fail(model.error());
  const Translator translator(*std::move(model));
  const Result<std::optional<std::uint64_t>> sample = sample_seed(arguments, translator.model());
  if (!sample) return fail(sample.error());
  const Result<std::string> text = read_file(pairs_path);
  if (!text) return fail(text.error());
  const Result<std::vector<SentencePair>> pairs = parse_pairs(*text, pairs_path);
  if (!pairs) return fail(pairs.error());
  std::vector<ReferencedSentence> gathered = gather_references(*pairs);
  const Seq2SeqConfig& config = translator.model().net.config();
  if (config.source_language == config.target_language) {
    // The model gives its source back, so that is what its text is held against.
    for (ReferencedSentence& sentence : gathered) sentence.references = {sentence.source};
  }
  const std::vector<ReferencedSentence> sentences = join_sentences(gathered, join, seed);
  if (sentences.empty()) return fail({"bad-pairs", pairs_path + " holds fewer than " + std::to_string(join) + " sentences."});
  for (const ReferencedSentence& sentence : sentences) {
    if (const auto read = translator.read(sentence.source, kLongestSource); !read) {
      return fail({read.error().code, read.error().message + " It begins \"" + sentence.source.substr(0, 60) + "\"."});
    }
  }

  const auto start = std::chrono::steady_clock::now();
  std::vector<Scored> scored(sentences.size());
  in_parallel(sentences.size(), threads, [&](std::size_t k) {
    // Each sentence has its own draws, whichever thread scores it.
    const auto own_seed = *sample ? std::optional(**sample * 0x9e3779b97f4a7c15u + k) : std::nullopt;
    scored[k] = score(translator, sentences[k], {beam, own_seed, against});
  });
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  std::vector<BleuCounts> segments;
  double nll = 0;
  long long tokens = 0, exact = 0, source_words = 0;
  for (const Scored& one : scored) {
    segments.push_back(one.bleu);
    nll += one.negative_log_likelihood;
    tokens += one.target_tokens;
    exact += one.exact;
    source_words += one.words;
  }
  const auto interval = bleu_interval(segments, 1000, seed);
  nlohmann::ordered_json json;
  json["sentences"] = scored.size();
  json["bleu"] = hundredths(bleu_of(segments));
  json["bleu_interval"] = {hundredths(interval[0]), hundredths(interval[1])};
  json["perplexity"] = std::exp(nll / static_cast<double>(tokens));
  json["exact_match"] = static_cast<double>(exact) / static_cast<double>(scored.size());
  json["mean_source_words"] = hundredths(static_cast<double>(source_words) / static_cast<double>(scored.size()));
  json["by_source_words"] = nlohmann::ordered_json::array();
  for (const Bucket& bucket : buckets) {
    std::vector<BleuCounts> inside;
    for (const Scored& one : scored) {
      if (one.words >= bucket.from && (bucket.to == 0 || one.words <= bucket.to)) inside.push_back(one.bleu);
    }
    if (inside.empty()) continue;
    nlohmann::ordered_json row;
    row["from"] = bucket.from;
    row["to"] = bucket.to == 0 ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(bucket.to);
    row["sentences"] = inside.size();
    row["bleu"] = hundredths(bleu_of(inside));
    const auto around = bleu_interval(inside, 1000, seed);
    row["bleu_interval"] = {hundredths(around[0]), hundredths(around[1])};
    json["by_source_words"].push_back(std::move(row));
  }
  if (against > 0) {
    const auto count = [&](bool Scored::*flag) {
      return std::count_if(scored.begin(), scored.end(), [&](const Scored& one) { return one.*flag; });
    };
    json["against"] = {{"beam", against}, {"different", count(&Scored::differs)}, {"more_probable", count(&Scored::more_probable)}};
  }
  json["seconds"] = hundredths(seconds);
  if (arguments.has("json")) {
    std::printf("%s\n", json.dump(2).c_str());
    return 0;
  }
  std::printf("%zu sentences, BLEU %.2f (95 %% interval %.2f to %.2f), perplexity %.3f, exact %.1f %%, %.1f s\n", scored.size(),
              json["bleu"].get<double>(), json["bleu_interval"][0].get<double>(), json["bleu_interval"][1].get<double>(),
              json["perplexity"].get<double>(), 100 * json["exact_match"].get<double>(), seconds);
  for (const auto& row : json["by_source_words"]) {
    std::printf("  %s words: %d sentences, BLEU %.2f\n",
                row["to"].is_null() ? (std::to_string(row["from"].get<int>()) + "+").c_str()
                                    : (std::to_string(row["from"].get<int>()) + "-" + std::to_string(row["to"].get<int>())).c_str(),
                row["sentences"].get<int>(), row["bleu"].get<double>());
  }
  return 0;
}

}  // namespace regard
