#include "ops/embedding.h"

#include "ops/eigen.h"

namespace regard {

template <class T>
Var<T> embedding(Tape<T>& tape, std::span<const int> ids, Var<T> table) {
  Var<T> y = tape.make(static_cast<int>(ids.size()), table.cols());
  for (int i = 0; i < y.rows(); ++i) {
    const int id = ids[static_cast<std::size_t>(i)];
    check(id >= 0 && id < table.rows(), "embedding: an id lies outside the vocabulary.");
    vector(y.value.row(i), y.cols()) = vector(table.value.row(id), y.cols());
  }
  tape.record([=] {
    if (!table.grad) return;
    for (int i = 0; i < y.rows(); ++i) {
      vector(table.d().row(ids[static_cast<std::size_t>(i)]), y.cols()) += vector(y.d().row(i), y.cols());
    }
  });
  return y;
}

template Var<float> embedding(Tape<float>&, std::span<const int>, Var<float>);
template Var<double> embedding(Tape<double>&, std::span<const int>, Var<double>);

}  // namespace regard
