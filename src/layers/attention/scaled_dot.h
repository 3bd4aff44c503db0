#pragma once

#include <cmath>
#include <string>

#include "layers/attention/parts.h"
#include "layers/attention/widths.h"
#include "ops/attention.h"

namespace regard {

/// The product over the root of its width (Vaswani et al. 2017, eq. 1), in Luong's wiring:  e_ij = q . h_j / sqrt(D).  No parameters.
struct ScaledDotScore {
  double scale;

  ScaledDotScore(ParameterLayout&, const std::string&, const AttentionWidths& widths) : scale(1 / std::sqrt(widths.state)) {
    check(widths.state == widths.source, "ScaledDotScore: the state and h_j are equally wide.");
  }

  template <class T>
  Var<T> keys(const Pass<T>&, Var<T> states) const {
    return states;
  }

  template <class T>
  Var<T> operator()(const Pass<T>& pass, Var<T> state, Var<T> keys, int) const {
    return dot_scores(pass.tape, state, keys, static_cast<T>(scale));
  }

  /// The same for one query (1, D), taken apart.
  template <class T>
  ScoreParts<T> parts(const Pass<T>&, Var<T> state, Var<T> keys, int length) const {
    return {state, keys, {}, std::vector<T>(static_cast<std::size_t>(length), static_cast<T>(scale))};
  }
};

}  // namespace regard
