#include "wasm/writing.h"

#include <emscripten/bind.h>

#include <algorithm>

#include "probes/attention_steps.h"
#include "probes/forced_word.h"
#include "probes/gradient_flow.h"
#include "probes/leave_one_out.h"
#include "wasm/arrays.h"
#include "wasm/traced.h"

namespace regard {
namespace {

using emscripten::val;

constexpr int kCandidates = 5;

/// Target tokens from `first` on that there are.
TargetRange range_of(int first, int count, int targets) {
  first = std::clamp(first, 0, targets - 1);
  return {first, std::clamp(count, 1, targets - first)};
}

val change_of(const OutputChange& change, const BytePairTokenizer& tokenizer) {
  val candidates = val::array();
  for (const CandidateChange& candidate : change.candidates) {
    const Token token = tokenizer.token(candidate.id);
    val one = val::object();
    one.set("piece", token.piece);
    one.set("text", token.text);
    one.set("before", candidate.before);
    one.set("after", candidate.after);
    candidates.call<void>("push", one);
  }
  val result = val::object();
  result.set("moved", change.moved);
  result.set("candidates", candidates);
  return result;
}

val norms(const GradientFlow<float>& flow, std::span<const float> vectors) {
  const std::vector<double> wide = gradient_norms<float>(flow, vectors);
  return to_js(TraceMatrix{flow.targets, flow.sources, std::vector<float>(wide.begin(), wide.end())});
}

}  // namespace

val JsWriting::trace(bool gates) const { return traced(translator_, translation_, gates); }

val JsWriting::logits() const { return to_js(translator_.trace(translation_, {.top = 0, .keep_logits = true}).logits); }

val JsWriting::gradients(const val& seed, int first, int count) const {
  const Model& model = translator_.model();
  const TargetRange only = range_of(first, count, static_cast<int>(translation_.target_tokens.size()));
  AlignedVector<float> untrained;
  if (!seed.isNull()) untrained = model.net.untrained(seed.as<unsigned>());
  const GradientFlow<float> flow = gradient_flow<float>(model.net, seed.isNull() ? model.values : untrained,
                                                        ids_of(translation_.source_tokens), ids_of(translation_.target_tokens), only);
  val result = val::object();
  result.set("total", norms(flow, flow.total));
  result.set("recurrent", norms(flow, flow.recurrent));
  result.set("attention", norms(flow, flow.attention));
  return result;
}

val JsWriting::left_out(int first, int count) const {
  const Model& model = translator_.model();
  const int sources = static_cast<int>(translation_.source_tokens.size());
  if (sources < 2) return val::null();
  first = std::clamp(first, 0, sources - 1);
  const SourceRange only{first, std::clamp(count, 1, sources - first)};
  const LeftOut out = leave_one_out(model.net, model.values, ids_of(translation_.source_tokens), ids_of(translation_.target_tokens), only);
  const auto matrix = [&](const std::vector<double>& wide) {
    return to_js(TraceMatrix{out.targets, out.sources, std::vector<float>(wide.begin(), wide.end())});
  };
  val result = val::object();
  result.set("distance", matrix(out.distance));
  result.set("change", matrix(out.change));
  return result;
}

val JsWriting::other_rows(int step, double bound) const {
  if (translator_.model().net.config().attention == AttentionKind::kNone) {
    return to_js(Error{"no-attention", "The model has no attention, so it has no row to replace."});
  }
  if (!(bound > 0 && bound <= 1)) {
    return to_js(Error{"bad-bound", "The bound is " + std::to_string(bound) + "; it lies above 0 and is at most 1."});
  }
  const int last = static_cast<int>(translation_.target_tokens.size()) - 1;
  val result = val::object();
  result.set("rows", val(std::make_shared<JsOtherRows>(translator_, translation_, std::clamp(step, 0, last), bound)));
  return result;
}

val JsWriting::attention(int first, int count) const {
  const Model& model = translator_.model();
  if (!model.net.attention()) return val::null();
  const AttentionSteps apart =
      attention_steps(model.net, model.values, ids_of(translation_.source_tokens), ids_of(translation_.target_tokens),
                      range_of(first, count, static_cast<int>(translation_.target_tokens.size())), kCandidates);
  const auto change = [&](const OutputChange& one) { return change_of(one, model.target); };
  val steps = val::array();
  for (const AttentionStep& step : apart.steps) {
    val without = val::array();
    for (const OutputChange& one : step.without) without.call<void>("push", change(one));
    val one = val::object();
    one.set("query", to_js(step.query));
    one.set("share", to_js(step.share));
    one.set("scale", val::array(step.scale.begin(), step.scale.end()));
    one.set("without", without);
    one.set("mean", change(step.mean));
    one.set("product", step.product ? change(*step.product) : val::null());
    steps.call<void>("push", one);
  }
  val result = val::object();
  result.set("kind", std::string(name_of(model.net.config().attention)));
  result.set("keys", to_js(apart.keys));
  result.set("v", to_js(apart.v));
  result.set("steps", steps);
  return result;
}

val JsWriting::word(const std::string& word) const {
  const Trace trace = translator_.trace(translation_, {.top = 0});
  const std::optional<double> found = forced_word(translation_.target_tokens, trace.steps, word);
  return found ? val(*found) : val::null();
}

}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_writing) {
  emscripten::class_<regard::JsWriting>("Writing")
      .smart_ptr<std::shared_ptr<regard::JsWriting>>("WritingPointer")
      .function("trace", &regard::JsWriting::trace)
      .function("logits", &regard::JsWriting::logits)
      .function("attention", &regard::JsWriting::attention)
      .function("gradients", &regard::JsWriting::gradients)
      .function("leftOut", &regard::JsWriting::left_out)
      .function("otherRows", &regard::JsWriting::other_rows)
      .function("word", &regard::JsWriting::word);
}
