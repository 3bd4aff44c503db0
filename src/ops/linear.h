#pragma once

#include "ops/tape.h"

namespace regard {

/// y = x W^T + b.  x: (N, in).  weight: (out, in).  bias: (1, out).  Returns (N, out).
template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight, Var<T> bias);

/// y = x W^T.
template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight);

/// The two passes of `linear` for operations that are more than that: y = x W^T, from the packed weight where there is one,
template <class T>
void multiply_forward(Tape<T>& tape, Tensor<T> x, Var<T> weight, Tensor<T> y);

/// and d_x += d_y W, unless d_x has no room, and d_W += d_y^T x, unless W has no gradient. A parameter's gradient is summed when the tape
/// has gone all the way back, until which d_y and x stay as they are.
template <class T>
void multiply_backward(Tape<T>& tape, Tensor<T> d_y, Tensor<T> x, Tensor<T> d_x, Var<T> weight);

}  // namespace regard
