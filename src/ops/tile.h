#pragma once
// Private to ops/: the inner loop of every float product, a tile of up to kTileRows x 16 numbers that stays in registers.

#include <algorithm>
#include <cstddef>

#include "ops/lanes.h"
#include "ops/product.h"

namespace regard {

/// Columns of a tile. A panel holds so many columns of the right factor, row by row: panel[p * kPanel + j].
inline constexpr int kPanel = 16;

/// Rows of a tile: as many as leave registers for the factors. WebAssembly engines keep 2 x 4 sums in the 16 of SSE, AVX has room for 6
/// x 2.
inline constexpr int kTileRows = kWide == 8 ? 6 : 2;

// A function of its own keeps all its addresses in the registers of a processor, but WebAssembly's calls cost more than that gains.
#ifdef __wasm__
#define REGARD_TILE inline
#else
#define REGARD_TILE [[gnu::noinline]]
#endif

/// c[r * c_step + j] = (or +=) sum_p a(r, p) b[p * b_step + j], for rows r < Rows, and the first `cols` <= kPanel columns j. Of every row
/// of b kPanel numbers are read.
template <int Rows>
REGARD_TILE void multiply_tile(Factor a, const float* b, std::ptrdiff_t b_step, int k, float* c, std::ptrdiff_t c_step, int cols,
                               Write write) {
  static_assert(Rows <= kTileRows, "more rows leave the registers");
  constexpr int kVectors = kPanel / kWide;
  const float* rows[Rows];
  for (int r = 0; r < Rows; ++r) rows[r] = a.data + std::ptrdiff_t{r} * a.row_step;
  Wide sum[Rows][kVectors] = {};
  for (int p = 0; p < k; ++p, b += b_step) {
    Wide y[kVectors];
    for (int q = 0; q < kVectors; ++q) y[q] = load_wide(b + kWide * q);
    for (int r = 0; r < Rows; ++r) {
      const Wide x = splat_wide(*rows[r]);
      rows[r] += a.col_step;
      for (int q = 0; q < kVectors; ++q) sum[r][q] += x * y[q];
    }
  }
  for (int r = 0; r < Rows; ++r, c += c_step) {
    if (cols == kPanel) {
      for (int q = 0; q < kVectors; ++q) {
        float* to = c + kWide * q;
        store_wide(to, write == Write::kAdd ? load_wide(to) + sum[r][q] : sum[r][q]);
      }
      continue;
    }
    float edge[kPanel];
    for (int q = 0; q < kVectors; ++q) store_wide(edge + kWide * q, sum[r][q]);
    for (int j = 0; j < cols; ++j) c[j] = write == Write::kAdd ? c[j] + edge[j] : edge[j];
  }
}

#undef REGARD_TILE

/// The same for `count` rows, from one tile's down to one.
template <int Rows = kTileRows>
inline void multiply_tile(int count, Factor a, const float* b, std::ptrdiff_t b_step, int k, float* c, std::ptrdiff_t c_step, int cols,
                          Write write) {
  if constexpr (Rows > 1) {
    if (count < Rows) return multiply_tile<Rows - 1>(count, a, b, b_step, k, c, c_step, cols, write);
  }
  multiply_tile<Rows>(a, b, b_step, k, c, c_step, cols, write);
}

}  // namespace regard
