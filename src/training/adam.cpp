#include "training/adam.h"

#include <cmath>
#include <numbers>

#include "core/check.h"

namespace regard {
namespace {

/// What one update does with every number.
struct Step {
  float beta1, beta2, epsilon, rate, scale, unbias_m, unbias_v;

  void operator()(std::size_t n, const float* gradients, float* values, float* m, float* v) const {
    // A copy, which no number written below can change: only so the compiler takes several numbers at once.
    const Step s = *this;
    for (std::size_t k = 0; k < n; ++k) {
      const float g = gradients[k] * s.scale;
      m[k] = s.beta1 * m[k] + (1 - s.beta1) * g;
      v[k] = s.beta2 * v[k] + (1 - s.beta2) * g * g;
      values[k] -= s.rate * (m[k] * s.unbias_m) / (std::sqrt(v[k] * s.unbias_v) + s.epsilon);
    }
  }
};

}  // namespace

void Adam::update(std::span<float> values, std::span<const float> gradients, float rate, float scale, std::span<const RateFactor> factors) {
  check(values.size() == m.size() && gradients.size() == m.size(), "Adam: values, gradients and moments are equally many.");
  ++updates;
  const float unbias_m = static_cast<float>(1.0 / (1.0 - std::pow(static_cast<double>(beta1), static_cast<double>(updates))));
  const float unbias_v = static_cast<float>(1.0 / (1.0 - std::pow(static_cast<double>(beta2), static_cast<double>(updates))));
  std::size_t done = 0;
  const auto step_to = [&](std::size_t end, float own_rate) {
    const Step step{beta1, beta2, epsilon, own_rate, scale, unbias_m, unbias_v};
    step(end - done, gradients.data() + done, values.data() + done, m.data() + done, v.data() + done);
    done = end;
  };
  for (const RateFactor& own : factors) {
    check(own.first >= done && own.first <= m.size() && own.count <= m.size() - own.first, "Adam: the factors' ranges ascend without overlap.");
    step_to(own.first, rate);
    step_to(own.first + own.count, rate * own.factor);
  }
  step_to(m.size(), rate);
}

double LearningRate::at(std::int64_t t) const {
  if (t < warm_up) return peak * static_cast<double>(t + 1) / static_cast<double>(warm_up);
  const double done = updates > warm_up ? static_cast<double>(t - warm_up) / static_cast<double>(updates - warm_up) : 1.0;
  return last + 0.5 * (peak - last) * (1 + std::cos(std::numbers::pi * (done < 1 ? done : 1)));
}

}  // namespace regard
