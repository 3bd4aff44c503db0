#include "wasm/search.h"

#include <emscripten/bind.h>

#include "wasm/arrays.h"

namespace regard {

using emscripten::val;

JsSearch::JsSearch(const Translator& translator, std::vector<Token> source, int beam)
    : translator_(translator), source_(std::move(source)), beam_(beam), search_(translator.search(source_, beam)) {}

bool JsSearch::step() { return search_.step(); }

val JsSearch::logits() const { return to_js(translator_.trace(translator_.describe(source_, search_.best()), {0, true, kBeginId}).logits); }

val JsSearch::trace() const {
  constexpr int kCandidates = 5;
  const Translation translation = translator_.describe(source_, search_.best());
  const Trace trace = translator_.trace(translation, {kCandidates, false, kBeginId});
  val steps = val::array();
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    val top = val::array();
    for (const TraceCandidate& candidate : trace.steps[i].top) {
      const Token token = translator_.model().target.token(candidate.id);
      val one = val::object();
      one.set("piece", token.piece);
      one.set("text", token.text);
      one.set("probability", candidate.probability);
      top.call<void>("push", one);
    }
    val step = val::object();
    step.set("token", to_js(translation.target_tokens[i]));
    step.set("probability", trace.steps[i].probability);
    step.set("top", top);
    steps.call<void>("push", step);
  }
  val result = val::object();
  result.set("model", std::string(translator_.model().net.config().attention == AttentionKind::kNone ? "vector" : "attention"));
  result.set("source", translation.source);
  result.set("source_tokens", to_js(translation.source_tokens));
  result.set("translation", translation.text);
  result.set("steps", steps);
  result.set("truncated", translation.truncated);
  result.set("beam", beam_);
  result.set("log_probability", trace.log_probability);
  result.set("encoder_states", to_js(trace.encoder_states));
  result.set("context", to_js(trace.context));
  result.set("decoder_states", to_js(trace.decoder_states));
  result.set("contexts", to_js(trace.contexts));
  result.set("scores", to_js(trace.scores));
  result.set("alpha", to_js(trace.alpha));
  return result;
}

}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_search) {
  emscripten::class_<regard::JsSearch>("Search")
      .smart_ptr<std::shared_ptr<regard::JsSearch>>("SearchPointer")
      .function("step", &regard::JsSearch::step)
      .function("trace", &regard::JsSearch::trace)
      .function("logits", &regard::JsSearch::logits);
}
