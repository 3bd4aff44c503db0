#pragma once

#include <span>

#include "ops/tape.h"

namespace regard {

/// What a cross-entropy saw besides its loss.
struct CrossEntropyCount {
  double negative_log_likelihood = 0;      ///< in nats, without smoothing, summed over the targets that count
  int targets = 0;                         ///< how many count
  std::span<double> log_likelihoods = {};  ///< where not empty, N numbers: log p_i(y_i) goes here, and 0 where a target does not count
};

/// Linear layer, softmax and cross-entropy in one, over blocks of rows that stay in the cache:
///   logits = x W^T + b,  loss = -sum_i [(1 - smoothing) log p_i(y_i) + smoothing / V sum_k log p_i(k)]
/// (label smoothing: Szegedy et al. 2016). Summed, not averaged: the caller divides.
/// x: (N, D).  weight: (V, D).  bias: (1, V).  targets: N ids, negative = does not count; they must outlive the backward pass.
/// Returns (1, 1). `count`, where given, is filled at once; its room for log-likelihoods is the caller's.
template <class T>
Var<T> softmax_cross_entropy(Tape<T>& tape, Var<T> x, Var<T> weight, Var<T> bias, std::span<const int> targets, double smoothing,
                             CrossEntropyCount* count);

}  // namespace regard
