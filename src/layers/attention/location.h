#pragma once

#include <algorithm>
#include <string>

#include "layers/attention/parts.h"
#include "layers/attention/widths.h"
#include "ops/arrange.h"
#include "ops/linear.h"

namespace regard {

/// From the state alone, without a look at the source (Luong et al. 2015, eq. 9):  e_ij = (W q)_j.  Parameters: name.weight (A, D) = W,
/// A the longest source; later positions get the score kUnreachable, and so a weight below 1e-38.
struct LocationScore {
  static constexpr double kUnreachable = -1e30;
  Parameter weight;

  LocationScore(ParameterLayout& layout, const std::string& name, const AttentionWidths& widths)
      : weight(layout.add(name + ".weight", widths.inner, widths.state)) {}

  template <class T>
  Var<T> keys(const Pass<T>&, Var<T>) const {
    return {};
  }

  template <class T>
  Var<T> operator()(const Pass<T>& pass, Var<T> state, Var<T>, int length) const {
    const Var<T> scores = linear(pass.tape, state, pass[weight]);
    return resize_columns(pass.tape, scores, length, static_cast<T>(kUnreachable));
  }

  /// The same for one query (1, D), taken apart.
  template <class T>
  ScoreParts<T> parts(const Pass<T>& pass, Var<T> state, Var<T>, int length) const {
    const int reached = std::min(length, weight.rows);
    return {state, rows(pass[weight], 0, reached), {}, std::vector<T>(static_cast<std::size_t>(reached), T(1))};
  }
};

}  // namespace regard
