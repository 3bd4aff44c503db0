#include "probes/divergence.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"

namespace regard {

template <class T>
double total_variation(std::span<const T> p, std::span<const T> q) {
  check(p.size() == q.size(), "total_variation: both distributions are over the same things.");
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) sum += std::abs(static_cast<double>(p[k]) - static_cast<double>(q[k]));
  return sum / 2;
}

template <class T>
double jensen_shannon(std::span<const T> p, std::span<const T> q) {
  check(p.size() == q.size(), "jensen_shannon: both distributions are over the same things.");
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    const double a = static_cast<double>(p[k]), b = static_cast<double>(q[k]), m = (a + b) / 2;
    if (a > 0) sum += a * std::log(a / m);
    if (b > 0) sum += b * std::log(b / m);
  }
  return std::max(0.0, sum / 2);
}

template double total_variation(std::span<const float>, std::span<const float>);
template double total_variation(std::span<const double>, std::span<const double>);
template double jensen_shannon(std::span<const float>, std::span<const float>);
template double jensen_shannon(std::span<const double>, std::span<const double>);

}  // namespace regard
