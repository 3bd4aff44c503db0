#pragma once

#include "core/rng.h"
#include "ops/tape.h"

namespace regard {

/// x + y, the same shape.
template <class T>
Var<T> add(Tape<T>& tape, Var<T> x, Var<T> y);

/// tanh(x).
template <class T>
Var<T> tanh(Tape<T>& tape, Var<T> x);

/// Inverted dropout (Srivastava et al. 2014): each element is 0 with probability `rate`, else x / (1 - rate). 0 <= rate < 1.
/// A rate of 0, or a tape that does not record, returns x itself.
template <class T>
Var<T> dropout(Tape<T>& tape, Var<T> x, double rate, Rng& rng);

}  // namespace regard
