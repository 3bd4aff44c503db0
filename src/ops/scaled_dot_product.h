#pragma once

#include <span>

#include "ops/tape.h"

namespace regard {

/// The sentences of a time-major sequence: `count` of them; the b-th has lengths[b] tokens and then padding. No lengths: none is padded.
struct Sentences {
  int count = 1;
  std::span<const int> lengths = {};
};

/// What every position looks up, and how much of each place is in it.
template <class T>
struct LookedUp {
  Var<T> values;    ///< sum_j alpha_ij v_j, time-major (T * B, d_v)
  Tensor<T> alpha;  ///< (B * T, S), row b * T + i is that of position i of sentence b; rows sum to 1. For reading: no gradient.
};

/// Scaled dot-product attention (Vaswani et al. 2017, eq. 1), every sentence of the batch by itself:
///   e_ij = q_i . k_j / sqrt(d_k),  alpha_i = softmax_j(e_i),  values_i = sum_j alpha_ij v_j
/// query: time-major (T * B, d_k).  key: (S * B, d_k).  value: (S * B, d_v).  batch.lengths: of keys and values, numbers in 1 .. S that
/// must outlive the backward pass; padding gets a weight of exactly 0.  Every i is independent of every other.
template <class T>
LookedUp<T> scaled_dot_product(Tape<T>& tape, Var<T> query, Var<T> key, Var<T> value, const Sentences& batch);

}  // namespace regard
