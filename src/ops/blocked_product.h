#pragma once

#include <cstddef>
#include <limits>

#include "ops/product.h"

namespace regard {

/// The fewest rows of c with which the blocked product of floats is faster than Eigen's on this machine. With AVX-512 Eigen's vectors are
/// twice as wide as ours.
#if defined(__wasm_simd128__)
inline constexpr int kBlockedRows = 0;
#elif defined(__AVX2__) && defined(__FMA__) && !defined(__AVX512F__)
inline constexpr int kBlockedRows = 2;
#else
inline constexpr int kBlockedRows = std::numeric_limits<int>::max();
#endif

/// c (m, n) = (or +=) a (m, k) b (k, n): b is copied in blocks that fit a core's cache, as panels of 16 columns, and multiplied tile by
/// tile (Goto & van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication"). The last step of `a` or `b` is 1. Works on every
/// machine; `product_nt` and its like use it where it is the fastest.
void blocked_product(Factor a, Factor b, int k, Tensor<float> c, Write write);

/// b (k, n) copied once for several products, to room for `panels_size(k, n)` numbers.
void pack_panels(Factor b, int k, int n, float* panels);
std::size_t panels_size(int k, int n);

/// The product with a b that was packed.
void blocked_product(Factor a, const float* panels, int k, Tensor<float> c, Write write);

}  // namespace regard
