#pragma once

#include "ops/tape.h"

namespace regard {

/// What a long short-term memory does once its gates are summed (Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000;
/// PyTorch's order i, f, g, o, no peepholes).
///   c' = sigmoid(f) c + sigmoid(i) tanh(g),  h' = sigmoid(o) tanh(c')
/// gates: W x + U h + b (B, 4D).  state: [h; c] (B, 2D), of which only c is read.  Returns [h'; c'] (B, 2D).
template <class T>
Var<T> lstm_cell(Tape<T>& tape, Var<T> gates, Var<T> state);

}  // namespace regard
