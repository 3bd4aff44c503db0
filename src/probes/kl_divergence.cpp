#include "probes/kl_divergence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/aligned.h"
#include "core/check.h"
#include "ops/softmax.h"

namespace regard {

double kl_divergence(std::span<const float> p, std::span<const float> q) {
  check(!p.empty() && p.size() == q.size(), "kl_divergence: both distributions are over the same things.");
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    if (!(p[k] > 0)) continue;
    if (!(q[k] > 0)) return std::numeric_limits<double>::infinity();
    sum += static_cast<double>(p[k]) * std::log(static_cast<double>(p[k]) / static_cast<double>(q[k]));
  }
  return std::max(0.0, sum);
}

double kl_divergence_of_logits(std::span<const float> p_logits, std::span<const float> q_logits) {
  check(!p_logits.empty() && p_logits.size() == q_logits.size(), "kl_divergence_of_logits: both distributions are over the same things.");
  // sum_k p_k (ln p_k - ln q_k), where ln p_k = logit - normaliser.
  AlignedVector<float> p(p_logits.begin(), p_logits.end()), q(q_logits.begin(), q_logits.end());
  const int n = static_cast<int>(p.size());
  const double p_normaliser = static_cast<double>(softmax_in_place(p.data(), n));
  const double q_normaliser = static_cast<double>(softmax_in_place(q.data(), n));
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    const double difference = static_cast<double>(p_logits[k]) - static_cast<double>(q_logits[k]);
    sum += static_cast<double>(p[k]) * (difference - (p_normaliser - q_normaliser));
  }
  return std::max(0.0, sum);
}

}  // namespace regard
