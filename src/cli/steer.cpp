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
#include "probes/steering.h"
#include "text/bleu.h"
#include "text/pairs.h"

namespace regard {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kResamples = 1000;

AlphaPolicy policy_of(const Arguments& arguments) {
  const std::string& name = needed(arguments, "policy");
  const std::optional<AlphaPolicyKind> kind = alpha_policy_kind(name);
  if (!kind) {
    throw UsageError{"There is no policy \"" + name +
                     "\": it is learned, uniform, diagonal, one-hot, sampled, shuffled, another, last-forward or vector."};
  }
  AlphaPolicy policy;
  policy.kind = *kind;
  policy.seed = static_cast<std::uint64_t>(whole_number(arguments, "seed", 1, 0, 1LL << 62));
  const auto temperature = arguments.options.find("temperature");
  if (temperature != arguments.options.end()) {
    const std::string& text = temperature->second;
    const auto [at, problem] = std::from_chars(text.data(), text.data() + text.size(), policy.temperature);
    if (problem != std::errc() || at != text.data() + text.size() || !(policy.temperature > 0) || !std::isfinite(policy.temperature)) {
      throw UsageError{"--temperature " + text + " is not a number above 0."};
    }
  }
  return policy;
}

/// The net's own alpha for a text, decoded greedily.
TraceMatrix own_alpha(const Model& model, const std::vector<Token>& tokens) {
  SteeredDecoder decoder(model.net, model.values, ids_of(tokens), Translator::steered_options(tokens));
  decode(decoder, {});
  return alpha_of(decoder);
}

struct EditedRow {
  int step = 0;  ///< from 0
  std::vector<double> weights;
};

/// "I:w1,w2,..", I from 1.
EditedRow parse_row(const std::string& text) {
  const auto wrong = [&] {
    return UsageError{"--row " + text + " is not of the form 3:0,0.5,0.5, the step from 1 and a weight for each token."};
  };
  EditedRow row;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, row.step);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':' || row.step < 1) throw wrong();
  --row.step;
  std::istringstream list(std::string(first.ptr + 1, end));
  for (std::string part; std::getline(list, part, ',');) {
    double weight = 0;
    const auto [at, problem] = std::from_chars(part.data(), part.data() + part.size(), weight);
    if (problem != std::errc() || at != part.data() + part.size()) throw wrong();
    row.weights.push_back(weight);
  }
  return row;
}

Json pieces(const Model& model, const std::vector<int>& ids) {
  Json list = Json::array();
  for (int id : ids) list.push_back(model.target.token(id).piece);
  return list;
}

/// An infinite divergence has no number in JSON.
Json number(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

Json steering_json(const Model& model, const std::vector<Token>& source, const Steering& steering) {
  Json json;
  json["source_tokens"] = Json::array();
  for (const Token& token : source) json["source_tokens"].push_back(token.piece);
  const std::vector<int> own = steering.own().ids(), written = steering.steered().ids();
  json["own"] = {{"target_tokens", pieces(model, own)}, {"translation", model.target.text(own)}};
  json["target_tokens"] = pieces(model, written);
  json["translation"] = model.target.text(written);
  json["truncated"] = !steering.steered().ended();
  json["log_probability"] = steering.steered().log_probability();
  const int departure = steering.departure();
  json["departure"] = departure < 0 ? Json(nullptr) : Json(departure);
  json["steps"] = Json::array();
  for (std::size_t i = 0; i < written.size(); ++i) {
    const SteeredStep& step = steering.steered().steps()[i];
    const RowChange change = steering.row_change(static_cast<int>(i));
    Json one;
    one["piece"] = model.target.token(step.id).piece;
    one["probability"] = std::exp(step.log_probability);
    one["own_alpha"] = step.own;
    one["alpha"] = step.alpha.empty() ? Json(nullptr) : Json(step.alpha);
    one["alpha_from_own"] = change.weights ? number(change.alpha_from_own) : Json(nullptr);
    one["own_from_alpha"] = change.weights ? number(change.own_from_alpha) : Json(nullptr);
    one["output_change"] = change.output;
    json["steps"].push_back(std::move(one));
  }
  json["changes"] = Json::array();
  for (const ForcedChange& change : steering.forced_changes()) {
    json["changes"].push_back({{"piece", model.target.token(change.id).piece},
                               {"own_probability", std::exp(change.own_log_probability)},
                               {"probability", std::exp(change.log_probability)},
                               {"divergence", change.divergence}});
  }
  return json;
}

int print_sentence(const Translator& translator, const Arguments& arguments, AlphaPolicy policy) {
  const Model& model = translator.model();
  const Result<std::vector<Token>> source = translator.read(arguments.texts[0], kLongestSource);
  if (!source) return fail(source.error());
  const auto other = arguments.options.find("other");
  if (policy.kind == AlphaPolicyKind::kAnother) {
    if (other == arguments.options.end()) throw UsageError{"--other is missing: the sentence whose weights are taken."};
    const Result<std::vector<Token>> read = translator.read(other->second, kLongestSource);
    if (!read) return fail(read.error());
    policy.rows = own_alpha(model, *read);
  } else if (other != arguments.options.end()) {
    throw UsageError{"--other is for the policy another."};
  }
  std::vector<int> target;
  if (const auto forced = arguments.options.find("target"); forced != arguments.options.end()) {
    const Result<Translation> written = translator.force(*source, forced->second, kLongestSource);
    if (!written) return fail(written.error());
    target = ids_of(written->target_tokens);
  }
  Steering steering(model.net, model.values, ids_of(*source), Translator::steered_options(*source), std::move(policy), std::move(target));
  if (const auto row = arguments.options.find("row"); row != arguments.options.end()) {
    const EditedRow edited = parse_row(row->second);
    const Result<std::vector<float>> alpha = normalised_row(edited.weights, static_cast<int>(source->size()));
    if (!alpha) return fail(alpha.error());
    steering.edit(edited.step, *alpha);
  }
  while (!steering.step()) {
  }
  std::printf("%s\n", steering_json(model, *source, steering).dump().c_str());
  return 0;
}

/// BLEU over the first `sentences` of a seeded permutation of the file, or all of them when it is 0. With the policy `another` each is
/// translated under the weights of the one before it, the first under those of the last.
int print_bleu(const Translator& translator, const Arguments& arguments, const AlphaPolicy& policy) {
  const Model& model = translator.model();
  const std::string& path = arguments.options.at("pairs");
  const auto wanted = static_cast<std::size_t>(whole_number(arguments, "sentences", 0, 1, 1LL << 31));
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int threads = static_cast<int>(whole_number(arguments, "threads", cores, 1, 1024));
  const Result<std::string> text = read_file(path);
  if (!text) return fail(text.error());
  const Result<std::vector<SentencePair>> pairs = parse_pairs(*text, path);
  if (!pairs) return fail(pairs.error());
  std::vector<ReferencedSentence> sentences = gather_references(*pairs);
  const std::size_t least = std::max<std::size_t>(wanted, 1);
  if (sentences.size() < least) return fail({"bad-pairs", path + " holds fewer than " + std::to_string(least) + " sentences."});
  Rng(policy.seed).shuffle(sentences);
  if (wanted > 0) sentences.resize(wanted);
  std::vector<std::vector<Token>> sources;
  for (const ReferencedSentence& sentence : sentences) {
    const Result<std::vector<Token>> source = translator.read(sentence.source, kLongestSource);
    if (!source) return fail({source.error().code, source.error().message + " It begins \"" + sentence.source.substr(0, 60) + "\"."});
    sources.push_back(*source);
  }

  const auto start = std::chrono::steady_clock::now();
  std::vector<BleuCounts> segments(sentences.size());
  in_parallel(sentences.size(), threads, [&](std::size_t k) {
    AlphaPolicy own = policy;
    if (policy.kind == AlphaPolicyKind::kAnother) own.rows = own_alpha(model, sources[(k + sources.size() - 1) % sources.size()]);
    SteeredDecoder decoder(model.net, model.values, ids_of(sources[k]), Translator::steered_options(sources[k]));
    decode(decoder, std::move(own));
    segments[k] = count_bleu(model.target.text(decoder.ids()), sentences[k].references);
  });
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  BleuCounts corpus;
  for (const BleuCounts& segment : segments) corpus += segment;
  const auto interval = bleu_interval(segments, kResamples, policy.seed);
  const auto hundredths = [](double x) { return std::round(x * 100) / 100; };
  Json json;
  json["sentences"] = sentences.size();
  json["bleu"] = hundredths(bleu(corpus));
  json["bleu_interval"] = {hundredths(interval[0]), hundredths(interval[1])};
  json["seconds"] = hundredths(seconds);
  if (arguments.has("json")) {
    std::printf("%s\n", json.dump(2).c_str());
  } else {
    std::printf("%zu sentences, BLEU %.2f (95 %% interval %.2f to %.2f), %.1f s\n", sentences.size(), bleu(corpus), interval[0],
                interval[1], seconds);
  }
  return 0;
}

}  // namespace

int run_steer(const Arguments& arguments) {
  const bool many = arguments.options.contains("pairs");
  for (const char* option : {"row", "other", "target"}) {
    if (many && arguments.options.contains(option)) throw UsageError{"--" + std::string(option) + " is for one text, not for --pairs."};
  }
  for (const char* option : {"sentences", "threads"}) {
    if (!many && arguments.options.contains(option)) throw UsageError{"--" + std::string(option) + " is for --pairs."};
  }
  if (many && !arguments.texts.empty()) throw UsageError{"steer takes one text or --pairs, not both."};
  if (!many && arguments.texts.size() != 1) throw UsageError{"steer takes one text, or --pairs."};
  if (!many && !arguments.has("json")) throw UsageError{"steer prints JSON for a text: say --json."};
  AlphaPolicy policy = policy_of(arguments);
  Result<std::unique_ptr<Model>> model = read_model(needed(arguments, "model"));
  if (!model) return fail(model.error());
  if ((*model)->net.config().attention == AttentionKind::kNone || policy.kind != AlphaPolicyKind::kAnother) {
    const Result<bool> can = can_follow((*model)->net, policy);
    if (!can) return fail(can.error());
  }
  const Translator translator(*std::move(model));
  return many ? print_bleu(translator, arguments, policy) : print_sentence(translator, arguments, std::move(policy));
}

}  // namespace regard
