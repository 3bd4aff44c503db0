#pragma once

#include "core/tensor.h"

namespace regard {

/// What becomes of the destination of a product.
enum class Write { kReplace, kAdd };

/// A factor of a product as it lies in memory, transposed or not: element (i, j) is data[i * row_step + j * col_step].
struct Factor {
  const float* data;
  int row_step;
  int col_step;
};

/// The matrix products every model is made of, behind one function each, so that a kernel can be replaced without touching a model.
/// c (m, n) = a (m, k) b^T, b (n, k): a layer's forward pass, weights stored (out, in).
template <class T>
void product_nt(Tensor<T> a, Tensor<T> b, Tensor<T> c, Write write);

/// c (m, n) = a (m, k) b (k, n): the gradient of a layer's input.
template <class T>
void product_nn(Tensor<T> a, Tensor<T> b, Tensor<T> c, Write write);

/// c (m, n) = a^T b, a (k, m), b (k, n): the gradient of a layer's weights.
template <class T>
void product_tn(Tensor<T> a, Tensor<T> b, Tensor<T> c, Write write);

}  // namespace regard
