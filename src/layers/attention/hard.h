#pragma once

#include <algorithm>
#include <span>

#include "core/rng.h"
#include "ops/categorical.h"

namespace regard {

/// How hard attention comes to the position a_i at which a step looks (Xu et al. 2015, section 4.1):  a_i ~ Categorical(alpha_i),  c_i =
/// h_{a_i}. By default a_i = arg max_j alpha_ij, the first of equals, and nothing is random.
struct HardPolicy {
  Rng* rng = nullptr;               ///< where given, a_i is drawn with it, one number a sentence
  std::span<const int> given = {};  ///< where not empty, a_i of each sentence from outside; negative: as if it were not given
  std::span<const char> expected =
      {};  ///< where not empty, 1 for each sentence that takes the expectation c_i = sum_j alpha_ij h_j instead
};

/// The position that lies at `u` in [0, 1) of the row's cumulative sum.
template <class T>
int position_at(const T* alpha, int length, double u) {
  double sum = 0;
  int last = 0;
  for (int j = 0; j < length; ++j) {
    if (alpha[j] <= T(0)) continue;
    sum += static_cast<double>(alpha[j]);
    last = j;
    if (u < sum) break;
  }
  return last;
}

/// a_i of each sentence, -1 where it takes the expectation. The numbers lie in the tape's arena.  alpha: (B, S).
template <class T>
std::span<const int> choose_positions(Tape<T>& tape, Tensor<T> alpha, const HardPolicy& policy) {
  const auto batch = static_cast<std::size_t>(alpha.rows);
  check(policy.given.empty() || policy.given.size() == batch, "HardPolicy: there is one position a sentence.");
  check(policy.expected.empty() || policy.expected.size() == batch, "HardPolicy: there is one choice a sentence.");
  int* positions = tape.arena().template allocate<int>(batch);
  for (std::size_t b = 0; b < batch; ++b) {
    const T* row = alpha.row(static_cast<int>(b));
    // Drawn whether it is used or not, so that what one sentence does changes no other's draws.
    const double u = policy.rng ? policy.rng->uniform() : 0.0;
    if (!policy.expected.empty() && policy.expected[b]) {
      positions[b] = -1;
    } else if (!policy.given.empty() && policy.given[b] >= 0) {
      positions[b] = policy.given[b];
    } else if (policy.rng) {
      positions[b] = position_at(row, alpha.cols, u);
    } else {
      positions[b] = static_cast<int>(std::max_element(row, row + alpha.cols) - row);
    }
  }
  return {positions, batch};
}

}  // namespace regard
