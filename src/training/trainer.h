#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"
#include "training/adam.h"
#include "training/batching.h"
#include "training/reinforce.h"

namespace regard {

struct TrainerOptions {
  std::uint64_t seed = 1;
  BatchingOptions batching;
  LearningRate learning_rate;
  double dropout = 0.2;
  double label_smoothing = 0.1;
  double clip = 1.0;                ///< the gradient's norm is brought down to this
  int shards = 2;                   ///< batches an update is made of; part of the arithmetic, unlike the number of threads
  std::vector<std::string> frozen;  ///< parameters whose names begin so are not trained
  std::map<std::string, double> rate_factors;  ///< parameters whose names begin so learn at this share of the rate; the first match counts
  int begin = 1;                    ///< id before the first target token
  int end = 2;                      ///< id after the last
  ReinforceOptions reinforce;       ///< of hard attention alone
};

/// What one update did.
struct UpdateReport {
  double loss = 0;                     ///< nats a target token, with label smoothing
  double negative_log_likelihood = 0;  ///< nats a target token, without
  double gradient_norm = 0;            ///< before clipping
  double learning_rate = 0;
  int target_tokens = 0;
  double attention_entropy = 0;  ///< nats a target token, with hard attention; else 0
};

/// Trains a sequence-to-sequence net. Every random choice is a function of the seed and the number of the update or the epoch, and
/// each update is a sum over `shards` batches in fixed order: the same options give the same weights on any number of threads, and a
/// trainer that goes on from a checkpoint gives those of one that never stopped. Hard attention learns as training/reinforce.h says.
class Trainer {
 public:
  /// Borrows all three for its lifetime. `values`: the parameters, already initialised.
  Trainer(const Seq2Seq& net, AlignedVector<float>& values, const std::vector<TokenPair>& pairs, const TrainerOptions& options);
  ~Trainer();

  /// One update on up to `threads` threads.
  UpdateReport update(int threads);

  std::int64_t updates() const { return adam_.updates; }
  Adam& adam() { return adam_; }
  RewardBaseline& baseline() { return baseline_; }

 private:
  struct Shard;
  void run_shard(Shard& shard, const Batch& batch, std::uint64_t stream);
  const Batch& batch(std::int64_t number);

  const Seq2Seq& net_;
  AlignedVector<float>& values_;
  const std::vector<TokenPair>& pairs_;
  TrainerOptions options_;
  Adam adam_;
  std::vector<RateFactor> rate_factors_;
  RewardBaseline baseline_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::vector<Batch> epoch_;         ///< the batches of epoch `epoch_number_`
  std::int64_t epoch_number_ = -1;
  std::int64_t epoch_first_ = 0;     ///< number of the epoch's first batch, counted from the start of training
};

/// Negative log-likelihood of the pairs under teacher forcing, without dropout or smoothing; hard attention takes the arg max.
CrossEntropyCount measure_likelihood(const Seq2Seq& net, const AlignedVector<float>& values, const std::vector<TokenPair>& pairs, int begin,
                                     int end);

}  // namespace regard
