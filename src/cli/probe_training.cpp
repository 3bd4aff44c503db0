#include "cli/probe_training.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "cli/parallel.h"
#include "training/adam.h"

namespace regard {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBatches = 2;  ///< an update is made of; part of the arithmetic

/// Batches one after the other, epoch by epoch.
class Stream {
 public:
  Stream(const ProbeEpoch& epoch, std::uint64_t seed) : epoch_(epoch), rng_(seed) {}

  /// The next one, or null when an epoch has none. Valid until kBatches more were asked for.
  const Batch* next() {
    if (at_ == batches_.size()) {
      // The last batches of the epoch before may be in use still.
      before_ = std::move(batches_);
      batches_ = epoch_(rng_);
      at_ = 0;
    }
    return batches_.empty() ? nullptr : &batches_[at_++];
  }

 private:
  const ProbeEpoch& epoch_;
  Rng rng_;
  std::vector<Batch> batches_, before_;
  std::size_t at_ = 0;
};

}  // namespace

Result<AlignedVector<float>> train_probe(std::size_t parameters, const ProbeEpoch& epoch, const ProbeLoss& loss,
                                         const ProbeTraining& training) {
  AlignedVector<float> values(parameters), gradients[kBatches];
  for (AlignedVector<float>& part : gradients) part.resize(parameters);
  Adam adam(parameters);
  const LearningRate rate{training.peak_rate, training.peak_rate / 100, std::min<std::int64_t>(100, training.updates), training.updates};
  Stream stream(epoch, training.seed);
  const auto start = Clock::now();
  Clock::time_point shown{};
  double recent = 0;
  for (std::int64_t done = 1; done <= training.updates; ++done) {
    const Batch* batches[kBatches];
    for (const Batch*& batch : batches) {
      batch = stream.next();
      if (!batch) return Error{"bad-pairs", "There is no sentence to train the probe on."};
    }
    CrossEntropyCount counts[kBatches];
    in_parallel(kBatches, training.threads, [&](std::size_t k) {
      std::fill(gradients[k].begin(), gradients[k].end(), 0.0f);
      counts[k] = loss(*batches[k], values.data(), gradients[k].data());
    });
    double total = 0;
    int questions = 0;
    for (const CrossEntropyCount& count : counts) {
      total += count.negative_log_likelihood;
      questions += count.targets;
    }
    if (questions == 0) continue;
    if (!std::isfinite(total)) return Error{"diverged", "The loss of update " + std::to_string(done) + " is not finite."};
    for (std::size_t k = 0; k < parameters; ++k) gradients[0][k] += gradients[1][k];
    adam.update(values, gradients[0], static_cast<float>(rate.at(done - 1)), 1.0f / static_cast<float>(questions));
    recent = recent == 0 ? total / questions : 0.98 * recent + 0.02 * total / questions;
    const auto now = Clock::now();
    if (now - shown < std::chrono::seconds(1) && done < training.updates) continue;
    shown = now;
    std::fprintf(stderr, "\r%s: %lld/%lld  loss %.3f  %.0f s   %s", training.label.c_str(), static_cast<long long>(done),
                 static_cast<long long>(training.updates), recent, std::chrono::duration<double>(now - start).count(),
                 done == training.updates ? "\n" : "");
    std::fflush(stderr);
  }
  return values;
}

}  // namespace regard
