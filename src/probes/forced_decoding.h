#pragma once

#include <span>

#include "core/aligned.h"
#include "nets/seq2seq.h"

namespace regard {

/// Sources of one length side by side, for all of which the net is made to write the same target, one token a step.
template <class T>
class ForcedDecoding {
 public:
  /// Borrows the net and its values. sources: B of S ids each, time-major (S * B).
  ForcedDecoding(const Seq2Seq& net, std::span<const T> values, std::span<const int> sources, int batch);

  /// One step, behind the target token `last`, kBeginId at first. Returns p(. | y_<i, x) for each source (B, V), valid until the next step.
  Tensor<T> step(int last);

  /// Of the last step: log p(id | y_<i, x) for source b, natural; finite where p is too small for a number.
  double log_probability(int b, int id) const;

  /// Of the last step: alpha_ij (B, S); empty without attention.
  const AlignedVector<T>& alpha() const { return alpha_; }

  /// What the next step goes on from (B, its width).
  const AlignedVector<T>& state() const { return state_; }

  const Encoded<T>& encoded() const { return encoded_; }

 private:
  const Seq2Seq& net_;
  std::span<const T> values_;
  int batch_;
  Arena sentence_arena_, step_arena_;
  Encoded<T> encoded_;
  AlignedVector<T> state_, alpha_, logits_, normalisers_;
};

}  // namespace regard
