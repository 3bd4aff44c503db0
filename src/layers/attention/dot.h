#pragma once

#include <cmath>
#include <string>

#include "layers/attention/parts.h"
#include "layers/attention/widths.h"
#include "ops/attention.h"

namespace regard {

/// The plain product (Luong et al. 2015, eq. 8):  e_ij = q . h_j.  D = width of h. No parameters.
struct DotScore {
  DotScore(ParameterLayout&, const std::string&, const AttentionWidths& widths) {
    check(widths.state == widths.source, "DotScore: the state and h_j are equally wide.");
  }

  template <class T>
  Var<T> keys(const Pass<T>&, Var<T> states) const {
    return states;
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
