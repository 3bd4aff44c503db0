#pragma once
// Trains a probe on data that stay the same: Adam (Kingma & Ba 2015) from zero, without a schedule.

#include <cmath>
#include <functional>

#include "matrix.h"

namespace regard {

/// The parameters after `updates` steps of length `rate` down the loss that `loss` returns for them.
inline AlignedVector<float> descend(std::size_t parameters, int updates, float rate,
                                    const std::function<Var<float>(const Pass<float>&)>& loss) {
  AlignedVector<float> values(parameters), gradients(parameters), m(parameters), v(parameters);
  Arena arena;
  for (int t = 1; t <= updates; ++t) {
    arena.reset();
    std::fill(gradients.begin(), gradients.end(), 0.0f);
    Tape<float> tape(arena, Tape<float>::Mode::kRecording);
    tape.backward(loss({tape, values.data(), gradients.data()}));
    for (std::size_t k = 0; k < parameters; ++k) {
      m[k] = 0.9f * m[k] + 0.1f * gradients[k];
      v[k] = 0.99f * v[k] + 0.01f * gradients[k] * gradients[k];
      const double unbiased_m = static_cast<double>(m[k]) / (1 - std::pow(0.9, t)),
                   unbiased_v = static_cast<double>(v[k]) / (1 - std::pow(0.99, t));
      values[k] -= rate * static_cast<float>(unbiased_m / (std::sqrt(unbiased_v) + 1e-9));
    }
  }
  return values;
}

}  // namespace regard
