#include "wasm/steering.h"

#include <emscripten/bind.h>

#include <cmath>

#include "wasm/arrays.h"

namespace regard {
namespace {

using emscripten::val;

constexpr int kCandidates = 5;

Result<AlphaPolicy> policy_from(const Seq2Seq& net, const val& given) {
  const auto name = given["name"].as<std::string>();
  const std::optional<AlphaPolicyKind> kind = alpha_policy_kind(name);
  if (!kind) return Error{"bad-policy", "There is no policy \"" + name + "\"."};
  AlphaPolicy policy;
  policy.kind = *kind;
  policy.seed = given["seed"].as<unsigned>();
  policy.temperature = given["temperature"].as<double>();
  if (!given["rows"].isNull()) {
    policy.rows.rows = given["rows"]["shape"][0].as<int>();
    policy.rows.cols = given["rows"]["shape"][1].as<int>();
    policy.rows.data = emscripten::convertJSArrayToNumberVector<float>(given["rows"]["data"]);
  }
  const Result<bool> can = can_follow(net, policy);
  if (!can) return can.error();
  return policy;
}

/// [{token, probability, top}]
val steps_of(const Translator& translator, const SteeredDecoder& decoder) {
  const BytePairTokenizer& tokenizer = translator.model().target;
  val list = val::array();
  int word = 0;
  for (const SteeredStep& step : decoder.steps()) {
    Token token = tokenizer.token(step.id);
    if (&step != &decoder.steps().front() && token.text.starts_with(' ')) ++word;
    token.word = word;
    val one = val::object();
    one.set("token", to_js(token));
    one.set("probability", std::exp(step.log_probability));
    one.set("top", to_js(most_likely(step.logits, kCandidates), tokenizer));
    list.call<void>("push", one);
  }
  return list;
}

/// {translation, steps, truncated, log_probability}
val decoded(const Translator& translator, const SteeredDecoder& decoder) {
  val result = val::object();
  result.set("translation", translator.model().target.text(decoder.ids()));
  result.set("steps", steps_of(translator, decoder));
  result.set("truncated", !decoder.ended());
  result.set("log_probability", decoder.log_probability());
  return result;
}

/// Weights for every step, or null.
val whole(const TraceMatrix& alpha, const SteeredDecoder& decoder) {
  return alpha.rows == static_cast<int>(decoder.steps().size()) ? to_js(alpha) : val::null();
}

}  // namespace

JsSteering::JsSteering(const Translator& translator, std::vector<Token> source, AlphaPolicy policy, std::vector<int> target)
    : translator_(translator),
      source_(std::move(source)),
      steering_(translator.model().net, translator.model().values, ids_of(source_), Translator::steered_options(source_), std::move(policy),
                std::move(target)) {}

val JsSteering::edit(int i, const val& weights) {
  const Result<std::vector<float>> row =
      normalised_row(emscripten::convertJSArrayToNumberVector<double>(weights), static_cast<int>(source_.size()));
  if (!row) return to_js(row.error());
  if (i < 0) return to_js(Error{"bad-row", "There is no step " + std::to_string(i + 1) + "."});
  steering_.edit(i, *row);
  return val::object();
}

val JsSteering::result() const {
  val result = val::object();
  const SteeredDecoder& steered = steering_.steered();
  result.set("source_tokens", to_js(source_));
  result.set("own", decoded(translator_, steering_.own()));
  result.set("steered", decoded(translator_, steered));
  result.set("departure", steering_.departure() < 0 ? val::null() : val(steering_.departure()));
  result.set("own_alpha", to_js(alpha_of(steering_.own())));
  result.set("looked", to_js(own_alpha_of(steered)));
  result.set("alpha", whole(alpha_of(steered), steered));
  val rows = val::array();
  for (std::size_t i = 0; i < steered.steps().size(); ++i) {
    const RowChange change = steering_.row_change(static_cast<int>(i));
    val one = val::object();
    one.set("alpha_from_own", change.weights ? val(change.alpha_from_own) : val::null());
    one.set("own_from_alpha", change.weights ? val(change.own_from_alpha) : val::null());
    one.set("output", change.output);
    one.set("own_top", to_js(most_likely(steered.steps()[i].own_logits, kCandidates), translator_.model().target));
    rows.call<void>("push", one);
  }
  result.set("rows", rows);
  val changes = val::array();
  for (const ForcedChange& change : steering_.forced_changes()) {
    val one = val::object();
    one.set("own_probability", std::exp(change.own_log_probability));
    one.set("probability", std::exp(change.log_probability));
    one.set("divergence", change.divergence);
    changes.call<void>("push", one);
  }
  result.set("changes", changes);
  return result;
}

val steer(const Translator& translator, const std::string& text, const val& policy, const val& target) {
  const Result<std::vector<Token>> source = translator.read(text, kLongestSource);
  if (!source) return to_js(source.error());
  Result<AlphaPolicy> given = policy_from(translator.model().net, policy);
  if (!given) return to_js(given.error());
  std::vector<int> forced;
  if (!target.isNull()) {
    const Result<Translation> translation = translator.force(*source, target.as<std::string>(), kLongestTarget);
    if (!translation) return to_js(translation.error());
    forced = ids_of(translation->target_tokens);
  }
  val result = val::object();
  result.set("steering", val(std::make_shared<JsSteering>(translator, *source, *std::move(given), std::move(forced))));
  return result;
}

val steered(const Translator& translator, const std::string& text, const val& policy) {
  const Result<std::vector<Token>> source = translator.read(text, kLongestSource);
  if (!source) return to_js(source.error());
  Result<AlphaPolicy> given = policy_from(translator.model().net, policy);
  if (!given) return to_js(given.error());
  const Model& model = translator.model();
  SteeredDecoder decoder(model.net, model.values, ids_of(*source), Translator::steered_options(*source));
  decode(decoder, *std::move(given));
  val result = val::object();
  result.set("translation", model.target.text(decoder.ids()));
  result.set("alpha", whole(alpha_of(decoder), decoder));
  return result;
}

}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_steering) {
  emscripten::class_<regard::JsSteering>("Steering")
      .smart_ptr<std::shared_ptr<regard::JsSteering>>("SteeringPointer")
      .function("step", &regard::JsSteering::step)
      .function("edit", &regard::JsSteering::edit)
      .function("reset", &regard::JsSteering::reset)
      .function("written", &regard::JsSteering::written)
      .function("result", &regard::JsSteering::result);
}
