#pragma once

#include <span>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"

namespace regard {

/// One step of a translation, taken again with another row of attention: of everything that leads to p(. | y_<i, x) only alpha_i changes.
/// The states h_j and s_{i-1} are those of forced decoding, in Luong's wiring s_i as well; what comes after step i is not looked at.
template <class T>
class OtherRow {
 public:
  /// The net has attention, and not hard attention, which mixes nothing; it and its values are borrowed. It reads `source` and is made to
  /// write `target` up to token i, from 0.
  OtherRow(const Seq2Seq& net, std::span<const T> values, std::span<const int> source, std::span<const int> target, int i);

  int sources() const { return static_cast<int>(alpha_.size()); }  ///< S
  std::span<const T> alpha() const { return alpha_; }              ///< the learned row (S)
  std::span<const T> output() const { return output_; }            ///< p(. | y_<i, x) with it (V)

  /// Logits (K, V) of K rows (K, S) in its place. The gradient goes back to the rows, and nowhere else.
  Var<T> logits(Tape<T>& tape, Var<T> rows) const;

  /// p(. | y_<i, x) with each of K rows, (K, V). rows: K * S numbers.
  AlignedVector<T> outputs(std::span<const T> rows) const;

 private:
  const Seq2Seq& net_;
  std::span<const T> values_;
  AlignedVector<T> states_transposed_;                          ///< h_j (H, S)
  AlignedVector<T> state_, share_, embedded_, alpha_, output_;  ///< one row each
};

}  // namespace regard
