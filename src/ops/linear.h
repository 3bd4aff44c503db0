#pragma once

#include "ops/tape.h"

namespace regard {

/// y = x W^T + b.  x: (N, in).  weight: (out, in).  bias: (1, out).  Returns (N, out).
template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight, Var<T> bias);

/// y = x W^T.
template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight);

/// y = x W^T without a place on the tape: the product of `linear`, from the packed weight where there is one. x: (N, in).  y: (N, out).
template <class T>
void product_with(Var<T> weight, Tensor<T> x, Tensor<T> y);

}  // namespace regard
