#pragma once

#include "ops/tape.h"

namespace regard {

/// One step of a gated recurrent unit (Cho et al. 2014), PyTorch's variant: the reset gate acts after the product.
///   r = sigmoid(x_r + U_r h + b_r),  z = sigmoid(x_z + U_z h + b_z),  n = tanh(x_n + r * (U_n h + b_n)),  h' = (1 - z) n + z h
/// Bahdanau et al. 2015, A.1.1, differs twice: there n = tanh(x_n + U (r * h)), and h' = (1 - z) h + z n, so z has the other meaning.
/// x: (B, 3D), the input's share W x + b of r, z, n in this order.  h: (B, D).  weight: (3D, D) = [U_r; U_z; U_n].  bias: (1, 3D).
/// Returns h' (B, D).
template <class T>
Var<T> gru_cell(Tape<T>& tape, Var<T> x, Var<T> h, Var<T> weight, Var<T> bias);

}  // namespace regard
