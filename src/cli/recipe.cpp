#include "cli/recipe.h"

#include <nlohmann/json.hpp>

#include "cli/files.h"
#include "io/model_folder.h"

namespace regard {
namespace {

/// Reads values of one JSON object by key, remembers the first problem and which keys were asked for.
class Fields {
 public:
  explicit Fields(const nlohmann::json& object) : object_(object) {}

  template <class T>
  void read(const char* key, T& value) {
    ++asked_;
    const auto found = object_.find(key);
    if (found == object_.end()) return fail(std::string("\"") + key + "\" is missing");
    try {
      value = found->template get<T>();
    } catch (const nlohmann::json::exception&) {
      fail(std::string("\"") + key + "\" is " + found->dump() + ", which is of the wrong type");
    }
  }

  /// A key that may be missing.
  template <class T>
  void read_optional(const char* key, T& value) {
    if (object_.contains(key)) read(key, value);
  }

  void fail(std::string sentence) {
    if (problem_.empty()) problem_ = std::move(sentence);
  }

  /// The first problem, or the empty string.
  std::string problem() const {
    if (problem_.empty() && object_.size() != asked_) return "it has a key that is not known";
    return problem_;
  }

 private:
  const nlohmann::json& object_;
  std::size_t asked_ = 0;
  std::string problem_;
};

}  // namespace

Result<Recipe> read_recipe(const std::filesystem::path& path) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  const auto fail = [&](std::string sentence) { return Error{"bad-recipe", path.string() + ": " + std::move(sentence) + "."}; };
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return fail("it is not a JSON object");
  Fields fields(json);
  Recipe recipe;
  TrainerOptions& training = recipe.training;
  nlohmann::json config, reinforce;
  std::string supplement, source_tokenizer, target_tokenizer, start_from;
  fields.read("config", config);
  fields.read("train", recipe.train);
  fields.read("dev", recipe.dev);
  fields.read("supplement", supplement);
  fields.read("supplement_repeats", recipe.supplement_repeats);
  fields.read("source_tokenizer", source_tokenizer);
  fields.read("target_tokenizer", target_tokenizer);
  fields.read("least_character_count", recipe.least_count);
  fields.read("max_words", recipe.max_words);
  fields.read("seed", training.seed);
  fields.read("updates", training.learning_rate.updates);
  fields.read("warm_up", training.learning_rate.warm_up);
  fields.read("peak_learning_rate", training.learning_rate.peak);
  fields.read("last_learning_rate", training.learning_rate.last);
  fields.read("dropout", training.dropout);
  fields.read("label_smoothing", training.label_smoothing);
  fields.read("clip", training.clip);
  fields.read("shards", training.shards);
  fields.read("target_tokens_a_shard", training.batching.target_tokens);
  fields.read("join_shares", training.batching.join_shares);
  fields.read("join_max_words", training.batching.max_words);
  fields.read("report_every", recipe.report_every);
  fields.read_optional("rebuild", recipe.rebuild);
  fields.read_optional("start_from", start_from);
  fields.read_optional("frozen", training.frozen);
  fields.read_optional("learning_rate_factors", training.rate_factors);
  fields.read_optional("reinforce", reinforce);
  if (!fields.problem().empty()) return fail(fields.problem());
  const Result<Seq2SeqConfig> parsed = parse_config(config.dump());
  if (!parsed) return fail(parsed.error().message.substr(0, parsed.error().message.size() - 1));
  recipe.config = *parsed;
  if ((recipe.config.attention == AttentionKind::kHard) != reinforce.is_object()) {
    return fail("\"reinforce\" is an object where the attention is hard, and missing elsewhere");
  }
  if (reinforce.is_object()) {
    Fields weights(reinforce);
    ReinforceOptions& options = training.reinforce;
    weights.read("reward_weight", options.reward_weight);
    weights.read("entropy_weight", options.entropy_weight);
    weights.read("baseline_decay", options.baseline_decay);
    weights.read("expected_share", options.expected_share);
    if (!weights.problem().empty()) return fail("\"reinforce\": " + weights.problem());
    if (!(options.reward_weight >= 0) || !(options.entropy_weight >= 0) || !(options.baseline_decay >= 0 && options.baseline_decay < 1) ||
        !(options.expected_share >= 0 && options.expected_share <= 1)) {
      return fail("a number of \"reinforce\" lies outside its range");
    }
  }
  for (const auto& [prefix, factor] : training.rate_factors) {
    if (!(factor > 0)) return fail("\"learning_rate_factors\": \"" + prefix + "\" is not above 0");
  }
  const auto& shares = training.batching.join_shares;
  if (shares.empty() || training.shards < 1 || training.batching.target_tokens < 1 || recipe.report_every < 1 || recipe.max_words < 1 ||
      training.learning_rate.updates < 1 || recipe.supplement_repeats < 0 || !(training.dropout >= 0 && training.dropout < 1) ||
      !(training.label_smoothing >= 0 && training.label_smoothing < 1) || !(training.clip > 0)) {
    return fail("a number lies outside its range");
  }
  const std::filesystem::path folder = path.parent_path();
  if (!supplement.empty()) recipe.supplement = folder / supplement;
  if (!start_from.empty()) recipe.start_from = folder / start_from;
  recipe.source_tokenizer = folder / source_tokenizer;
  recipe.target_tokenizer = folder / target_tokenizer;
  return recipe;
}

}  // namespace regard
