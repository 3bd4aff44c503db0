#pragma once

#include <cmath>

namespace regard {

/// e^x and ln x to about the last digit of a double, by their series. The standard library's are faster, and bring 8 KB of tables into the
/// binary that the page begins with; for a few numbers a sentence.

inline constexpr double kLn2 = 0.69314718055994530942;

/// x: any number; 0 below the smallest double.
inline double exponential(double x) {
  constexpr double kLn2High = 0.693147180369123816490, kLn2Low = 1.90821492927058770002e-10;
  if (!(x > -745)) return x < 0 ? 0 : x;
  if (x > 709) return HUGE_VAL;
  const double k = std::floor(x / kLn2 + 0.5);
  const double rest = (x - k * kLn2High) - k * kLn2Low;
  double sum = 1;
  for (int n = 14; n > 0; --n) sum = 1 + sum * rest / n;
  return std::ldexp(sum, static_cast<int>(k));
}

/// x: above 0, finite.
inline double logarithm(double x) {
  int k = 0;
  double fraction = std::frexp(x, &k);
  if (fraction < 0.70710678118654752440) {
    fraction *= 2;
    --k;
  }
  const double s = (fraction - 1) / (fraction + 1), square = s * s;
  double sum = 0;
  for (int n = 23; n > 0; n -= 2) sum = sum * square + 1.0 / n;
  return 2 * s * sum + k * kLn2;
}

}  // namespace regard
