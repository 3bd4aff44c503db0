#pragma once

#include <array>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"
#include "training/batching.h"
#include "training/reinforce.h"

namespace regard {

/// One path a = (a_1 .. a_T) of hard attention through a sentence: where it looked at each step.
struct LookPath {
  std::vector<int> positions;
  double probability = 0;     ///< p(a) = prod_i alpha_i(a_i)
  double log_likelihood = 0;  ///< log p(y | a), nats
};

/// Every path of hard attention for one pair, and what they say together.
template <class T>
struct EnumeratedPaths {
  std::vector<LookPath> paths;   ///< S^T of them, the first step varying slowest
  double bound = 0;              ///< L = sum_a p(a) log p(y | a), nats (Xu et al. 2015, eq. 10): what hard attention climbs
  double log_likelihood = 0;     ///< log sum_a p(a) p(y | a), nats, which L bounds from below
  int parameters = 0;            ///< P
  std::vector<T> estimates;      ///< (S^T, P): the estimate of d L that each path would give; see reinforce_loss
  std::vector<double> gradient;  ///< d L / d theta (P), sum_a p(a) estimate(a): exact, whatever the baseline

  /// The same of the parameters first .. first + count - 1 alone.
  EnumeratedPaths of_parameters(std::size_t first, std::size_t count) const;

  const T* estimate(std::size_t path) const { return estimates.data() + path * static_cast<std::size_t>(parameters); }
};

/// Runs the net over every path; S^T backward passes. The estimates are those of reinforce_loss with lambda_r = 1 and no entropy, against
/// `baseline`. pair: source and target without begin and end. At most 10,000 paths.
template <class T>
EnumeratedPaths<T> enumerate_paths(const Seq2Seq& net, const AlignedVector<T>& values, const TokenPair& pair,
                                   const ReinforceOptions& options, const RewardBaseline& baseline);

/// Mean log p of each token of the target over `samples` paths drawn with `seed`: a constant baseline, independent of the samples it will
/// serve.
template <class T>
RewardBaseline constant_baseline(const Seq2Seq& net, const AlignedVector<T>& values, const TokenPair& pair, int samples,
                                 std::uint64_t seed);

/// REINFORCE estimates of d L / d theta: each call of next() runs the net with freshly drawn positions, and back.
template <class T>
class ReinforceSampler {
 public:
  /// Borrows the net and the values.
  ReinforceSampler(const Seq2Seq& net, const AlignedVector<T>& values, const TokenPair& pair, const ReinforceOptions& options,
                   const RewardBaseline& baseline, std::uint64_t seed);

  /// One estimate (P). Valid until the next call.
  const AlignedVector<T>& next();

  /// Where the last one looked.
  const std::vector<int>& positions() const { return positions_; }

 private:
  const Seq2Seq& net_;
  const AlignedVector<T>& values_;
  Batch batch_;
  ReinforceOptions options_;
  RewardBaseline baseline_;
  Rng rng_;
  Arena arena_;
  AlignedVector<T> gradient_;
  std::vector<int> positions_;
};

/// Trace of the covariance of the estimates, exactly: sum_a p(a) |estimate(a) - gradient|^2.
template <class T>
double estimate_variance(const EnumeratedPaths<T>& all);

/// The two directions in which the estimates vary most: unit eigenvectors (P) of their covariance sum_a p(a) (g - d L)(g - d L)^T, by power
/// iteration, and their shares of its trace.
struct PrincipalDirections {
  std::array<std::vector<double>, 2> directions;
  std::array<double, 2> shares{};
};
template <class T>
PrincipalDirections principal_directions(const EnumeratedPaths<T>& all);

}  // namespace regard
