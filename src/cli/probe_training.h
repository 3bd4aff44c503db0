#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/aligned.h"
#include "core/result.h"
#include "core/rng.h"
#include "nets/seq2seq.h"

namespace regard {

struct ProbeTraining {
  std::string label;  ///< of the progress line
  std::int64_t updates = 1500;
  std::uint64_t seed = 1;
  double peak_rate = 0.01;
  int threads = 1;
};

/// The batches of one more pass over the data. It depends on the state of `rng` alone.
using ProbeEpoch = std::function<std::vector<Batch>(Rng& rng)>;

/// Adds the gradient of a batch's loss to `gradients`, and says what it saw. Called from several threads.
using ProbeLoss = std::function<CrossEntropyCount(const Batch& batch, const float* values, float* gradients)>;

/// Trains `parameters` numbers from zero with Adam, the rate over a short warm-up and then half a cosine. An update is the mean over the
/// questions of two batches in fixed order, so that the numbers do not depend on the threads. Progress goes to standard error.
/// Fails with "diverged" when a loss is not finite, and with "bad-pairs" when an epoch is empty.
Result<AlignedVector<float>> train_probe(std::size_t parameters, const ProbeEpoch& epoch, const ProbeLoss& loss,
                                         const ProbeTraining& training);

}  // namespace regard
