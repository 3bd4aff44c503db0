#pragma once

#include <memory>
#include <string_view>

#include "tasks/pick.h"
#include "training/trainer.h"

namespace regard {

/// How a net that learns to pick attends, and how hard attention learns: by REINFORCE alone, no sentence takes the expectation.
enum class PickKind { kSoft, kHard, kHardWithoutBaseline };

/// Under 200 parameters, for gradients that are enumerated; or enough to learn the task whole.
enum class PickSize { kSmall, kLarger };

/// A net with soft or hard attention that learns the task of tasks/pick.h. Apart from the attention the three kinds are one net from one
/// start, and see the same examples. s_0 = 0, the bridge is fixed at zero, so that nothing but attention carries the source.
class PickRun {
 public:
  PickRun(PickKind kind, PickSize size, std::uint64_t seed);
  PickRun(const PickRun&) = delete;
  PickRun& operator=(const PickRun&) = delete;

  /// More updates, one batch of about kBatch examples each, all on the calling thread.
  void advance(int updates);

  std::int64_t updates() const { return trainer_->updates(); }

  /// Mean log p of a letter of the target or its end, nats, over every example there is, as the net is meant to be used: hard attention
  /// takes the arg max.
  double log_likelihood() const;

  /// Share of all examples of which both letters and the end are the most likely, each given those before.
  double right() const;

  const Seq2Seq& net() const { return net_; }
  const AlignedVector<float>& values() const { return values_; }

 private:
  Seq2Seq net_;
  AlignedVector<float> values_;
  std::vector<TokenPair> pairs_;
  std::unique_ptr<Trainer> trainer_;
};

/// A pick example as a pair.
TokenPair pick_pair(const PickExample& example, int number);

/// "soft", "hard" or "hard-without-baseline"; none for another name.
std::optional<PickKind> pick_kind(std::string_view name);

}  // namespace regard
