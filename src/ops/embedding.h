#pragma once

#include <span>

#include "ops/tape.h"

namespace regard {

/// Row ids[i] of the table for each i.  table: (V, E).  ids: N numbers in 0 .. V-1; they must outlive the backward pass.
/// Returns (N, E). The gradient is scattered back in the order of ids.
template <class T>
Var<T> embedding(Tape<T>& tape, std::span<const int> ids, Var<T> table);

}  // namespace regard
