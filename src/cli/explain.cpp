#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/model_option.h"
#include "cli/parallel.h"
#include "probes/adversarial_row.h"
#include "probes/explanation.h"
#include "text/pairs.h"

namespace regard {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kResamples = 1000;
/// From here on Jain & Wallace (2019) call a row very different; the most is ln 2 = 0.69.
constexpr double kFar = 0.4;
/// A tau further from 0 than chance gives it in 1 of 20.
constexpr double kSignificant = 0.05;

/// A number above 0 and at most 1.
double share_option(const Arguments& arguments, const std::string& option, double fallback) {
  const auto found = arguments.options.find(option);
  if (found == arguments.options.end()) return fallback;
  double value = 0;
  const char* end = found->second.data() + found->second.size();
  const auto [at, problem] = std::from_chars(found->second.data(), end, value);
  if (problem != std::errc() || at != end || !(value > 0 && value <= 1)) {
    throw UsageError{"--" + option + " " + found->second + " is not a number above 0 and at most 1."};
  }
  return value;
}

/// All that is asked about one translation.
struct Explained {
  Explanation answers;
  std::vector<std::optional<AdversarialRow>> adversaries;  ///< of each written token
};

Explained explain_translation(const Model& model, const Translation& translation, const AdversarySearch& search) {
  const std::vector<int> source = ids_of(translation.source_tokens), target = ids_of(translation.target_tokens);
  Explained explained{explain(model.net, model.values, source, target), {}};
  for (int i = 0; i < explained.answers.targets; ++i) {
    explained.adversaries.push_back(adversarial_row(OtherRow<float>(model.net, model.values, source, target, i), search));
  }
  return explained;
}

Json pieces(const std::vector<Token>& tokens) {
  Json list = Json::array();
  for (const Token& token : tokens) list.push_back(token.piece);
  return list;
}

Json tau_json(const std::optional<KendallTau>& tau) {
  if (!tau) return nullptr;
  return {{"tau", tau->tau}, {"p", tau->p}};
}

Json adversary_json(const std::optional<AdversarialRow>& adversary) {
  if (!adversary) return nullptr;
  return {{"jsd", adversary->distance}, {"tvd", adversary->effect}, {"row", adversary->row}};
}

int print_sentence(const Translator& translator, const Arguments& arguments, const AdversarySearch& search) {
  const std::string& text = arguments.texts[0];
  const Result<std::vector<Token>> source = translator.read(text, kLongestSource);
  if (!source) return fail(source.error());
  if (source->size() < 2) {
    return fail({"too-short", "\"" + text + "\" is a single token: there is nothing to rank, and no other row of attention."});
  }
  const auto forced = arguments.options.find("target");
  const Result<Translation> translation = forced == arguments.options.end() ? translator.translate(text, 1, kLongestSource)
                                                                            : translator.force(*source, forced->second, kLongestSource);
  if (!translation) return fail(translation.error());
  const Explained explained = explain_translation(translator.model(), *translation, search);
  const Explanation& answers = explained.answers;
  Json json;
  json["source_tokens"] = pieces(*source);
  json["target_tokens"] = pieces(translation->target_tokens);
  json["bound"] = search.bound;
  json["steps"] = Json::array();
  for (int i = 0; i < answers.targets; ++i) {
    const auto row = [&](const std::vector<double>& all) {
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(i) * answers.sources;
      return std::vector<double>(first, first + answers.sources);
    };
    const Agreement taus = agreement(answers, i);
    Json step;
    step["piece"] = translation->target_tokens[static_cast<std::size_t>(i)].piece;
    step["attention"] = row(answers.attention);
    step["gradient"] = row(answers.gradient);
    step["left_out"] = row(answers.left_out);
    step["left_out_log_change"] = row(answers.change);
    step["tau"] = {{"attention_gradient", tau_json(taus.attention_gradient)},
                   {"attention_left_out", tau_json(taus.attention_left_out)},
                   {"gradient_left_out", tau_json(taus.gradient_left_out)}};
    step["uniform_tvd"] = answers.uniform[static_cast<std::size_t>(i)];
    step["adversary"] = adversary_json(explained.adversaries[static_cast<std::size_t>(i)]);
    json["steps"].push_back(std::move(step));
  }
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

/// One number a written token, one list a sentence.
using Lists = std::vector<std::vector<double>>;

/// What is counted over many sentences.
struct Counted {
  struct Taus {
    Lists tau, significant, same_first;
  };
  Taus attention_gradient, attention_left_out, gradient_left_out;
  Lists far, uniform, distance;
};

void add(const Explained& explained, const AdversarySearch& search, std::size_t at, Counted& counted) {
  const auto add_tau = [&](Counted::Taus& taus, const std::optional<KendallTau>& tau) {
    if (!tau) return;
    taus.tau[at].push_back(tau->tau);
    taus.significant[at].push_back(tau->p < kSignificant ? 1 : 0);
  };
  for (int i = 0; i < explained.answers.targets; ++i) {
    const Agreement taus = agreement(explained.answers, i);
    const SameFirst same = same_first(explained.answers, i);
    counted.attention_gradient.same_first[at].push_back(same.attention_gradient ? 1 : 0);
    counted.attention_left_out.same_first[at].push_back(same.attention_left_out ? 1 : 0);
    counted.gradient_left_out.same_first[at].push_back(same.gradient_left_out ? 1 : 0);
    add_tau(counted.attention_gradient, taus.attention_gradient);
    add_tau(counted.attention_left_out, taus.attention_left_out);
    add_tau(counted.gradient_left_out, taus.gradient_left_out);
    const auto& adversary = explained.adversaries[static_cast<std::size_t>(i)];
    const double distance = adversary ? adversary->distance : 0;
    counted.distance[at].push_back(distance);
    counted.far[at].push_back(distance > kFar ? 1 : 0);
    counted.uniform[at].push_back(explained.answers.uniform[static_cast<std::size_t>(i)] <= search.bound ? 1 : 0);
  }
}

Json mean_json(const std::optional<SentenceMean>& mean) {
  if (!mean) return nullptr;
  return {{"mean", mean->mean}, {"interval", mean->interval}};
}

void print_mean(const char* what, const std::optional<SentenceMean>& mean) {
  if (mean) std::printf("  %s %+.3f (95 %% interval %+.3f to %+.3f)\n", what, mean->mean, mean->interval[0], mean->interval[1]);
}

/// The model's own greedy translations of the file's English sentences.
int print_average(const Translator& translator, const Arguments& arguments, const AdversarySearch& search) {
  const auto seed = static_cast<std::uint64_t>(whole_number(arguments, "seed", 1, 0, 1LL << 62));
  const auto wanted = static_cast<std::size_t>(whole_number(arguments, "sentences", 0, 1, 1LL << 31));
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int threads = static_cast<int>(whole_number(arguments, "threads", cores, 1, 1024));
  const std::string& path = needed(arguments, "pairs");
  const Result<std::string> text = read_file(path);
  if (!text) return fail(text.error());
  const Result<std::vector<SentencePair>> pairs = parse_pairs(*text, path);
  if (!pairs) return fail(pairs.error());
  std::vector<Translation> translations;
  int single = 0;
  for (const ReferencedSentence& sentence : gather_references(*pairs)) {
    if (wanted > 0 && translations.size() == wanted) break;
    Result<Translation> translation = translator.translate(sentence.source, 1, kLongestSource);
    if (!translation)
      return fail({translation.error().code, translation.error().message + " It begins \"" + sentence.source.substr(0, 60) + "\"."});
    if (translation->source_tokens.size() < 2) {
      ++single;
      continue;
    }
    translations.push_back(*std::move(translation));
  }
  if (translations.size() < std::max<std::size_t>(wanted, 1)) {
    return fail({"bad-pairs",
                 path + " holds fewer than " + std::to_string(std::max<std::size_t>(wanted, 1)) + " sentences of two tokens or more."});
  }

  const auto start = std::chrono::steady_clock::now();
  std::vector<Explained> explained(translations.size());
  in_parallel(translations.size(), threads,
              [&](std::size_t k) { explained[k] = explain_translation(translator.model(), translations[k], search); });
  Counted counted;
  for (Lists* list : {&counted.far, &counted.uniform, &counted.distance}) list->resize(explained.size());
  for (Counted::Taus* taus : {&counted.attention_gradient, &counted.attention_left_out, &counted.gradient_left_out}) {
    for (Lists* list : {&taus->tau, &taus->significant, &taus->same_first}) list->resize(explained.size());
  }
  for (std::size_t k = 0; k < explained.size(); ++k) add(explained[k], search, k, counted);
  const auto mean = [&](const Lists& list) { return sentence_mean(list, kResamples, seed); };
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  std::size_t tokens = 0, source_tokens = 0;
  for (const Translation& translation : translations) {
    tokens += translation.target_tokens.size();
    source_tokens += translation.source_tokens.size();
  }
  const auto per = static_cast<double>(translations.size());
  if (arguments.has("json")) {
    const auto taus = [&](const Counted::Taus& of) {
      const std::optional<SentenceMean> tau = mean(of.tau);
      return Json{{"tau", mean_json(tau)},
                  {"significant", mean_json(mean(of.significant))},
                  {"same_first", mean_json(mean(of.same_first))},
                  {"tokens", tau ? tau->count : 0}};
    };
    Json json;
    json["sentences"] = translations.size();
    json["single_tokens_left_out"] = single;
    json["tokens"] = tokens;
    json["mean_source_tokens"] = static_cast<double>(source_tokens) / per;
    json["attention_gradient"] = taus(counted.attention_gradient);
    json["attention_left_out"] = taus(counted.attention_left_out);
    json["gradient_left_out"] = taus(counted.gradient_left_out);
    json["bound"] = search.bound;
    json["far"] = kFar;
    json["far_row_exists"] = mean_json(mean(counted.far));
    json["row_distance"] = mean_json(mean(counted.distance));
    json["uniform_keeps_bound"] = mean_json(mean(counted.uniform));
    json["seconds"] = std::round(seconds * 100) / 100;
    std::printf("%s\n", json.dump(2).c_str());
    return 0;
  }
  std::printf("%zu sentences, %zu written tokens, %.1f s\n", translations.size(), tokens, seconds);
  print_mean("tau of attention and gradient:     ", mean(counted.attention_gradient.tau));
  print_mean("tau of attention and leave-one-out:", mean(counted.attention_left_out.tau));
  print_mean("tau of gradient and leave-one-out: ", mean(counted.gradient_left_out.tau));
  std::printf("  of the tokens, with TVD <= %g:\n", search.bound);
  print_mean("share with a row of JSD > 0.4:     ", mean(counted.far));
  print_mean("share that a uniform row keeps:    ", mean(counted.uniform));
  return 0;
}

}  // namespace

int run_explain(const Arguments& arguments) {
  const bool average = arguments.options.contains("pairs");
  for (const char* option : {"sentences", "seed", "threads"}) {
    if (!average && arguments.options.contains(option)) throw UsageError{"--" + std::string(option) + " is for --pairs."};
  }
  if (average && arguments.options.contains("target")) throw UsageError{"--target is for one text, not for --pairs."};
  if (average && !arguments.texts.empty()) throw UsageError{"explain takes one text or --pairs, not both."};
  if (!average && !arguments.has("json")) throw UsageError{"explain prints JSON for a text: say --json."};
  if (!average && arguments.texts.size() != 1) throw UsageError{"explain takes one text, or --pairs."};
  AdversarySearch search;
  search.bound = share_option(arguments, "bound", search.bound);
  search.steps = static_cast<int>(whole_number(arguments, "steps", search.steps, 0, 100000));
  const std::string& folder = needed(arguments, "model");
  Result<std::unique_ptr<Model>> model = read_model(folder);
  if (!model) return fail(model.error());
  if ((*model)->net.config().attention == AttentionKind::kNone) {
    return fail({"no-attention", "The model " + folder + " has no attention, so there are no weights to compare."});
  }
  if ((*model)->net.config().attention == AttentionKind::kHard) {
    return fail({"hard-attention",
                 "The model " + folder + " takes one state by itself at each step, so another row says nothing of what it does."});
  }
  const Translator translator(*std::move(model));
  return average ? print_average(translator, arguments, search) : print_sentence(translator, arguments, search);
}

}  // namespace regard
