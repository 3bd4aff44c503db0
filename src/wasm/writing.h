#pragma once

#include <emscripten/val.h>

#include <memory>

#include "translation/translator.h"
#include "wasm/other_rows.h"

namespace regard {

/// One translation, searched or forced, as JavaScript sees it: what the net computes when it writes it. Borrows the translator, which must
/// be deleted last.
class JsWriting {
 public:
  JsWriting(const Translator& translator, Translation translation) : translator_(translator), translation_(std::move(translation)) {}

  const Translator& translator() const { return translator_; }
  const Translation& translation() const { return translation_; }

  /// Everything but the logits; the gates as well where asked for.
  emscripten::val trace(bool gates) const;

  /// The logits (T, V).
  emscripten::val logits() const;

  /// {total, recurrent, attention}: the norms of d log p(y_i) / d x_j for up to `count` target tokens from `first` on, from 0, cut to those
  /// there are: (count, S); see probes/gradient_flow.h. `seed`: of weights that were never trained, in place of the model's; null for
  /// those.
  emscripten::val gradients(const emscripten::val& seed, int first, int count) const;

  /// {distance, change}: what is lost when source tokens first .. are left out, one at a time, see probes/leave_one_out.h; of up to `count`
  /// tokens, cut to those there are: (T, count). Null for a source of one token.
  emscripten::val left_out(int first, int count) const;

  /// Target token `step`, from 0, with other rows of attention; `bound`: of the search. {rows}, or {error} for a model without attention or
  /// a bound that is none.
  emscripten::val other_rows(int step, double bound) const;

  /// Steps of attention taken apart, for up to `count` target tokens from `first` on, from 0, cut to those there are: {kind, keys, v,
  /// steps:
  /// [{query, share, scale, without, mean, product}]}, see probes/attention_steps.h; null without attention. A change of the output is
  /// {moved, candidates: [{piece, text, before, after}]}.
  emscripten::val attention(int first, int count) const;

  /// The natural log of the probability that the net gives a word of the translation, see probes/forced_word.h; null when it is not there.
  emscripten::val word(const std::string& word) const;

 private:
  const Translator& translator_;
  Translation translation_;
};

}  // namespace regard
