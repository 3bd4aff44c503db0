#pragma once

#include <cstdint>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"

namespace regard {

/// How hard attention learns (Xu et al. 2015, section 4.1): the weights that the paper leaves to a validation set, and its two remedies
/// against the estimate's variance.
struct ReinforceOptions {
  double reward_weight = 1;     ///< lambda_r, of the score function
  double entropy_weight = 0;    ///< lambda_e, of the entropy H(alpha_i), which keeps the choices open
  double baseline_decay = 0.9;  ///< the paper's: b_k = 0.9 b_{k-1} + 0.1 log p
  double expected_share = 0.5;  ///< the paper's: the share of sentences that take c_i = sum_j alpha_ij h_j in place of a sample, drawn anew
                                ///< for every sentence of every update; for them the gradient is that of soft attention
  bool has_baseline = true;     ///< false: b = 0, REINFORCE as it stands in eq. 12
};

/// Sums of log p(y_i), nats, by the id of y_i, over sentences that drew their positions.
struct RewardSums {
  std::vector<double> sums;
  std::vector<std::int64_t> counts;
};

/// The moving-average baseline b (Xu et al. 2015, section 4.1), here one for each token of the target vocabulary: m(y), how likely y was of
/// late. A choice at step i is compared with b_i = sum_{k >= i} m(y_k), which no choice changes: that a sentence is long, or its words are
/// rare, is then no reward and no punishment.
class RewardBaseline {
 public:
  /// log p(y) - m(y), nats; 0 where y was not seen yet.
  double advantage(double log_likelihood, int id) const;

  /// m(y) <- decay * m(y) + (1 - decay) * mean of those seen; the first mean is taken as it is.
  void update(const std::vector<RewardSums>& seen, double decay);

  /// m by id, nats, 0 where none was seen. Part of a checkpoint.
  AlignedVector<float>& means() { return means_; }

 private:
  AlignedVector<float> means_;
};

/// What is added to the cross-entropy so that its gradient is that of Xu et al. 2015, section 4.1 (eq. 12 with baseline and entropy, one
/// sample a sentence), which climbs the lower bound of eq. 10:
///   d log p(y|a) + lambda_r (R_i - b_i) d log alpha_i(a_i) + lambda_e d H(alpha_i),  summed over the steps i
/// with two differences from the paper. The reward of a choice is causal: R_i = sum_{k >= i} log p(y_k | y_<k, a), for the words before i
/// do not depend on a_i. And b depends on the words that remain, see RewardBaseline. R_i - b_i is a constant of the differentiation; it is
/// without label smoothing. Sentences that took the expectation have no score function, and their rewards do not count for b.
/// choices: filled by Seq2Seq::loss on this tape. Returns (1, 1). `seen` is replaced.
template <class T>
Var<T> reinforce_loss(Tape<T>& tape, const HardChoices<T>& choices, const Batch& batch, const ReinforceOptions& options,
                      const RewardBaseline& baseline, RewardSums& seen);

}  // namespace regard
