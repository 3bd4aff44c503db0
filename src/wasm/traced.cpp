#include "wasm/traced.h"

#include "wasm/arrays.h"

namespace regard {
namespace {

constexpr int kCandidates = 5;

}  // namespace

Value traced(const Translator& translator, const Translation& translation, bool gates) {
  const Trace trace = translator.trace(translation, {.top = kCandidates, .keep_gates = gates});
  Value steps = Value::array();
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    Value step = Value::object();
    step.set("token", to_js(translation.target_tokens[i]));
    step.set("probability", trace.steps[i].probability);
    step.set("top", to_js(trace.steps[i].top, translator.model().target));
    push(steps, step);
  }
  Value result = Value::object();
  result.set("source", translation.source);
  result.set("source_tokens", to_js(translation.source_tokens));
  result.set("translation", translation.text);
  result.set("steps", steps);
  result.set("truncated", translation.truncated);
  result.set("log_probability", trace.log_probability);
  result.set("encoder_states", to_js(trace.encoder_states));
  result.set("context", to_js(trace.context));
  result.set("decoder_states", to_js(trace.decoder_states));
  result.set("contexts", to_js(trace.contexts));
  result.set("scores", to_js(trace.scores));
  result.set("alpha", to_js(trace.alpha));
  if (gates) {
    result.set("reset_gates", to_js(trace.reset_gates));
    result.set("update_gates", to_js(trace.update_gates));
  }
  return result;
}

}  // namespace regard
