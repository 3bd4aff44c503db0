#include "ops/arrange.h"

#include "ops/eigen.h"

namespace regard {
namespace {

/// Keeps the list of parts for the backward pass.
template <class T>
std::span<const Var<T>> keep(Tape<T>& tape, std::span<const Var<T>> parts) {
  Var<T>* kept = tape.arena().template allocate<Var<T>>(parts.size());
  std::uninitialized_copy(parts.begin(), parts.end(), kept);
  return {kept, parts.size()};
}

}  // namespace

template <class T>
Var<T> stack_rows(Tape<T>& tape, std::span<const Var<T>> parts) {
  check(!parts.empty(), "stack_rows: there is at least one part.");
  int total = 0;
  for (const Var<T>& part : parts) {
    check(part.cols() == parts[0].cols(), "stack_rows: all parts are equally wide.");
    total += part.rows();
  }
  Var<T> y = tape.make(total, parts[0].cols());
  int at = 0;
  for (const Var<T>& part : parts) {
    std::copy_n(part.value.data, part.value.size(), y.value.row(at));
    at += part.rows();
  }
  if (tape.recording()) {
    tape.record([y, parts = keep(tape, parts)] {
      int from = 0;
      for (const Var<T>& part : parts) {
        if (part.grad) array(part.d()) += array(Tensor<T>{y.d().row(from), part.rows(), part.cols()});
        from += part.rows();
      }
    });
  }
  return y;
}

template <class T>
Var<T> join_columns(Tape<T>& tape, std::span<const Var<T>> parts) {
  check(!parts.empty(), "join_columns: there is at least one part.");
  int total = 0;
  for (const Var<T>& part : parts) {
    check(part.rows() == parts[0].rows(), "join_columns: all parts are equally tall.");
    total += part.cols();
  }
  Var<T> y = tape.make(parts[0].rows(), total);
  int at = 0;
  for (const Var<T>& part : parts) {
    array(y.value).middleCols(at, part.cols()) = array(part.value);
    at += part.cols();
  }
  if (tape.recording()) {
    tape.record([y, parts = keep(tape, parts)] {
      int from = 0;
      for (const Var<T>& part : parts) {
        if (part.grad) array(part.d()) += array(y.d()).middleCols(from, part.cols());
        from += part.cols();
      }
    });
  }
  return y;
}

template <class T>
Var<T> columns(Tape<T>& tape, Var<T> x, int first, int count) {
  check(first >= 0 && count >= 0 && first + count <= x.cols(), "columns: the range lies inside the matrix.");
  Var<T> y = tape.make(x.rows(), count);
  array(y.value) = array(x.value).middleCols(first, count);
  tape.record([=] {
    if (x.grad) array(x.d()).middleCols(first, count) += array(y.d());
  });
  return y;
}

template <class T>
Var<T> resize_columns(Tape<T>& tape, Var<T> x, int count, T filling) {
  check(count >= 0, "resize_columns: the number of columns is not negative.");
  const int shared = std::min(count, x.cols());
  Var<T> y = tape.make(x.rows(), count);
  array(y.value).leftCols(shared) = array(x.value).leftCols(shared);
  array(y.value).rightCols(count - shared).setConstant(filling);
  tape.record([=] {
    if (x.grad) array(x.d()).leftCols(shared) += array(y.d()).leftCols(shared);
  });
  return y;
}

template Var<float> resize_columns(Tape<float>&, Var<float>, int, float);
template Var<double> resize_columns(Tape<double>&, Var<double>, int, double);
template Var<float> stack_rows(Tape<float>&, std::span<const Var<float>>);
template Var<double> stack_rows(Tape<double>&, std::span<const Var<double>>);
template Var<float> join_columns(Tape<float>&, std::span<const Var<float>>);
template Var<double> join_columns(Tape<double>&, std::span<const Var<double>>);
template Var<float> columns(Tape<float>&, Var<float>, int, int);
template Var<double> columns(Tape<double>&, Var<double>, int, int);

}  // namespace regard
