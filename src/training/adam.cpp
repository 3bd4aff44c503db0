#include "training/adam.h"

#include <cmath>
#include <numbers>

#include "core/check.h"

namespace regard {

void Adam::update(std::span<float> values, std::span<const float> gradients, float rate, float scale) {
  check(values.size() == m.size() && gradients.size() == m.size(), "Adam: values, gradients and moments are equally many.");
  ++updates;
  const float unbias_m = static_cast<float>(1.0 / (1.0 - std::pow(static_cast<double>(beta1), static_cast<double>(updates))));
  const float unbias_v = static_cast<float>(1.0 / (1.0 - std::pow(static_cast<double>(beta2), static_cast<double>(updates))));
  // Copies, which no number written below can change: only so the compiler takes several numbers at once.
  const float b1 = beta1, b2 = beta2, least = epsilon;
  float* first = m.data();
  float* second = v.data();
  const std::size_t n = m.size();
  for (std::size_t k = 0; k < n; ++k) {
    const float g = gradients[k] * scale;
    first[k] = b1 * first[k] + (1 - b1) * g;
    second[k] = b2 * second[k] + (1 - b2) * g * g;
    values[k] -= rate * (first[k] * unbias_m) / (std::sqrt(second[k] * unbias_v) + least);
  }
}

double LearningRate::at(std::int64_t t) const {
  if (t < warm_up) return peak * static_cast<double>(t + 1) / static_cast<double>(warm_up);
  const double done = updates > warm_up ? static_cast<double>(t - warm_up) / static_cast<double>(updates - warm_up) : 1.0;
  return last + 0.5 * (peak - last) * (1 + std::cos(std::numbers::pi * (done < 1 ? done : 1)));
}

}  // namespace regard
