#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace regard {

/// What a number of answers of a probe amount to. Sums, so that scores of sentences add up to that of a set.
struct AnswerScore {
  std::int64_t count = 0;
  std::int64_t right = 0;      ///< the most likely answer was the true one
  double probability = 0;      ///< given to the true answers, summed
  double log_probability = 0;  ///< natural, summed

  void add(bool is_right, double log_p);
  AnswerScore& operator+=(const AnswerScore& other);
};

/// A 95 % interval of right / count by bootstrap over sentences: percentiles 2.5 and 97.5 of `resamples` accuracies, seeded. Sentences
/// that were asked nothing are left out; {0, 0} when that leaves none.
std::array<double, 2> accuracy_interval(std::span<const AnswerScore> sentences, int resamples, std::uint64_t seed);

}  // namespace regard
