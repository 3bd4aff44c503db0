#pragma once
// Private to ops/: exp, tanh and the logistic function over rows of numbers.

#include <algorithm>
#include <type_traits>

#include "ops/eigen.h"
#include "ops/lanes.h"

namespace regard {

#ifdef __wasm_simd128__
inline constexpr bool kLanesAreFastest = true;
#else
inline constexpr bool kLanesAreFastest = false;  // Eigen knows the machine's own vectors, which may be wider
#endif

/// e^x for x <= 88, to a relative error of 2e-7 + 8e-8 |x|, and 0 below -88: e^x = 2^n 2^f with n = round(x / ln 2), |f| <= 1/2, and 2^f
/// by a polynomial fitted by least squares with Lawson's weights to a relative error of 9.2e-8.
inline Float4 exp4(Float4 x) {
  constexpr float kRounder = 12582912.0f + 127.0f;  // 1.5 * 2^23 + 127: adding it leaves n + 127, the exponent's bits, in the lowest bits
  const Float4 y = max4(x * 1.44269504f, splat4(-127.0f));  // where they are 0, the number that they make is
  const Float4 shifted = y + kRounder;
  const Float4 f = y - (shifted - kRounder);
  Float4 sum = f * 1.32647273e-3f + 9.67151277e-3f;
  sum = sum * f + 5.55073374e-2f;
  sum = sum * f + 2.40222421e-1f;
  sum = sum * f + 6.93146978e-1f;
  sum = sum * f + 1.0f;
  return sum * reinterpret_cast<Float4>(reinterpret_cast<Int4>(shifted) << 23);
}

/// f of n numbers in place, four at a time; f maps Float4 to Float4.
template <class F>
void map4(float* x, int n, F f) {
  int k = 0;
  for (; k + 4 <= n; k += 4) store4(x + k, f(load4(x + k)));
  if (k == n) return;
  float rest[4] = {};
  std::copy_n(x + k, n - k, rest);
  store4(rest, f(load4(rest)));
  std::copy_n(rest, n - k, x + k);
}

/// tanh x to an absolute error of 4e-7: x P(x^2) / Q(x^2), fitted by least squares with Lawson's weights on |x| <= 9, and cut there. A
/// quotient of polynomials has fewer constants than one with e^x, and engines fetch those again and again.
inline Float4 tanh4(Float4 x) {
  x = max4(min4(x, splat4(9.0f)), splat4(-9.0f));
  const Float4 z = x * x;
  Float4 p = z * 1.3283254e-8f + 2.0553927e-5f;
  p = p * z + 3.4920396e-3f;
  p = p * z + 1.3377956e-1f;
  p = p * z + 1.0f;
  Float4 q = z * 7.7463227e-7f + 3.2799790e-4f;
  q = q * z + 2.5863240e-2f;
  q = q * z + 4.6711263e-1f;
  q = q * z + 1.0f;
  return x * p / q;
}

/// The largest of n > 0 numbers.
inline float highest4(const float* x, int n) {
  if (n < 4) return *std::max_element(x, x + n);
  Float4 highest[4];
  std::fill_n(highest, 4, load4(x));
  int k = 0;
  for (; k + 16 <= n; k += 16) {
    for (int j = 0; j < 4; ++j) highest[j] = max4(highest[j], load4(x + k + 4 * j));
  }
  for (; k + 4 <= n; k += 4) highest[0] = max4(highest[0], load4(x + k));
  const Float4 all = max4(max4(max4(highest[0], highest[1]), max4(highest[2], highest[3])), load4(x + n - 4));
  return std::max({all[0], all[1], all[2], all[3]});
}

/// The sum of e^(x - shift).
inline float sum_exp4(const float* x, int n, float shift) {
  Float4 sum = {};
  int k = 0;
  for (; k + 4 <= n; k += 4) sum += exp4(load4(x + k) - shift);
  float total = sum4(sum);
  for (; k < n; ++k) total += exp4(splat4(x[k] - shift))[0];
  return total;
}

/// Replaces x by e^(x - shift), and returns the sum.
inline float replace_by_exp4(float* x, int n, float shift) {
  map4(x, n, [shift](Float4 v) { return exp4(v - shift); });
  Float4 sum = {};
  int k = 0;
  for (; k + 4 <= n; k += 4) sum += load4(x + k);
  float total = sum4(sum);
  for (; k < n; ++k) total += x[k];
  return total;
}

template <class T>
void tanh_in_place(T* x, int n) {
  if constexpr (kLanesAreFastest && std::is_same_v<T, float>) {
    map4(x, n, [](Float4 v) { return tanh4(v); });
  } else {
    vector(x, n) = vector(x, n).tanh();
  }
}

template <class T>
void sigmoid_in_place(T* x, int n) {
  if constexpr (kLanesAreFastest && std::is_same_v<T, float>) {
    map4(x, n, [](Float4 v) { return tanh4(v * 0.5f) * 0.5f + 0.5f; });
  } else {
    vector(x, n) = (vector(x, n) * T(0.5)).tanh() * T(0.5) + T(0.5);
  }
}

}  // namespace regard
