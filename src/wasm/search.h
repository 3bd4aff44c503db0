#pragma once

#include <emscripten/val.h>

#include "translation/translator.h"

namespace regard {

/// One sentence under way, as JavaScript sees it. Borrows the translator, which must be deleted last.
class JsSearch {
 public:
  JsSearch(const Translator& translator, std::vector<Token> source, int beam);

  /// One more target token for every hypothesis; true when the search is over.
  bool step();

  /// The best translation with everything the net computed for it but the logits.
  emscripten::val trace() const;

  /// The logits (T, V) of the best translation.
  emscripten::val logits() const;

 private:
  const Translator& translator_;
  std::vector<Token> source_;
  int beam_;
  BeamSearch search_;
};

}  // namespace regard
