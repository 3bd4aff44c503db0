#pragma once

#include <cstdint>
#include <span>

#include "core/aligned.h"

namespace regard {

/// Numbers `first` to `first + count - 1` learn at `factor` times the rate of the others.
struct RateFactor {
  std::size_t first, count;
  float factor;
};

/// Adam (Kingma & Ba 2015, algorithm 1), without weight decay, over flat arrays.
struct Adam {
  float beta1 = 0.9f;
  float beta2 = 0.98f;
  float epsilon = 1e-9f;
  AlignedVector<float> m, v;    ///< the two moments, one number a parameter
  std::int64_t updates = 0;   ///< t: how many updates were made

  explicit Adam(std::size_t parameters) : m(parameters), v(parameters) {}

  /// values -= rate * m^ / (sqrt(v^) + epsilon), with the moments of scale * gradients and their bias corrections.
  /// `factors`: ascending, without overlap.
  void update(std::span<float> values, std::span<const float> gradients, float rate, float scale, std::span<const RateFactor> factors = {});
};

/// Learning rate of update t = 0, 1, ..: linear from 0 to `peak` over `warm_up` updates, then a half cosine down to `last` at `updates`.
struct LearningRate {
  double peak = 3e-3;
  double last = 1e-4;
  std::int64_t warm_up = 200;
  std::int64_t updates = 10000;

  double at(std::int64_t t) const;
};

}  // namespace regard
