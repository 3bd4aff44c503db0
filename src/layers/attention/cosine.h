#pragma once

#include <cmath>
#include <string>

#include "layers/attention/parts.h"
#include "layers/attention/widths.h"
#include "ops/attention.h"

namespace regard {

/// The cosine of the angle between state and h_j over a temperature:  e_ij = cos(q, h_j) / 0.1.  D = width of h. Fixed: no parameters,
/// and the gradient stops at e, so that the states do not learn to be looked at.
struct CosineScore {
  static constexpr double kTemperature = 0.1;

  CosineScore(ParameterLayout&, const std::string&, const AttentionWidths& widths) {
    check(widths.state == widths.source, "CosineScore: the state and h_j are equally wide.");
  }

  template <class T>
  Var<T> keys(const Pass<T>&, Var<T> states) const {
    return states;
  }

  template <class T>
  Var<T> operator()(const Pass<T>& pass, Var<T> state, Var<T> keys, int) const {
    return cosine_scores(pass.tape, state, keys, static_cast<T>(kTemperature));
  }

  /// The same for one query (1, D), taken apart: scale_j = 1 / (0.1 |q| |h_j|).
  template <class T>
  ScoreParts<T> parts(const Pass<T>&, Var<T> state, Var<T> keys, int length) const {
    ScoreParts<T> result{state, keys, {}, {}};
    const auto square = [&](const T* row) {
      T sum = 0;
      for (int k = 0; k < state.cols(); ++k) sum += row[k] * row[k];
      return sum;
    };
    for (int j = 0; j < length; ++j) {
      const T size = std::sqrt(square(state.value.row(0)) * square(keys.value.row(j)));
      result.scale.push_back(size > 0 ? 1 / (size * static_cast<T>(kTemperature)) : T(0));
    }
    return result;
  }
};

}  // namespace regard
