#include "ops/blocked_product.h"

#include <algorithm>

#include "ops/tile.h"

namespace regard {
namespace {

// A block of b is 256 x 256 numbers, 256 KiB, for the second-level cache; one of its panels and the rows that it meets lie in the first.
constexpr int kBlockDepth = 256;
constexpr int kBlockCols = 256;
constexpr int kBlockRows = 24;
constexpr int kFewRows = 4;
/// Up to so many rows do not earn back a copy of b.
constexpr int kRowsInPlace = 16;
static_assert(kBlockRows % kTileRows == 0);

#ifdef __AVX__
constexpr int kSquare = 8;

/// Eight numbers of each of eight rows, as eight numbers of each of eight columns `step` apart.
void transpose_square(const float* from, std::ptrdiff_t from_step, float* to, std::ptrdiff_t step) {
  Wide pairs[8], fours[8];
  for (int i = 0; i < 8; i += 2) {
    const Wide even = load_wide(from + i * from_step), odd = load_wide(from + (i + 1) * from_step);
    pairs[i] = __builtin_shufflevector(even, odd, 0, 8, 1, 9, 4, 12, 5, 13);
    pairs[i + 1] = __builtin_shufflevector(even, odd, 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 8; i += 4) {
    for (int q = 0; q < 2; ++q) {
      fours[i + 2 * q] = __builtin_shufflevector(pairs[i + q], pairs[i + 2 + q], 0, 1, 8, 9, 4, 5, 12, 13);
      fours[i + 2 * q + 1] = __builtin_shufflevector(pairs[i + q], pairs[i + 2 + q], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int j = 0; j < 4; ++j) {
    store_wide(to + j * step, __builtin_shufflevector(fours[j], fours[j + 4], 0, 1, 2, 3, 8, 9, 10, 11));
    store_wide(to + (j + 4) * step, __builtin_shufflevector(fours[j], fours[j + 4], 4, 5, 6, 7, 12, 13, 14, 15));
  }
}
#else
constexpr int kSquare = 4;

/// Four numbers of each of four rows, as four numbers of each of four columns `step` apart.
void transpose_square(const float* from, std::ptrdiff_t from_step, float* to, std::ptrdiff_t step) {
  const Float4 r0 = load4(from), r1 = load4(from + from_step), r2 = load4(from + 2 * from_step), r3 = load4(from + 3 * from_step);
  const Float4 a = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), b = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
  const Float4 c = __builtin_shufflevector(r0, r1, 2, 6, 3, 7), d = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  store4(to, __builtin_shufflevector(a, b, 0, 1, 4, 5));
  store4(to + step, __builtin_shufflevector(a, b, 2, 3, 6, 7));
  store4(to + 2 * step, __builtin_shufflevector(c, d, 0, 1, 4, 5));
  store4(to + 3 * step, __builtin_shufflevector(c, d, 2, 3, 6, 7));
}
#endif

/// to[j * step + i] = from[i * from_step + j], for rows i and columns j.
void transpose(const float* from, std::ptrdiff_t from_step, int rows, int cols, float* to, std::ptrdiff_t step) {
  const auto row = [&](int i) { return from + std::ptrdiff_t{i} * from_step; };
  int i = 0;
  for (; i + kSquare <= rows; i += kSquare) {
    int j = 0;
    for (; j + kSquare <= cols; j += kSquare) transpose_square(row(i) + j, from_step, to + j * step + i, step);
    for (; j < cols; ++j) {
      for (int q = i; q < i + kSquare; ++q) to[j * step + q] = row(q)[j];
    }
  }
  for (; i < rows; ++i) {
    for (int j = 0; j < cols; ++j) to[j * step + i] = row(i)[j];
  }
}

/// Rows first .. first + depth - 1 of b's columns from .. from + cols - 1 as one panel, zeros in the columns that b does not have.
void pack_panel(Factor b, int first, int depth, int from, int cols, float* panel) {
  const float* corner = b.data + std::ptrdiff_t{first} * b.row_step + std::ptrdiff_t{from} * b.col_step;
  if (cols < kPanel) std::fill_n(panel, depth * kPanel, 0.0f);
  if (b.row_step == 1) return transpose(corner, b.col_step, cols, depth, panel, kPanel);
  for (int p = 0; p < depth; ++p, corner += b.row_step, panel += kPanel) {
    if (cols < kPanel) {
      std::copy_n(corner, cols, panel);
    } else {
      for (int q = 0; q < kPanel; q += kWide) store_wide(panel + q, load_wide(corner + q));
    }
  }
}

/// c = (or +=) a b^T for one row a and b's rows of k numbers each: four of them at a time.
void multiply_rows(const float* a, const float* b, int k, float* c, int cols, Write write) {
  for (int j = 0; j < cols; j += 4) {
    const float* rows[4];
    for (int q = 0; q < 4; ++q) rows[q] = b + std::ptrdiff_t{std::min(j + q, cols - 1)} * k;
    Float4 sums[4] = {};
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      const Float4 x = load4(a + p);
      for (int q = 0; q < 4; ++q) sums[q] += x * load4(rows[q] + p);
    }
    for (int q = 0; q < std::min(4, cols - j); ++q) {
      float sum = sum4(sums[q]);
      for (int rest = p; rest < k; ++rest) sum += a[rest] * rows[q][rest];
      c[j + q] = write == Write::kAdd ? c[j + q] + sum : sum;
    }
  }
}

/// The columns left .. left + width - 1 of b's rows first .. first + depth - 1, panel after panel.
void pack_block(Factor b, int first, int depth, int left, int width, float* to) {
  for (int j = 0; j < width; j += kPanel) pack_panel(b, first, depth, left + j, std::min(kPanel, width - j), to + j * depth);
}

/// Where panels of up to kPanel columns begin: column j's, j a multiple of kPanel, at data + j * col_step, row after row.
struct Panels {
  const float* data;
  std::ptrdiff_t col_step;
  std::ptrdiff_t row_step;
};

/// Rows that are copied next to each other: with AVX whole lines of the cache, elsewhere those of a tile, which then lie close together.
constexpr int kTogether = kWide == 8 ? kBlockRows : kTileRows;

/// From a copied row to the next one, where they are next to each other, and elsewhere from one of a tile to that of the next, by row.
constexpr int kCopiedStep = kTogether == kBlockRows ? 1 : kBlockDepth;

/// Copies the first `height` rows of a factor whose columns are rows in memory: row i's terms are kTogether apart.
void copy_columns(Factor a, int depth, int height, float* to) {
  for (int p = 0; p < depth; ++p, to += kTogether) {
    const float* from = a.data + std::ptrdiff_t{p} * a.col_step;
    int i = 0;
    for (; i + kTogether <= height; i += kTogether) std::copy_n(from + i, kTogether, to + i * kCopiedStep);
    for (int q = 0; i + q < height; ++q) to[i * kCopiedStep + q] = from[i + q];
  }
}

/// Columns left .. left + width - 1 of c = (or +=) a b, for `depth` terms, of which a's begin at `first`.
void multiply_block(Factor a, int first, int depth, Panels b, int left, int width, Tensor<float> c, Write write) {
  // One a thread, kept from call to call: products are many and allocate nothing.
  alignas(64) static thread_local float copied[kBlockRows * kBlockDepth];
  for (int top = 0; top < c.rows; top += kBlockRows) {
    const int height = std::min(kBlockRows, c.rows - top);
    Factor rows = {a.data + std::ptrdiff_t{top} * a.row_step + std::ptrdiff_t{first} * a.col_step, a.row_step, a.col_step};
    std::ptrdiff_t step = rows.row_step;
    if (a.col_step != 1) {
      copy_columns(rows, depth, height, copied);
      rows = {copied, 1, kTogether};
      step = kCopiedStep;
    }
    for (int j = 0; j < width; j += kPanel) {
      for (int i = 0; i < height; i += kTileRows) {
        const Factor tile = {rows.data + i * step, rows.row_step, rows.col_step};
        multiply_tile(std::min(kTileRows, height - i), tile, b.data + j * b.col_step, b.row_step, depth, c.row(top + i) + left + j, c.cols,
                      std::min(kPanel, width - j), write);
      }
    }
  }
}

int whole_panels(int cols) { return (cols + kPanel - 1) / kPanel * kPanel; }

}  // namespace

void blocked_product(Factor a, Factor b, int k, Tensor<float> c, Write write) {
  if (k == 0 && write == Write::kReplace) std::fill_n(c.data, c.size(), 0.0f);
  if (c.rows < kFewRows && a.col_step == 1 && b.row_step == 1) {
    for (int i = 0; i < c.rows; ++i) multiply_rows(a.data + std::ptrdiff_t{i} * a.row_step, b.data, k, c.row(i), c.cols, write);
    return;
  }
  alignas(64) static thread_local float block[kBlockDepth * kBlockCols];
  for (int first = 0; first < k; first += kBlockDepth) {
    const int depth = std::min(kBlockDepth, k - first);
    const Write now = first == 0 ? write : Write::kAdd;
    for (int left = 0; left < c.cols; left += kBlockCols) {
      const int width = std::min(kBlockCols, c.cols - left);
      if (c.rows <= kRowsInPlace && b.col_step == 1 && width % kPanel == 0) {
        const float* corner = b.data + std::ptrdiff_t{first} * b.row_step + left;
        multiply_block(a, first, depth, {corner, 1, b.row_step}, left, width, c, now);
      } else {
        pack_block(b, first, depth, left, width, block);
        multiply_block(a, first, depth, {block, depth, kPanel}, left, width, c, now);
      }
    }
  }
}

std::size_t panels_size(int k, int n) { return static_cast<std::size_t>(k) * static_cast<std::size_t>(whole_panels(n)); }

void pack_panels(Factor b, int k, int n, float* panels) {
  for (int first = 0; first < k; first += kBlockDepth) {
    pack_block(b, first, std::min(kBlockDepth, k - first), 0, n, panels + panels_size(first, n));
  }
}

void blocked_product(Factor a, const float* panels, int k, Tensor<float> c, Write write) {
  if (k == 0 && write == Write::kReplace) std::fill_n(c.data, c.size(), 0.0f);
  for (int first = 0; first < k; first += kBlockDepth) {
    const int depth = std::min(kBlockDepth, k - first);
    multiply_block(a, first, depth, {panels + panels_size(first, c.cols), depth, kPanel}, 0, c.cols, c, first == 0 ? write : Write::kAdd);
  }
}

}  // namespace regard
