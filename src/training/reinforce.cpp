#include "training/reinforce.h"

#include <algorithm>

#include "ops/categorical.h"
#include "ops/elementwise.h"

namespace regard {

double RewardBaseline::advantage(double log_likelihood, int id) const {
  const auto at = static_cast<std::size_t>(id);
  // A log-likelihood is below 0, so that 0 means none.
  return at < means_.size() && means_[at] != 0.0f ? log_likelihood - static_cast<double>(means_[at]) : 0.0;
}

void RewardBaseline::update(const std::vector<RewardSums>& seen, double decay) {
  std::size_t ids = means_.size();
  for (const RewardSums& part : seen) ids = std::max(ids, part.sums.size());
  means_.resize(ids);
  for (std::size_t at = 0; at < ids; ++at) {
    double sum = 0;
    std::int64_t count = 0;
    for (const RewardSums& part : seen) {
      if (at >= part.sums.size()) continue;
      sum += part.sums[at];
      count += part.counts[at];
    }
    if (count == 0) continue;
    const double mean = sum / static_cast<double>(count), before = static_cast<double>(means_[at]);
    means_[at] = static_cast<float>(before == 0 ? mean : decay * before + (1 - decay) * mean);
  }
}

template <class T>
Var<T> reinforce_loss(Tape<T>& tape, const HardChoices<T>& choices, const Batch& batch, const ReinforceOptions& options,
                      const RewardBaseline& baseline, RewardSums& seen) {
  const std::size_t rows = batch.targets.size(), size = static_cast<std::size_t>(batch.size);
  check(choices.positions.size() == rows && choices.log_likelihood.size() == rows, "reinforce_loss: the choices are those of the batch.");
  T* score_weights = tape.arena().template allocate<T>(rows);
  T* entropy_weights = tape.arena().template allocate<T>(rows);
  const int most = *std::max_element(batch.targets.begin(), batch.targets.end());
  seen.sums.assign(static_cast<std::size_t>(most + 1), 0.0);
  seen.counts.assign(static_cast<std::size_t>(most + 1), 0);
  for (std::size_t b = 0; b < size; ++b) {
    double advantage = 0;  // R_i - b_i
    for (std::size_t k = rows / size; k > 0; --k) {
      const std::size_t row = (k - 1) * size + b;
      const int id = batch.targets[row];
      score_weights[row] = entropy_weights[row] = T(0);
      if (id < 0) continue;
      entropy_weights[row] = static_cast<T>(-options.entropy_weight);
      if (choices.positions[row] < 0) continue;
      const double log_likelihood = choices.log_likelihood[row];
      advantage += options.has_baseline ? baseline.advantage(log_likelihood, id) : log_likelihood;
      score_weights[row] = static_cast<T>(-options.reward_weight * advantage);
      seen.sums[static_cast<std::size_t>(id)] += log_likelihood;
      ++seen.counts[static_cast<std::size_t>(id)];
    }
  }
  return add(tape, weighted_total(tape, choices.log_alpha, std::span<const T>(score_weights, rows)),
             weighted_total(tape, choices.entropy, std::span<const T>(entropy_weights, rows)));
}

template Var<float> reinforce_loss(Tape<float>&, const HardChoices<float>&, const Batch&, const ReinforceOptions&, const RewardBaseline&,
                                   RewardSums&);
template Var<double> reinforce_loss(Tape<double>&, const HardChoices<double>&, const Batch&, const ReinforceOptions&, const RewardBaseline&,
                                    RewardSums&);

}  // namespace regard
