#include "ops/packed_matrix.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/check.h"
#include "ops/tile.h"

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE4_1__)
#include <smmintrin.h>
#endif

namespace regard {
namespace {

constexpr int kHighest = 127;

int panels_of(int rows) { return (rows + kPanel - 1) / kPanel; }
int pairs_of(int cols) { return (cols + 1) / 2; }

/// sums[r * 16 + j] = sum over the pairs p of  w[p][j][0] x_r[2p] + w[p][j][1] x_r[2p+1],  for 1 or 2 vectors r and the 16 rows j of a
/// panel w.
template <int Vectors>
inline void multiply_integers(const std::int16_t* const (&x)[Vectors], const std::int8_t* w, int pairs, std::int32_t* sums) {
#if defined(__wasm_simd128__)
  v128_t sum[Vectors][4];
  for (auto& of_vector : sum) std::fill_n(of_vector, 4, wasm_i32x4_splat(0));
  for (int p = 0; p < pairs; ++p, w += 2 * kPanel) {
    const v128_t w0 = wasm_i16x8_load8x8(w), w1 = wasm_i16x8_load8x8(w + 8);
    const v128_t w2 = wasm_i16x8_load8x8(w + 16), w3 = wasm_i16x8_load8x8(w + 24);
    for (int r = 0; r < Vectors; ++r) {
      const v128_t pair = wasm_v128_load32_splat(x[r] + 2 * p);
      sum[r][0] = wasm_i32x4_add(sum[r][0], wasm_i32x4_dot_i16x8(pair, w0));
      sum[r][1] = wasm_i32x4_add(sum[r][1], wasm_i32x4_dot_i16x8(pair, w1));
      sum[r][2] = wasm_i32x4_add(sum[r][2], wasm_i32x4_dot_i16x8(pair, w2));
      sum[r][3] = wasm_i32x4_add(sum[r][3], wasm_i32x4_dot_i16x8(pair, w3));
    }
  }
  for (int r = 0; r < Vectors; ++r) {
    for (int q = 0; q < 4; ++q) wasm_v128_store(sums + r * kPanel + 4 * q, sum[r][q]);
  }
#elif defined(__SSE4_1__)
  __m128i sum[Vectors][4];
  for (auto& of_vector : sum) std::fill_n(of_vector, 4, _mm_setzero_si128());
  for (int p = 0; p < pairs; ++p, w += 2 * kPanel) {
    __m128i numbers[4];
    for (int q = 0; q < 4; ++q) numbers[q] = _mm_cvtepi8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(w + 8 * q)));
    for (int r = 0; r < Vectors; ++r) {
      std::int32_t bits;
      std::memcpy(&bits, x[r] + 2 * p, sizeof bits);
      const __m128i pair = _mm_set1_epi32(bits);
      for (int q = 0; q < 4; ++q) sum[r][q] = _mm_add_epi32(sum[r][q], _mm_madd_epi16(pair, numbers[q]));
    }
  }
  for (int r = 0; r < Vectors; ++r) {
    for (int q = 0; q < 4; ++q) _mm_storeu_si128(reinterpret_cast<__m128i*>(sums + r * kPanel + 4 * q), sum[r][q]);
  }
#else
  std::fill_n(sums, Vectors * kPanel, 0);
  for (int p = 0; p < pairs; ++p, w += 2 * kPanel) {
    for (int r = 0; r < Vectors; ++r) {
      const int first = x[r][2 * p], second = x[r][2 * p + 1];
      for (int j = 0; j < kPanel; ++j) sums[r * kPanel + j] += w[2 * j] * first + w[2 * j + 1] * second;
    }
  }
#endif
}

/// y[j] = (or +=) sums[j] * scale * scales[j], of `count` numbers.
void rescale(const std::int32_t* sums, float scale, const float* scales, int count, Write write, float* y) {
  int j = 0;
  for (; j + 4 <= count; j += 4) {
    Int4 four;
    std::memcpy(&four, sums + j, sizeof four);
    const Float4 value = __builtin_convertvector(four, Float4) * (splat4(scale) * load4(scales + j));
    store4(y + j, write == Write::kAdd ? load4(y + j) + value : value);
  }
  for (; j < count; ++j) {
    const float value = static_cast<float>(sums[j]) * (scale * scales[j]);
    y[j] = write == Write::kAdd ? y[j] + value : value;
  }
}

/// x of `cols` numbers rounded to integers so small that no sum of a product overflows, and a 0 behind an odd number of them. Returns
/// their scale; it is not a number where one of x is not finite.
float round_vector(const float* x, int cols, std::int16_t* rounded) {
  const int limit = std::min<int>(std::numeric_limits<std::int16_t>::max(), std::numeric_limits<std::int32_t>::max() / (kHighest * cols));
  float highest = 0, nothing = 0;
  Float4 highest4 = {}, nothing4 = {};
  int k = 0;
  for (; k + 4 <= cols; k += 4) {
    const Float4 four = load4(x + k);
    highest4 = max4(highest4, reinterpret_cast<Float4>(reinterpret_cast<Int4>(four) & 0x7fffffff));
    nothing4 += four * 0.0f;
  }
  for (int j = 0; j < 4; ++j) highest = std::max(highest, highest4[j]);
  nothing = sum4(nothing4);
  for (; k < cols; ++k) {
    highest = std::max(highest, std::abs(x[k]));
    nothing += x[k] * 0.0f;
  }
  if (cols % 2 == 1) rounded[cols] = 0;
  if (highest == 0 || !(nothing == 0)) {
    std::fill_n(rounded, cols, std::int16_t{0});
    return nothing;
  }
  const float inverse = static_cast<float>(limit) / highest;
  // Adding 1.5 * 2^23 rounds to the nearest integer, which is then in the lowest bits.
  constexpr float kRounder = 12582912.0f;
  using Short4 = std::int16_t __attribute__((vector_size(8)));
  for (k = 0; k + 4 <= cols; k += 4) {
    const Short4 four = __builtin_convertvector(reinterpret_cast<Int4>(load4(x + k) * inverse + kRounder), Short4);
    std::memcpy(rounded + k, &four, sizeof four);
  }
  for (; k < cols; ++k) rounded[k] = static_cast<std::int16_t>(static_cast<int>((x[k] * inverse + kRounder) - kRounder));
  return highest / static_cast<float>(limit);
}

}  // namespace

PackedMatrix::PackedMatrix(Tensor<const float> w) : rows_(w.rows), cols_(w.cols) {
  if (!pack_integers(w)) pack_floats(w);
}

void PackedMatrix::pack_floats(Tensor<const float> w) {
  floats_.assign(static_cast<std::size_t>(panels_of(rows_)) * kPanel * static_cast<std::size_t>(cols_), 0.0f);
  for (int i = 0; i < rows_; ++i) {
    float* panel = floats_.data() + static_cast<std::size_t>(i / kPanel) * kPanel * static_cast<std::size_t>(cols_);
    for (int k = 0; k < cols_; ++k) panel[k * kPanel + i % kPanel] = w(i, k);
  }
}

bool PackedMatrix::pack_integers(Tensor<const float> w) {
  // A product of two numbers of 24 bits was rounded when the file was read, and the scale is found again by a division.
  constexpr float kRounding = 4 * std::numeric_limits<float>::epsilon();
  if (w.size() == 0) return false;
  AlignedVector<float> scales(static_cast<std::size_t>(panels_of(rows_) * kPanel), 0.0f);
  AlignedVector<std::int8_t> integers(scales.size() * 2 * static_cast<std::size_t>(pairs_of(cols_)), std::int8_t{0});
  for (int i = 0; i < rows_; ++i) {
    float highest = 0;
    for (int k = 0; k < cols_; ++k) highest = std::max(highest, std::abs(w(i, k)));
    const float scale = highest / kHighest;
    scales[static_cast<std::size_t>(i)] = scale;
    if (scale == 0) continue;
    std::int8_t* panel = integers.data() + static_cast<std::size_t>(i / kPanel) * 2 * kPanel * static_cast<std::size_t>(pairs_of(cols_));
    for (int k = 0; k < cols_; ++k) {
      const float q = std::nearbyint(w(i, k) / scale);
      if (!(std::abs(q * scale - w(i, k)) <= kRounding * std::abs(w(i, k)))) return false;
      panel[(k / 2 * kPanel + i % kPanel) * 2 + k % 2] = static_cast<std::int8_t>(q);
    }
  }
  integers_ = std::move(integers);
  scales_ = std::move(scales);
  return true;
}

void PackedMatrix::multiply(Tensor<float> x, Tensor<float> y, Write write) const {
  check(x.cols == cols_ && y.cols == rows_ && x.rows == y.rows, "PackedMatrix: x is (n, cols) and y (n, rows).");
  if (!has_integers()) {
    if (cols_ == 0 && write == Write::kReplace) std::fill_n(y.data, y.size(), 0.0f);
    for (int n = 0; n < x.rows; n += kTileRows) {
      for (int i = 0; i < rows_; i += kPanel) {
        const float* panel = floats_.data() + static_cast<std::size_t>(i) * static_cast<std::size_t>(cols_);
        multiply_tile(std::min(kTileRows, x.rows - n), {x.row(n), cols_, 1}, panel, kPanel, cols_, y.row(n) + i, rows_,
                      std::min(kPanel, rows_ - i), write);
      }
    }
    return;
  }
  // Kept from call to call: products are many and allocate nothing once they have met the widest.
  static thread_local AlignedVector<std::int16_t> rounded;
  const int pairs = pairs_of(cols_);
  if (rounded.size() < static_cast<std::size_t>(4 * pairs)) rounded.resize(static_cast<std::size_t>(4 * pairs));
  std::int16_t* const vectors[2] = {rounded.data(), rounded.data() + 2 * pairs};
  for (int n = 0; n < x.rows; n += 2) {
    const int count = std::min(2, x.rows - n);
    float scale[2];
    for (int r = 0; r < count; ++r) scale[r] = round_vector(x.row(n + r), cols_, vectors[r]);
    for (int i = 0; i < rows_; i += kPanel) {
      const std::int8_t* panel = integers_.data() + static_cast<std::size_t>(i) * 2 * static_cast<std::size_t>(pairs);
      std::int32_t sums[2 * kPanel];
      if (count == 2) {
        multiply_integers<2>({vectors[0], vectors[1]}, panel, pairs, sums);
      } else {
        multiply_integers<1>({vectors[0]}, panel, pairs, sums);
      }
      for (int r = 0; r < count; ++r) {
        rescale(sums + r * kPanel, scale[r], scales_.data() + i, std::min(kPanel, rows_ - i), write, y.row(n + r) + i);
      }
    }
  }
}

}  // namespace regard
