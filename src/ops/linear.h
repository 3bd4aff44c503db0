#pragma once

#include "ops/tape.h"

namespace regard {

/// y = x W^T + b.  x: (N, in).  weight: (out, in).  bias: (1, out).  Returns (N, out).
template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight, Var<T> bias);

/// y = x W^T.
template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight);

}  // namespace regard
