#pragma once

#include "ops/tape.h"

namespace regard {

/// What every kind of attention returns for one step of the decoder.
template <class T>
struct Attended {
  Var<T> scores;   ///< e_ij (B, S)
  Var<T> alpha;    ///< alpha_ij (B, S), rows sum to 1
  Var<T> context;  ///< c_i (B, width of the values)
};

}  // namespace regard
