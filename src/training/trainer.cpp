#include "training/trainer.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "ops/elementwise.h"

namespace regard {
namespace {

/// One seed from two numbers; Rng mixes it further.
std::uint64_t combine(std::uint64_t seed, std::uint64_t stream) { return seed * 0x9e3779b97f4a7c15u + stream; }

constexpr std::uint64_t kEpochStreams = std::uint64_t{1} << 40;   ///< keeps the epochs' streams apart from the batches'
constexpr std::uint64_t kChoiceStreams = std::uint64_t{1} << 41;  ///< and those of hard attention from both

}  // namespace

struct Trainer::Shard {
  Arena arena;
  AlignedVector<float> gradients;
  double loss = 0;
  CrossEntropyCount count;
  RewardSums rewards;
  double entropy = 0;
};

Trainer::Trainer(const Seq2Seq& net, AlignedVector<float>& values, const std::vector<TokenPair>& pairs, const TrainerOptions& options)
    : net_(net), values_(values), pairs_(pairs), options_(options), adam_(values.size()) {
  check(!pairs.empty(), "Trainer: there is at least one pair.");
  // Here, once: a worker thread has nobody to throw to, and pairs without a source would make epochs without a batch.
  const auto inside = [](const std::vector<int>& ids, int vocabulary) {
    return std::all_of(ids.begin(), ids.end(), [&](int id) { return id >= 0 && id < vocabulary; });
  };
  for (const TokenPair& pair : pairs) {
    check(!pair.source.empty(), "Trainer: every pair has a source.");
    check(inside(pair.source, net.config().source_vocabulary) && inside(pair.target, net.config().target_vocabulary),
          "Trainer: every id lies inside its vocabulary.");
  }
  check(values.size() == net.layout().size(), "Trainer: there is one number for each parameter.");
  for (const std::string& prefix : options.frozen) check(net.layout().has(prefix), "Trainer: what is frozen names a parameter.");
  for (const auto& [prefix, factor] : options.rate_factors) {
    check(net.layout().has(prefix), "Trainer: what has its own rate names a parameter.");
  }
  for (const Parameter& p : net.layout().parameters()) {
    for (const auto& [prefix, factor] : options.rate_factors) {
      if (!p.name.starts_with(prefix)) continue;
      rate_factors_.push_back({p.offset, p.size(), static_cast<float>(factor)});
      break;
    }
  }
  for (int k = 0; k < options.shards; ++k) {
    shards_.push_back(std::make_unique<Shard>());
    shards_.back()->gradients.resize(values.size());
  }
}

Trainer::~Trainer() = default;

const Batch& Trainer::batch(std::int64_t number) {
  while (epoch_number_ < 0 || number >= epoch_first_ + static_cast<std::int64_t>(epoch_.size())) {
    epoch_first_ += static_cast<std::int64_t>(epoch_.size());
    ++epoch_number_;
    Rng rng(combine(options_.seed, kEpochStreams + static_cast<std::uint64_t>(epoch_number_)));
    epoch_ = epoch_batches(pairs_, options_.batching, options_.begin, options_.end, rng);
  }
  return epoch_[static_cast<std::size_t>(number - epoch_first_)];
}

void Trainer::run_shard(Shard& shard, const Batch& batch, std::uint64_t stream) {
  shard.arena.reset();
  std::fill(shard.gradients.begin(), shard.gradients.end(), 0.0f);
  Rng rng(combine(options_.seed, stream));
  Tape<float> tape(shard.arena, Tape<float>::Mode::kRecording);
  const Pass<float> pass{tape, values_.data(), shard.gradients.data()};
  const Dropout dropout{options_.dropout, rng};
  if (net_.config().attention != AttentionKind::kHard) {
    const Var<float> loss = net_.loss(pass, batch, options_.label_smoothing, dropout, &shard.count);
    shard.loss = static_cast<double>(*loss.value.data);
    tape.backward(loss);
    return;
  }
  Rng choice(combine(options_.seed, kChoiceStreams + stream));
  std::vector<char> expected(static_cast<std::size_t>(batch.size));
  for (char& one : expected) one = choice.uniform() < options_.reinforce.expected_share;
  HardChoices<float> choices;
  choices.policy = {.rng = &choice, .expected = expected};
  const Var<float> loss = net_.loss(pass, batch, options_.label_smoothing, dropout, &shard.count, &choices);
  shard.loss = static_cast<double>(*loss.value.data);
  shard.entropy = 0;
  for (std::size_t row = 0; row < batch.targets.size(); ++row) {
    if (batch.targets[row] >= 0) shard.entropy += static_cast<double>(choices.entropy.value.data[row]);
  }
  tape.backward(add(tape, loss, reinforce_loss(tape, choices, batch, options_.reinforce, baseline_, shard.rewards)));
}

UpdateReport Trainer::update(int threads) {
  const std::int64_t first = adam_.updates * options_.shards;
  // Copies, because the second batch may belong to the next epoch, which replaces the first one's.
  std::vector<Batch> batches;
  for (int k = 0; k < options_.shards; ++k) batches.push_back(batch(first + k));

  std::atomic<int> next{0};
  const auto work = [&] {
    for (int k = next++; k < options_.shards; k = next++) {
      const auto i = static_cast<std::size_t>(k);
      run_shard(*shards_[i], batches[i], static_cast<std::uint64_t>(first + k));
    }
  };
  std::vector<std::thread> others;
  for (int t = 1; t < std::min(threads, options_.shards); ++t) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();

  AlignedVector<float>& sum = shards_[0]->gradients;
  for (std::size_t s = 1; s < shards_.size(); ++s) {
    const AlignedVector<float>& more = shards_[s]->gradients;
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += more[k];
  }
  for (const Parameter& p : net_.layout().parameters()) {
    for (const std::string& prefix : options_.frozen) {
      // Without a gradient Adam's moments stay zero, and so does its step.
      if (p.name.starts_with(prefix)) std::fill_n(sum.begin() + static_cast<std::ptrdiff_t>(p.offset), p.size(), 0.0f);
    }
  }
  UpdateReport report;
  for (const auto& shard : shards_) {
    report.loss += shard->loss;
    report.negative_log_likelihood += shard->count.negative_log_likelihood;
    report.target_tokens += shard->count.targets;
    report.attention_entropy += shard->entropy;
  }
  if (net_.config().attention == AttentionKind::kHard) {
    std::vector<RewardSums> rewards;
    for (const auto& shard : shards_) rewards.push_back(shard->rewards);
    baseline_.update(rewards, options_.reinforce.baseline_decay);
  }
  const double tokens = report.target_tokens;
  // Sixteen sums side by side: vectorised, and in an order that does not depend on the compiler's flags.
  double squares[16] = {};
  for (std::size_t k = 0; k < sum.size(); ++k) squares[k % 16] += static_cast<double>(sum[k]) * static_cast<double>(sum[k]);
  double square = 0;
  for (double part : squares) square += part;
  report.gradient_norm = std::sqrt(square) / tokens;
  report.loss /= tokens;
  report.negative_log_likelihood /= tokens;
  report.attention_entropy /= tokens;
  report.learning_rate = options_.learning_rate.at(adam_.updates);
  const double scale = (report.gradient_norm > options_.clip ? options_.clip / report.gradient_norm : 1.0) / tokens;
  adam_.update(values_, sum, static_cast<float>(report.learning_rate), static_cast<float>(scale), rate_factors_);
  return report;
}

CrossEntropyCount measure_likelihood(const Seq2Seq& net, const AlignedVector<float>& values, const std::vector<TokenPair>& pairs, int begin,
                                     int end) {
  Rng rng(0);
  const std::vector<Batch> batches = epoch_batches(pairs, {{1.0}, 1 << 20, 1000}, begin, end, rng);
  CrossEntropyCount total;
  Arena arena;
  for (const Batch& batch : batches) {
    arena.reset();
    Tape<float> tape(arena, Tape<float>::Mode::kInference);
    CrossEntropyCount count;
    net.loss(Pass<float>{tape, values.data()}, batch, 0.0, {}, &count);
    total.negative_log_likelihood += count.negative_log_likelihood;
    total.targets += count.targets;
  }
  return total;
}

}  // namespace regard
