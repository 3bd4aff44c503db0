#pragma once

#include <string>

#include "layers/attention/parts.h"
#include "layers/attention/widths.h"
#include "ops/attention.h"
#include "ops/linear.h"

namespace regard {

/// The product with a matrix between (Luong et al. 2015, eq. 8):  e_ij = q . W h_j.  Parameters: name.weight (D, width of h) = W.
struct GeneralScore {
  Parameter weight;

  GeneralScore(ParameterLayout& layout, const std::string& name, const AttentionWidths& widths)
      : weight(layout.add(name + ".weight", widths.state, widths.source)) {}

  /// W h_j, computed once: (S * B, D).
  template <class T>
  Var<T> keys(const Pass<T>& pass, Var<T> states) const {
    return linear(pass.tape, states, pass[weight]);
  }

  template <class T>
  Var<T> operator()(const Pass<T>& pass, Var<T> state, Var<T> keys, int) const {
    return dot_scores(pass.tape, state, keys, T(1));
  }

  /// The same for one query (1, D), taken apart.
  template <class T>
  ScoreParts<T> parts(const Pass<T>&, Var<T> state, Var<T> keys, int length) const {
    return {state, keys, {}, std::vector<T>(static_cast<std::size_t>(length), T(1))};
  }
};

}  // namespace regard
