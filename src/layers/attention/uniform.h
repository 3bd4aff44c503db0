#pragma once

#include <string>

#include "layers/attention/parts.h"
#include "layers/attention/widths.h"

namespace regard {

/// The average:  e_ij = 0, so that alpha_ij = 1 / S.  Fixed: no parameters, and nothing to learn.
struct UniformScore {
  UniformScore(ParameterLayout&, const std::string&, const AttentionWidths&) {}

  template <class T>
  Var<T> keys(const Pass<T>&, Var<T>) const {
    return {};
  }

  template <class T>
  Var<T> operator()(const Pass<T>& pass, Var<T> state, Var<T>, int length) const {
    return pass.tape.make_zero(state.rows(), length);
  }

  /// The same for one query (1, D), taken apart.
  template <class T>
  ScoreParts<T> parts(const Pass<T>&, Var<T>, Var<T>, int) const {
    return {};
  }
};

}  // namespace regard
