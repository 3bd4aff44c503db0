#include "text/bleu.h"

#include <emscripten/bind.h>
#include <emscripten/val.h>

namespace regard {
namespace {

using emscripten::val;

/// {bleu, interval} of a corpus, see text/bleu.h.  hypotheses: strings.  references: for each an array of one string or more.
val corpus_bleu(const val& hypotheses, const val& references) {
  constexpr int kResamples = 1000;
  constexpr std::uint64_t kSeed = 1;
  const auto lines = emscripten::vecFromJSArray<std::string>(hypotheses);
  std::vector<BleuCounts> segments;
  BleuCounts corpus;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    segments.push_back(count_bleu(lines[k], emscripten::vecFromJSArray<std::string>(references[k])));
    corpus += segments.back();
  }
  val result = val::object();
  result.set("bleu", bleu(corpus));
  result.set("interval", segments.empty() ? val::null() : val::array());
  if (segments.empty()) return result;
  for (double bound : bleu_interval(segments, kResamples, kSeed)) result["interval"].call<void>("push", bound);
  return result;
}

}  // namespace
}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_bleu) { emscripten::function("bleu", &regard::corpus_bleu); }
