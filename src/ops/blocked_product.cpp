#include "ops/blocked_product.h"

#include <algorithm>

#include "ops/tile.h"

namespace regard {
namespace {

// A block of b is 256 x 128 numbers, 128 KiB: half of a small second-level cache.
constexpr int kBlockDepth = 256;
constexpr int kBlockCols = 128;
constexpr int kFewRows = 4;
constexpr int kCopiedRows = 16;

/// Four numbers of each of four rows, as four numbers of each of four columns `step` apart.
void transpose4(const float* const (&rows)[4], float* to, int step) {
  const Float4 r0 = load4(rows[0]), r1 = load4(rows[1]), r2 = load4(rows[2]), r3 = load4(rows[3]);
  const Float4 a = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), b = __builtin_shufflevector(r2, r3, 0, 4, 1, 5);
  const Float4 c = __builtin_shufflevector(r0, r1, 2, 6, 3, 7), d = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  store4(to, __builtin_shufflevector(a, b, 0, 1, 4, 5));
  store4(to + step, __builtin_shufflevector(a, b, 2, 3, 6, 7));
  store4(to + 2 * step, __builtin_shufflevector(c, d, 0, 1, 4, 5));
  store4(to + 3 * step, __builtin_shufflevector(c, d, 2, 3, 6, 7));
}

/// to[j * step + i] = from[i * from_step + j], for rows i and columns j.
void transpose(const float* from, std::ptrdiff_t from_step, int rows, int cols, float* to, int step) {
  const auto row = [&](int i) { return from + std::ptrdiff_t{i} * from_step; };
  int i = 0;
  for (; i + 4 <= rows; i += 4) {
    int j = 0;
    for (; j + 4 <= cols; j += 4) transpose4({row(i) + j, row(i + 1) + j, row(i + 2) + j, row(i + 3) + j}, to + j * step + i, step);
    for (; j < cols; ++j) {
      for (int q = i; q < i + 4; ++q) to[j * step + q] = row(q)[j];
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
      for (int q = 0; q < kPanel; q += 4) store4(panel + q, load4(corner + q));
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

/// Two rows of a, or one, times `width` columns of b that lie as panels behind each other, or (step > kPanel) as they are.
void multiply_panels(const float* const (&a)[2], int count, const float* b, std::ptrdiff_t step, int depth, Tensor<float> c, int i,
                     int left, int width, Write write) {
  for (int j = 0; j < width; j += kPanel) {
    const float* panel = step == kPanel ? b + std::ptrdiff_t{j} * depth : b + j;
    float* to = c.row(i) + left + j;
    const int cols = std::min(kPanel, width - j);
    if (count == 2) {
      multiply_tile<2>(a, panel, step, depth, {to, to + c.cols}, cols, write);
    } else {
      multiply_tile<1>({a[0]}, panel, step, depth, {to}, cols, write);
    }
  }
}

}  // namespace

void blocked_product(Factor a, Factor b, int k, Tensor<float> c, Write write) {
  if (k == 0 && write == Write::kReplace) std::fill_n(c.data, c.size(), 0.0f);
  if (c.rows < kFewRows && a.col_step == 1 && b.row_step == 1) {
    for (int i = 0; i < c.rows; ++i) multiply_rows(a.data + std::ptrdiff_t{i} * a.row_step, b.data, k, c.row(i), c.cols, write);
    return;
  }
  // One a thread, kept from call to call: products are many and allocate nothing.
  alignas(64) static thread_local float block[kBlockDepth * kBlockCols];
  alignas(64) static thread_local float rows[kCopiedRows * kBlockDepth];
  for (int first = 0; first < k; first += kBlockDepth) {
    const int depth = std::min(kBlockDepth, k - first);
    const Write now = first == 0 ? write : Write::kAdd;
    for (int left = 0; left < c.cols; left += kBlockCols) {
      const int width = std::min(kBlockCols, c.cols - left);
      // Few rows do not earn back the copy of b.
      const bool in_place = c.rows <= kCopiedRows && b.col_step == 1 && width % kPanel == 0;
      const float* panels = in_place ? b.data + std::ptrdiff_t{first} * b.row_step + left : block;
      const std::ptrdiff_t step = in_place ? b.row_step : kPanel;
      if (!in_place) {
        for (int j = 0; j < width; j += kPanel) pack_panel(b, first, depth, left + j, std::min(kPanel, width - j), block + j * depth);
      }
      for (int i = 0; i < c.rows; i += 2) {
        const float* row = a.data + std::ptrdiff_t{i} * a.row_step + std::ptrdiff_t{first} * a.col_step;
        std::ptrdiff_t row_step = a.row_step;
        if (a.col_step != 1) {
          const int fresh = i % kCopiedRows;
          if (fresh == 0) transpose(row, a.col_step, depth, std::min(kCopiedRows, c.rows - i), rows, kBlockDepth);
          row = rows + fresh * kBlockDepth;
          row_step = kBlockDepth;
        }
        multiply_panels({row, row + row_step}, std::min(2, c.rows - i), panels, step, depth, c, i, left, width, now);
      }
    }
  }
}

}  // namespace regard
