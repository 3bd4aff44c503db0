#pragma once

#include <span>
#include <string>

#include "layers/attention/attended.h"
#include "ops/attention.h"
#include "ops/linear.h"

namespace regard {

/// Additive attention (Bahdanau et al. 2015, eq. 5-6, A.1.2).
///   e_ij = v . tanh(W s_{i-1} + U h_j),  alpha_i = softmax_j(e_ij),  c_i = sum_j alpha_ij h_j
/// Parameters: name.query (A, D) = W, name.key (A, width of h) = U, name.v (1, A).
struct AdditiveAttention {
  Parameter query, key, v;

  AdditiveAttention(ParameterLayout& layout, const std::string& name, int query_width, int key_width, int width)
      : query(layout.add(name + ".query", width, query_width)),
        key(layout.add(name + ".key", width, key_width)),
        v(layout.add(name + ".v", 1, width)) {}

  /// U h_j, which depends on the source alone and is computed once.  states: h, time-major (S * B, width of h).  Returns (S * B, A).
  template <class T>
  Var<T> keys(const Pass<T>& pass, Var<T> states) const {
    return linear(pass.tape, states, pass[key]);
  }

  /// state: s_{i-1} (B, D).  keys: U h_j (S * B, A).  values: h_j (S * B, width of h).  lengths: tokens of each source, or empty if
  /// none is padded; padding gets a weight of exactly 0.
  template <class T>
  Attended<T> operator()(const Pass<T>& pass, Var<T> state, Var<T> keys, Var<T> values, std::span<const int> lengths) const {
    const Var<T> scores = additive_scores(pass.tape, linear(pass.tape, state, pass[query]), keys, pass[v]);
    const Var<T> alpha = masked_softmax(pass.tape, scores, lengths);
    return {scores, alpha, weighted_sum(pass.tape, alpha, values)};
  }
};

}  // namespace regard
