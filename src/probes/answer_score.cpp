#include "probes/answer_score.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.h"
#include "core/rng.h"

namespace regard {

void AnswerScore::add(bool is_right, double log_p) {
  ++count;
  right += is_right;
  probability += std::exp(log_p);
  log_probability += log_p;
}

AnswerScore& AnswerScore::operator+=(const AnswerScore& other) {
  count += other.count;
  right += other.right;
  probability += other.probability;
  log_probability += other.log_probability;
  return *this;
}

std::array<double, 2> accuracy_interval(std::span<const AnswerScore> sentences, int resamples, std::uint64_t seed) {
  check(resamples > 0, "accuracy_interval needs at least one resample.");
  std::vector<AnswerScore> asked;
  for (const AnswerScore& sentence : sentences) {
    if (sentence.count > 0) asked.push_back(sentence);
  }
  if (asked.empty()) return {0, 0};
  Rng rng(seed);
  std::vector<double> accuracies;
  for (int k = 0; k < resamples; ++k) {
    std::int64_t count = 0, right = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const AnswerScore& sentence = asked[static_cast<std::size_t>(rng.below(asked.size()))];
      count += sentence.count;
      right += sentence.right;
    }
    accuracies.push_back(static_cast<double>(right) / static_cast<double>(count));
  }
  std::sort(accuracies.begin(), accuracies.end());
  const std::size_t cut = accuracies.size() / 40;
  return {accuracies[cut], accuracies[accuracies.size() - 1 - cut]};
}

}  // namespace regard
