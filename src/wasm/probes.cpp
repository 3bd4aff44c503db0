#include <emscripten/bind.h>

#include <cmath>

#include "probes/probe_file.h"
#include "wasm/arrays.h"
#include "wasm/writing.h"

namespace regard {
namespace {

using emscripten::val;

constexpr int kCandidates = 5;

/// A model's probes, as JavaScript sees them. Borrows the translator, which must be deleted last.
class JsProbes {
 public:
  JsProbes(const Translator& translator, Probes probes) : translator_(translator), probes_(std::move(probes)) {}

  /// What the probe of this kind answers about the source of a writing of the same model: an answer for each of its first 40 positions.
  val words(const std::string& kind_name, const JsWriting& writing) const {
    const std::optional<WordKind> kind = word_kind(kind_name);
    if (!kind || !probes_.words[static_cast<std::size_t>(*kind)]) {
      return to_js(Error{"no-probe", "The model has no probe of the kind \"" + kind_name + "\"."});
    }
    const WordProbe& probe = *probes_.words[static_cast<std::size_t>(*kind)];
    const Model& model = translator_.model();
    const std::vector<int> source = ids_of(writing.translation().source_tokens);
    const WordQuestions questions = ask_words(translator_.trace(writing.translation(), {.top = 0}), source, *kind);
    const std::vector<WordAnswer> answers =
        answer_words(probe, probes_.values, source_embedding(model.net, model.values), questions, kCandidates);
    val list = val::array();
    for (std::size_t k = 0; k < answers.size(); ++k) {
      val one = val::object();
      one.set("position", questions.positions[k]);
      one.set("target_step", *kind == WordKind::kContexts ? val(questions.target_steps[k]) : val::null());
      one.set("probability", answers[k].probability);
      one.set("top", to_js(answers[k].top, model.source));
      const int frequent = static_cast<int>(probes_.values[probe.frequent.offset + static_cast<std::size_t>(questions.positions[k])]);
      one.set("frequent", to_js(model.source.token(frequent)));
      list.call<void>("push", one);
    }
    val result = val::object();
    result.set("answers", list);
    return result;
  }

  /// Of each place, in the order of the task, its probability for this text; and the probe's own weights over the source, or null where
  /// the model has no attention. Or {error}.
  val where(const std::string& text) const {
    if (!probes_.where) return to_js(Error{"no-probe", "The model has no probe of the kind \"where\"."});
    const Result<std::vector<Token>> source = translator_.read(text, kLongestSource);
    if (!source) return to_js(source.error());
    const Model& model = translator_.model();
    const WhereAnswer answer = answer_where(*probes_.where, probes_.values, model.net, model.values, ids_of(*source));
    val probabilities = val::array();
    for (double log_probability : answer.log_probability) probabilities.call<void>("push", std::exp(log_probability));
    val result = val::object();
    result.set("probabilities", probabilities);
    result.set("alpha", answer.alpha.empty() ? val::null() : val::array(answer.alpha.begin(), answer.alpha.end()));
    return result;
  }

 private:
  const Translator& translator_;
  Probes probes_;
};

val create_probes(const Translator& translator, const val& file) {
  Result<Probes> probes = parse_probes(translator.model().net.config(), bytes_of(file));
  if (!probes) return to_js(probes.error());
  val result = val::object();
  result.set("probes", val(std::make_shared<JsProbes>(translator, *std::move(probes))));
  return result;
}

}  // namespace
}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_probes) {
  emscripten::class_<regard::JsProbes>("Probes")
      .smart_ptr<std::shared_ptr<regard::JsProbes>>("ProbesPointer")
      .function("words", &regard::JsProbes::words)
      .function("where", &regard::JsProbes::where);
  emscripten::function("createProbes", &regard::create_probes);
}
