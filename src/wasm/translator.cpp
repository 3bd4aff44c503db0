#include <emscripten/bind.h>

#include "text/clean_line.h"
#include "wasm/arrays.h"
#include "wasm/search.h"
#include "wasm/steering.h"

namespace regard {
namespace {

using emscripten::val;

val create_translator(const std::string& config, const std::string& source_tokenizer, const std::string& target_tokenizer,
                      const val& weights) {
  const std::vector<std::byte> bytes = bytes_of(weights);
  Result<std::unique_ptr<Model>> model = parse_model({config, source_tokenizer, target_tokenizer, bytes});
  if (!model) return to_js(model.error());
  val result = val::object();
  result.set("translator", val(std::make_shared<Translator>(*std::move(model))));
  return result;
}

val tokenize(const Translator& translator, const std::string& text) { return to_js(translator.model().source.tokenize(clean_line(text))); }

val start(const Translator& translator, const std::string& text, int beam) {
  if (beam < 1 || beam > kWidestBeam) return to_js(bad_beam(beam));
  Result<std::vector<Token>> source = translator.read(text, kLongestSource);
  if (!source) return to_js(source.error());
  val result = val::object();
  result.set("search", val(std::make_shared<JsSearch>(translator, *std::move(source), beam)));
  return result;
}

val force(const Translator& translator, const std::string& text, const std::string& target) {
  const Result<std::vector<Token>> source = translator.read(text, kLongestSource);
  if (!source) return to_js(source.error());
  Result<Translation> translation = translator.force(*source, target, kLongestTarget);
  if (!translation) return to_js(translation.error());
  val result = val::object();
  result.set("writing", val(std::make_shared<JsWriting>(translator, *std::move(translation))));
  return result;
}

}  // namespace
}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_translator) {
  emscripten::class_<regard::Translator>("Translator")
      .smart_ptr<std::shared_ptr<regard::Translator>>("TranslatorPointer")
      .function("tokenize", &regard::tokenize)
      .function("start", &regard::start)
      .function("force", &regard::force)
      .function("steer", &regard::steer)
      .function("steered", &regard::steered);
  emscripten::function("createTranslator", &regard::create_translator);
}
