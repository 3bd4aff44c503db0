#pragma once
// Private to ops/: the inner loop of every float product, a tile of up to 2 x 16 numbers that stays in registers.

#include <algorithm>
#include <cstddef>

#include "ops/lanes.h"
#include "ops/product.h"

namespace regard {

/// Columns of a tile. A panel holds so many columns of the right factor, row by row: panel[p * kPanel + j].
inline constexpr int kPanel = 16;

/// c_r[j] = (or +=) sum_p a_r[p] b[p * step + j], for 1 or 2 rows r and the first `cols` <= kPanel columns j. Of every row of b kPanel
/// numbers are read.
template <int Rows>
inline void multiply_tile(const float* const (&a)[Rows], const float* b, std::ptrdiff_t step, int k, float* const (&c)[Rows], int cols,
                          Write write) {
  static_assert(Rows == 1 || Rows == 2, "more rows than two leave the registers of WebAssembly engines");
  Float4 sum[Rows][4] = {};
  for (int p = 0; p < k; ++p, b += step) {
    const Float4 b0 = load4(b), b1 = load4(b + 4), b2 = load4(b + 8), b3 = load4(b + 12);
    for (int r = 0; r < Rows; ++r) {
      const Float4 x = splat4(a[r][p]);
      sum[r][0] += x * b0;
      sum[r][1] += x * b1;
      sum[r][2] += x * b2;
      sum[r][3] += x * b3;
    }
  }
  for (int r = 0; r < Rows; ++r) {
    if (cols == kPanel) {
      for (int q = 0; q < 4; ++q) store4(c[r] + 4 * q, write == Write::kAdd ? load4(c[r] + 4 * q) + sum[r][q] : sum[r][q]);
      continue;
    }
    float edge[kPanel];
    for (int q = 0; q < 4; ++q) store4(edge + 4 * q, sum[r][q]);
    for (int j = 0; j < cols; ++j) c[r][j] = write == Write::kAdd ? c[r][j] + edge[j] : edge[j];
  }
}

}  // namespace regard
