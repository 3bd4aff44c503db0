#pragma once

#include <span>

#include "ops/tape.h"

namespace regard {

/// The scores of additive attention (Bahdanau et al. 2015, A.1.2):  e_bj = v . tanh(query_b + key_bj).
/// query: W s_{i-1} (B, A).  keys: U h_j, time-major (S * B, A).  v: (1, A).  Returns e (B, S).
template <class T>
Var<T> additive_scores(Tape<T>& tape, Var<T> query, Var<T> keys, Var<T> v);

/// The scores of a product (Luong et al. 2015, eq. 8; Vaswani et al. 2017, eq. 1):  e_bj = scale * query_b . key_bj.
/// query: (B, D).  keys: time-major (S * B, D).  Returns e (B, S).
template <class T>
Var<T> dot_scores(Tape<T>& tape, Var<T> query, Var<T> keys, T scale);

/// e_bj = cos(query_b, key_bj) / temperature, 0 where either is a zero vector; no gradient goes back through it.
/// query: (B, D).  keys: time-major (S * B, D).  Returns e (B, S).
template <class T>
Var<T> cosine_scores(Tape<T>& tape, Var<T> query, Var<T> keys, T temperature);

/// Softmax over the first lengths[b] columns of row b; the others get exactly 0. An empty `lengths` means all columns.
/// scores: (B, S).  lengths: B numbers in 1 .. S; they must outlive the backward pass.  Each row of the result sums to 1.
template <class T>
Var<T> masked_softmax(Tape<T>& tape, Var<T> scores, std::span<const int> lengths);

/// c_b = sum_j alpha_bj h_bj (Bahdanau et al. 2015, eq. 5).  alpha: (B, S).  values: h_j, time-major (S * B, D).  Returns (B, D).
template <class T>
Var<T> weighted_sum(Tape<T>& tape, Var<T> alpha, Var<T> values);

}  // namespace regard
