#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/command.h"
#include "cli/fading_json.h"
#include "cli/files.h"
#include "cli/model_option.h"
#include "cli/parallel.h"
#include "probes/gradient_flow.h"
#include "text/pairs.h"

namespace regard {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kResamples = 1000;
constexpr const char* kPaths[] = {"total", "recurrent", "attention"};

/// Norms (T, S) of one sentence, one array for each of kPaths.
struct Norms {
  int targets = 0;
  int sources = 0;
  std::vector<double> of[3];
};

Norms measure(const Model& model, const std::vector<Token>& source, const std::vector<Token>& target) {
  const GradientFlow<float> flow = gradient_flow<float>(model.net, model.values, ids_of(source), ids_of(target));
  return {
      flow.targets,
      flow.sources,
      {gradient_norms<float>(flow, flow.total), gradient_norms<float>(flow, flow.recurrent), gradient_norms<float>(flow, flow.attention)}};
}

Json pieces(const std::vector<Token>& tokens) {
  Json list = Json::array();
  for (const Token& token : tokens) list.push_back(token.piece);
  return list;
}

int print_sentence(const Translator& translator, const Arguments& arguments) {
  const std::string& text = arguments.texts[0];
  const Result<std::vector<Token>> source = translator.read(text, kLongestSource);
  if (!source) return fail(source.error());
  const auto forced = arguments.options.find("target");
  std::vector<Token> target;
  if (forced != arguments.options.end()) {
    const Result<Translation> written = translator.force(*source, forced->second, kLongestSource);
    if (!written) return fail(written.error());
    target = written->target_tokens;
  } else {
    const Result<Translation> translation = translator.translate(text, 5, kLongestSource);
    if (!translation) return fail(translation.error());
    target = translation->target_tokens;
  }
  const Norms norms = measure(translator.model(), *source, target);
  Json json;
  json["source_tokens"] = pieces(*source);
  json["target_tokens"] = pieces(target);
  for (int path = 0; path < 3; ++path) {
    Json matrix = Json::array();
    for (int i = 0; i < norms.targets; ++i) {
      const auto first = norms.of[path].begin() + static_cast<std::ptrdiff_t>(i) * norms.sources;
      matrix.push_back(std::vector<double>(first, first + norms.sources));
    }
    json[kPaths[path]] = std::move(matrix);
  }
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

void print_slope(const char* where, const std::optional<Slope>& slope) {
  if (!slope) return;
  std::printf("    %s %+.4f in log10 norm a step (95 %% interval %+.4f to %+.4f)\n", where, slope->value, slope->interval[0],
              slope->interval[1]);
}

void print_fading(const char* path, const Fading& fading) {
  std::printf("  %s, %d zeros left out\n", path, fading.zeros);
  print_slope("all tokens:      ", fading.slope);
  print_slope("within one token:", fading.slope_within_token);
}

/// A sentence and its first reference.
struct TokenizedPair {
  std::vector<Token> source;
  std::vector<Token> target;
};

/// The first `wanted` of a seeded permutation of the file's sentences, or all when it is 0.
Result<std::vector<TokenizedPair>> read_sentences(const Translator& translator, const std::string& path, std::size_t wanted,
                                                  std::uint64_t seed) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  const Result<std::vector<SentencePair>> pairs = parse_pairs(*text, path);
  if (!pairs) return pairs.error();
  std::vector<ReferencedSentence> sentences = gather_references(*pairs);
  const std::size_t least = std::max<std::size_t>(wanted, 1);
  if (sentences.size() < least) return Error{"bad-pairs", path + " holds fewer than " + std::to_string(least) + " sentences."};
  Rng(seed).shuffle(sentences);
  if (wanted > 0) sentences.resize(wanted);
  const Seq2SeqConfig& config = translator.model().net.config();
  const bool gives_back = config.source_language == config.target_language;
  std::vector<TokenizedPair> tokenized;
  for (const ReferencedSentence& sentence : sentences) {
    const std::string& reference = gives_back ? sentence.source : sentence.references[0];
    const auto fail = [](const Error& error, const std::string& line) {
      return Error{error.code, error.message + " It begins \"" + line.substr(0, 60) + "\"."};
    };
    Result<std::vector<Token>> source = translator.read(sentence.source, kLongestSource);
    if (!source) return fail(source.error(), sentence.source);
    const Result<Translation> target = translator.force(*source, reference, kLongestSource);
    if (!target) return fail(target.error(), reference);
    tokenized.push_back({target->source_tokens, target->target_tokens});
  }
  return tokenized;
}

int print_average(const Translator& translator, const Arguments& arguments) {
  const auto seed = static_cast<std::uint64_t>(whole_number(arguments, "seed", 1, 0, 1LL << 62));
  const auto wanted = static_cast<std::size_t>(whole_number(arguments, "sentences", 0, 1, 1LL << 31));
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int threads = static_cast<int>(whole_number(arguments, "threads", cores, 1, 1024));
  const Result<std::vector<TokenizedPair>> sentences = read_sentences(translator, needed(arguments, "pairs"), wanted, seed);
  if (!sentences) return fail(sentences.error());

  const auto start = std::chrono::steady_clock::now();
  std::vector<std::vector<FlowPoint>> points[3];
  for (auto& of_path : points) of_path.resize(sentences->size());
  const EncoderKind encoder = translator.model().net.config().encoder;
  in_parallel(sentences->size(), threads, [&](std::size_t k) {
    const Norms norms = measure(translator.model(), (*sentences)[k].source, (*sentences)[k].target);
    for (int path = 0; path < 3; ++path) points[path][k] = flow_points(encoder, norms.of[path], norms.targets, norms.sources);
  });
  Fading fadings[3];
  for (int path = 0; path < 3; ++path) fadings[path] = fading(points[path], kResamples, seed);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  if (arguments.has("json")) {
    Json json;
    json["sentences"] = sentences->size();
    for (int path = 0; path < 3; ++path) json[kPaths[path]] = fading_json(fadings[path]);
    json["seconds"] = std::round(seconds * 100) / 100;
    std::printf("%s\n", json.dump(2).c_str());
    return 0;
  }
  std::printf("%zu sentences, %.1f s\n", sentences->size(), seconds);
  for (int path = 0; path < 3; ++path) print_fading(kPaths[path], fadings[path]);
  return 0;
}

}  // namespace

int run_gradient(const Arguments& arguments) {
  const bool average = arguments.options.contains("pairs");
  for (const char* option : {"sentences", "seed", "threads"}) {
    if (!average && arguments.options.contains(option)) throw UsageError{"--" + std::string(option) + " is for --pairs."};
  }
  if (average && arguments.options.contains("target")) throw UsageError{"--target is for one text, not for --pairs."};
  if (average && !arguments.texts.empty()) throw UsageError{"gradient takes one text or --pairs, not both."};
  if (!average && !arguments.has("json")) throw UsageError{"gradient prints JSON for a text: say --json."};
  if (!average && arguments.texts.size() != 1) throw UsageError{"gradient takes one text, or --pairs."};
  Result<std::unique_ptr<Model>> model = read_model(needed(arguments, "model"));
  if (!model) return fail(model.error());
  if (arguments.options.contains("untrained")) {
    (*model)->values = (*model)->net.untrained(static_cast<std::uint64_t>(whole_number(arguments, "untrained", 1, 0, 1LL << 62)));
  }
  const Translator translator(*std::move(model));
  return average ? print_average(translator, arguments) : print_sentence(translator, arguments);
}

}  // namespace regard
