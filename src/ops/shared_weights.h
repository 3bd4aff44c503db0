#pragma once

#include "core/arena.h"
#include "core/tensor.h"

namespace regard {

/// What the time steps of one pass share of the weights that all of them use: a weight is packed for products once a pass, and the terms
/// of its gradient are kept and multiplied once, when all steps have gone back: the sum over t of d_y_t^T x_t is one product of the d_y_t
/// below each other with the x_t below each other. Weights are (out, in) and stay as they are during the pass. Everything lives in the
/// pass's arena.
template <class T>
class SharedWeights {
 public:
  /// y (n, out) = x (n, in) weight^T.
  void multiply(Arena& arena, Tensor<T> x, Tensor<T> weight, Tensor<T> y);

  /// d_x (n, in) += d_y (n, out) weight.
  void multiply_back(Arena& arena, Tensor<T> d_y, Tensor<T> weight, Tensor<T> d_x);

  /// Keeps d_weight += d_y^T x for `finish`. d_y and x stay as they are until then.
  void keep(Arena& arena, Tensor<T> d_y, Tensor<T> x, Tensor<T> d_weight);

  /// Adds to the gradients what was kept for them.
  void finish(Arena& arena);

 private:
  struct Packed {
    const T* weight;
    bool transposed;
    const T* panels;
    Packed* next;
  };
  struct Term {
    Tensor<T> d_y, x, d_weight;
    Term* next;
  };

  const T* panels(Arena& arena, Tensor<T> weight, bool transposed);

  Packed* packed_ = nullptr;
  Term* terms_ = nullptr;
};

}  // namespace regard
