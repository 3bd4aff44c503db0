#pragma once

#include "ops/product.h"

namespace regard {

/// A factor of a product as it lies in memory, transposed or not: element (i, j) is data[i * row_step + j * col_step].
struct Factor {
  const float* data;
  int row_step;
  int col_step;
};

/// c (m, n) = (or +=) a (m, k) b (k, n), for WebAssembly, whose SIMD Eigen does not know well: b is copied in blocks that fit a core's
/// cache, as panels of 16 columns, and multiplied tile by tile (Goto & van de Geijn 2008, "Anatomy of High-Performance Matrix
/// Multiplication"). The last step of `a` or `b` is 1. Works on every machine; `product_nt` and its like use it where it is the fastest.
void blocked_product(Factor a, Factor b, int k, Tensor<float> c, Write write);

}  // namespace regard
