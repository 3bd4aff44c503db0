#pragma once

#include <emscripten/val.h>

#include "probes/adversarial_row.h"
#include "translation/translator.h"

namespace regard {

/// One step of a translation with other rows of attention in place of the learned one, as JavaScript sees it. Borrows the translator, which
/// must be deleted last.
class JsOtherRows {
 public:
  JsOtherRows(const Translator& translator, const Translation& translation, int step, double bound);

  /// A part of the search for a row far from the learned one whose output stays within the bound; true when it is over.
  bool search() { return search_.step(); }

  /// {learned: {row, top}, uniform: {row, top, distance, effect}, adversary: the same, or null}: the best candidates with each row, its
  /// distance in nats from the learned one, its effect as total variation of the output.
  emscripten::val rows() const;

 private:
  emscripten::val candidates(std::span<const float> p) const;

  const Translator& translator_;
  OtherRow<float> step_;
  AdversarialSearch<float> search_;
};

}  // namespace regard
