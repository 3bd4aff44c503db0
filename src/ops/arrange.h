#pragma once

#include <initializer_list>
#include <span>

#include "ops/tape.h"

namespace regard {

/// Rows first .. first + count - 1 of x: a view, no copy; its gradient is x's.
template <class T>
Var<T> rows(Var<T> x, int first, int count) {
  check(first >= 0 && count >= 0 && first + count <= x.rows(), "rows: the range lies inside the matrix.");
  return {{x.value.row(first), count, x.cols()}, x.grad ? x.d().row(first) : nullptr};
}

/// The parts below each other: (n_1 + n_2 + .., D).
template <class T>
Var<T> stack_rows(Tape<T>& tape, std::span<const Var<T>> parts);

/// The parts side by side: (N, d_1 + d_2 + ..).
template <class T>
Var<T> join_columns(Tape<T>& tape, std::span<const Var<T>> parts);
template <class T>
Var<T> join_columns(Tape<T>& tape, std::initializer_list<Var<T>> parts) {
  return join_columns(tape, std::span<const Var<T>>(parts.begin(), parts.size()));
}

/// Columns first .. first + count - 1 of x: a copy.
template <class T>
Var<T> columns(Tape<T>& tape, Var<T> x, int first, int count);

/// The first `count` columns of x; where it has fewer, the others hold `filling`.
template <class T>
Var<T> resize_columns(Tape<T>& tape, Var<T> x, int count, T filling);

}  // namespace regard
