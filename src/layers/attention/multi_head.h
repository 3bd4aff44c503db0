#pragma once

#include <string>
#include <vector>

#include "ops/arrange.h"
#include "ops/linear.h"
#include "ops/scaled_dot_product.h"

namespace regard {

/// Some of the heads: `count` of them from `first` on.
struct HeadRange {
  int first = 0;
  int count = 0;
};

/// What multi-head attention returns.
template <class T>
struct MultiHeadAttended {
  Var<T> output;                 ///< time-major (T * B, D)
  std::vector<Tensor<T>> alpha;  ///< of each head, see LookedUp
};

/// Multi-head attention (Vaswani et al. 2017, section 3.2.2), of heads that look independently of one another.
///   head_i = Attention(X W_i^Q, Y W_i^K, Y W_i^V),  MultiHead = Concat(head_1, .., head_h) W^O,  Attention: eq. 1
/// There X = Y is self-attention. W^O has a block for every head, so MultiHead = sum_i head_i W_i^O: heads computed apart add up.
/// Parameters, weights stored (out, in), the heads below each other: name.query, name.key, name.value (num_heads * head_dim, D), and
/// name.output (D, num_heads * head_dim). As in the paper there are no biases.
struct MultiHeadAttention {
  int num_heads;
  int head_dim;  ///< d_k = d_v
  Parameter query, key, value, output;

  MultiHeadAttention(ParameterLayout& layout, const std::string& name, int width, int num_heads_, int head_dim_)
      : num_heads(num_heads_),
        head_dim(head_dim_),
        query(layout.add(name + ".query", num_heads * head_dim, width)),
        key(layout.add(name + ".key", num_heads * head_dim, width)),
        value(layout.add(name + ".value", num_heads * head_dim, width)),
        output(layout.add(name + ".output", width, num_heads * head_dim)) {}

  /// x: what asks, time-major (T * B, D).  y: what is looked at (S * B, D).  batch: of y.
  template <class T>
  MultiHeadAttended<T> operator()(const Pass<T>& pass, Var<T> x, Var<T> y, const Sentences& batch) const {
    return share(pass, x, y, batch, {0, num_heads});
  }

  /// What these heads add to the output.
  template <class T>
  MultiHeadAttended<T> share(const Pass<T>& pass, Var<T> x, Var<T> y, const Sentences& batch, HeadRange heads) const {
    check(heads.first >= 0 && heads.count > 0 && heads.first + heads.count <= num_heads, "MultiHeadAttention: there are such heads.");
    Tape<T>& tape = pass.tape;
    const int from = heads.first * head_dim, wide = heads.count * head_dim;
    const Var<T> q = linear(tape, x, rows(pass[query], from, wide)), k = linear(tape, y, rows(pass[key], from, wide)),
                 v = linear(tape, y, rows(pass[value], from, wide));
    MultiHeadAttended<T> result;
    std::vector<Var<T>> looked_up;
    for (int i = 0; i < heads.count; ++i) {
      const auto head = [&](Var<T> all) { return heads.count == 1 ? all : columns(tape, all, i * head_dim, head_dim); };
      const LookedUp<T> one = scaled_dot_product(tape, head(q), head(k), head(v), batch);
      looked_up.push_back(one.values);
      result.alpha.push_back(one.alpha);
    }
    const Var<T> joined = heads.count == 1 ? looked_up.front() : join_columns<T>(tape, looked_up);
    const Var<T> w = heads.count == num_heads ? pass[output] : columns(tape, pass[output], from, wide);
    result.output = linear(tape, joined, w);
    return result;
  }
};

}  // namespace regard
