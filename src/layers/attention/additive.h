#pragma once

#include <string>

#include "layers/attention/parts.h"
#include "layers/attention/widths.h"
#include "ops/attention.h"
#include "ops/linear.h"

namespace regard {

/// The additive score (Bahdanau et al. 2015, A.1.2):  e_ij = v . tanh(W q + U h_j).  Luong's concat (2015, eq. 8), v . tanh([W U] [q;
/// h_j]), is the same function.  Parameters: name.query (A, D) = W, name.key (A, width of h) = U, name.v (1, A).
struct AdditiveScore {
  Parameter query, key, v;

  AdditiveScore(ParameterLayout& layout, const std::string& name, const AttentionWidths& widths)
      : query(layout.add(name + ".query", widths.inner, widths.state)),
        key(layout.add(name + ".key", widths.inner, widths.source)),
        v(layout.add(name + ".v", 1, widths.inner)) {}

  /// U h_j, computed once: (S * B, A).
  template <class T>
  Var<T> keys(const Pass<T>& pass, Var<T> states) const {
    return linear(pass.tape, states, pass[key]);
  }

  template <class T>
  Var<T> operator()(const Pass<T>& pass, Var<T> state, Var<T> keys, int) const {
    return additive_scores(pass.tape, linear(pass.tape, state, pass[query]), keys, pass[v]);
  }

  /// The same for one query (1, D), taken apart.
  template <class T>
  ScoreParts<T> parts(const Pass<T>& pass, Var<T> state, Var<T> keys, int length) const {
    return {linear(pass.tape, state, pass[query]), keys, pass[v], std::vector<T>(static_cast<std::size_t>(length), T(1))};
  }
};

}  // namespace regard
