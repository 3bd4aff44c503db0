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

/// e^x to a relative error of 2e-7, 0 below -87 and e^88 above 88: e^x = 2^n e^r with n = round(x / ln 2), |r| <= ln(2) / 2, and e^r by
/// Taylor's sum up to r^6 / 720.
inline Float4 exp4(Float4 x) {
  constexpr float kRounder = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer, which is then in the lowest bits
  const Int4 underflows = x < splat4(-87.0f);
  x = min4(x, splat4(88.0f));
  const Float4 shifted = x * 1.44269504f + kRounder;
  const Float4 n = shifted - kRounder;
  // ln 2 in two parts, of which the first has so few bits that its product with n is exact.
  const Float4 r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  Float4 sum = r * (1.0f / 720) + (1.0f / 120);
  sum = sum * r + (1.0f / 24);
  sum = sum * r + (1.0f / 6);
  sum = sum * r + 0.5f;
  sum = sum * r + 1.0f;
  sum = sum * r + 1.0f;
  const Int4 power = (reinterpret_cast<Int4>(shifted) << 23) + 0x3f800000;
  return reinterpret_cast<Float4>(reinterpret_cast<Int4>(sum * reinterpret_cast<Float4>(power)) & ~underflows);
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
  Float4 highest = load4(x);
  for (int k = 4; k + 4 <= n; k += 4) {
    highest = max4(highest, load4(x + k));
  }
  highest = max4(highest, load4(x + n - 4));
  return std::max({highest[0], highest[1], highest[2], highest[3]});
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
