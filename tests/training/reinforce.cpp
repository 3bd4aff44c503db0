#include "training/reinforce.h"

#include "catch.h"
#include "ops/elementwise.h"
#include "reversal.h"
#include "tiny_net.h"
#include "training/trainer.h"

using namespace regard;

namespace {

const Seq2SeqConfig kHard = tiny_config(AttentionKind::kHard);
const std::vector<std::vector<int>> kSources = {{3, 8}, {7, 4}};
const std::vector<std::vector<int>> kTargets = {{4}, {6, 5}};
constexpr int kPositions = 3, kSentences = 2, kLength = 2;

/// A run over the batch: sum of log p(y|a), log p(a), and, where asked for, the gradient of the cross-entropy and of reinforce_loss.
struct Run {
  double log_likelihood[kSentences] = {}, log_alpha[kSentences] = {};
  double loss = 0;
  AlignedVector<double> gradients;
};

Run run(const Seq2Seq& net, const AlignedVector<double>& values, const Batch& batch, const HardPolicy& policy,
        const ReinforceOptions& options, const RewardBaseline& baseline, RewardSums* seen = nullptr) {
  Run result;
  result.gradients.resize(values.size());
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  const Pass<double> pass{tape, values.data(), result.gradients.data()};
  HardChoices<double> choices;
  choices.policy = policy;
  RewardSums sums;
  const Var<double> loss = net.loss(pass, batch, 0.0, {}, nullptr, &choices);
  const Var<double> all = add(tape, loss, reinforce_loss(tape, choices, batch, options, baseline, sums));
  result.loss = *all.value.data;
  for (int row = 0; row < batch.target_length() * batch.size; ++row) {
    const auto k = static_cast<std::size_t>(row);
    if (batch.targets[k] < 0) continue;
    result.log_likelihood[row % batch.size] += choices.log_likelihood[k];
    result.log_alpha[row % batch.size] += choices.log_alpha.value.data[k];
  }
  tape.backward(all);
  if (seen) *seen = sums;
  return result;
}

/// Every path of `steps` steps over kLength positions, for all sentences alike, padded to kPositions.
std::vector<std::vector<int>> paths(int size) {
  std::vector<std::vector<int>> all;
  for (int code = 0; code < kLength * kLength * kLength; ++code) {
    std::vector<int> path;
    for (int i = 0, rest = code; i < kPositions; ++i, rest /= kLength)
      path.insert(path.end(), static_cast<std::size_t>(size), rest % kLength);
    all.push_back(path);
  }
  return all;
}

}  // namespace

TEST_CASE("the estimate's mean over all paths is the gradient of the lower bound, whatever the baseline",
          "[training][reinforce][gradient]") {
  const Seq2Seq net(kHard);
  AlignedVector<double> values = random_values<double>(net, 1);
  // One sentence at a time, of three target tokens, the end among them: every path of three choices counts.
  const Batch batch = batch_of({kSources[1]}, {kTargets[1]}, kPositions);
  RewardBaseline none, constant, by_token;
  constant.means() = AlignedVector<float>(7, -2);
  by_token.means() = {0, 0, -1.5f, 0, 0, -3, -7.25f};
  // L = sum_a p(a) log p(y | a) (Xu et al. 2015, eq. 10).
  const auto bound = [&] {
    double sum = 0;
    for (const std::vector<int>& path : paths(1)) {
      const Run one = run(net, values, batch, {.given = path}, {}, constant);
      sum += std::exp(one.log_alpha[0]) * one.log_likelihood[0];
    }
    return sum;
  };
  for (RewardBaseline* baseline : {&none, &constant, &by_token}) {
    AlignedVector<double> mean(values.size());
    const ReinforceOptions options{.reward_weight = 1, .entropy_weight = 0, .has_baseline = baseline != &none};
    for (const std::vector<int>& path : paths(1)) {
      const Run one = run(net, values, batch, {.given = path}, options, *baseline);
      for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += std::exp(one.log_alpha[0]) * one.gradients[k];
    }
    Rng choice(3);
    for (const Parameter& p : net.layout().parameters()) {
      CAPTURE(p.name);
      for (int sample = 0; sample < 4; ++sample) {
        const std::size_t k = p.offset + choice.below(p.size());
        const double kept = values[k], step = 1e-5;
        values[k] = kept + step;
        const double above = bound();
        values[k] = kept - step;
        const double below = bound();
        values[k] = kept;
        CHECK(-mean[k] == Approx((above - below) / (2 * step)).epsilon(1e-6).margin(1e-9));
      }
    }
  }
}

TEST_CASE("the entropy's gradient is that of central differences", "[training][reinforce][gradient]") {
  const Seq2Seq net(kHard);
  AlignedVector<double> values = random_values<double>(net, 2);
  const Batch batch = batch_of(kSources, kTargets, kPositions);
  const std::vector<int> path = {0, 1, 1, 0, 1, 1};
  const ReinforceOptions options{.reward_weight = 0, .entropy_weight = 0.7};
  const Run at = run(net, values, batch, {.given = path}, options, {});
  Rng choice(4);
  for (const Parameter& p : net.layout().parameters()) {
    CAPTURE(p.name);
    const std::size_t k = p.offset + choice.below(p.size());
    const double kept = values[k], step = 1e-5;
    values[k] = kept + step;
    const double above = run(net, values, batch, {.given = path}, options, {}).loss;
    values[k] = kept - step;
    const double below = run(net, values, batch, {.given = path}, options, {}).loss;
    values[k] = kept;
    CHECK(at.gradients[k] == Approx((above - below) / (2 * step)).epsilon(1e-6).margin(1e-9));
  }
}

TEST_CASE("sentences that take the expectation have the gradient of soft attention and no reward", "[training][reinforce]") {
  const Seq2Seq hard(kHard), soft(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<double> values = random_values<double>(hard, 3);
  const Batch batch = batch_of(kSources, kTargets, kPositions);
  const std::vector<char> expected = {1, 1};
  RewardSums seen;
  const Run one = run(hard, values, batch, {.expected = expected}, {}, {}, &seen);
  AlignedVector<double> gradients(values.size());
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  const Var<double> loss = soft.loss(Pass<double>{tape, values.data(), gradients.data()}, batch, 0.0, {}, nullptr);
  tape.backward(loss);
  CHECK(one.loss == *loss.value.data);
  CHECK(one.gradients == gradients);
  for (std::int64_t count : seen.counts) CHECK(count == 0);
}

TEST_CASE("a choice is rewarded by the words from its own on, each compared with itself before", "[training][reinforce]") {
  const Seq2Seq net(kHard);
  const AlignedVector<double> values = random_values<double>(net, 4);
  const Batch batch = batch_of(kSources, kTargets, kPositions);  // 4 end; 6 5 end
  const std::vector<int> path = {0, 1, 1, 0, 1, 1};
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  HardChoices<double> choices;
  choices.policy.given = path;
  net.loss(Pass<double>{tape, values.data()}, batch, 0.1, {}, nullptr, &choices);
  CHECK(choices.positions == path);
  CHECK(choices.log_likelihood[4] == 0);
  RewardBaseline baseline;
  RewardSums seen;
  const ReinforceOptions options{.reward_weight = 0.25, .entropy_weight = 0};
  CHECK(*reinforce_loss(tape, choices, batch, options, baseline, seen).value.data == 0);  // nothing to compare with yet
  const std::vector<double>& p = choices.log_likelihood;
  REQUIRE(seen.counts == std::vector<std::int64_t>{0, 0, 2, 0, 1, 1, 1});
  CHECK(seen.sums[2] == Approx(p[2] + p[5]));
  CHECK(seen.sums[4] == Approx(p[0]));
  CHECK(seen.sums[6] == Approx(p[1]));
  baseline.means() = {0, 0, -1, 0, -2, -3, -4};
  const auto log_alpha = [&](int row) { return choices.log_alpha.value(row, 0); };
  const double expected = (p[0] + 2 + p[2] + 1) * log_alpha(0) + (p[2] + 1) * log_alpha(2) +
                          (p[1] + 4 + p[3] + 3 + p[5] + 1) * log_alpha(1) + (p[3] + 3 + p[5] + 1) * log_alpha(3) +
                          (p[5] + 1) * log_alpha(5);
  CHECK(*reinforce_loss(tape, choices, batch, options, baseline, seen).value.data == Approx(-0.25 * expected));
  const double rewards = (p[0] + p[2]) * log_alpha(0) + p[2] * log_alpha(2) + (p[1] + p[3] + p[5]) * log_alpha(1) +
                         (p[3] + p[5]) * log_alpha(3) + p[5] * log_alpha(5);
  CHECK(*reinforce_loss(tape, choices, batch, {.reward_weight = 1, .has_baseline = false}, baseline, seen).value.data == Approx(-rewards));
}

TEST_CASE("the baseline takes the first mean as it is and follows later ones at its decay", "[training][reinforce]") {
  RewardBaseline baseline;
  CHECK(baseline.advantage(-3, 1) == 0);
  baseline.update({{{-4, -20}, {2, 4}}, {{-8}, {2}}}, 0.9);
  CHECK(baseline.means() == AlignedVector<float>{-3, -5});
  CHECK(baseline.advantage(-3.5, 1) == 1.5);
  CHECK(baseline.advantage(-3.5, 2) == 0);
  baseline.update({{{0, -6}, {0, 1}}}, 0.5);
  CHECK(baseline.means() == AlignedVector<float>{-3, -5.5f});
}

namespace {

TrainerOptions hard_options() {
  TrainerOptions options;
  options.seed = 5;
  options.batching = {{0.7, 0.3}, 8, 30};
  options.learning_rate = {0.01, 0.001, 5, 40};
  options.shards = 3;
  options.reinforce = {.reward_weight = 0.5, .entropy_weight = 0.01};
  return options;
}

}  // namespace

TEST_CASE("hard attention trains the same bits on any number of threads, and goes on from a checkpoint", "[training][reinforce]") {
  const std::vector<TokenPair> pairs = reversal_pairs(60, 2, 5, 7);
  const Seq2Seq net(kHard);
  const auto train = [&](int threads, int stop) {
    AlignedVector<float> values = net.untrained(1);
    Trainer before(net, values, pairs, hard_options());
    for (int k = 0; k < stop; ++k) before.update(threads);
    Trainer after(net, values, pairs, hard_options());
    after.adam() = before.adam();
    after.baseline().means() = before.baseline().means();
    for (int k = stop; k < 25; ++k) after.update(threads);
    return values;
  };
  const AlignedVector<float> whole = train(1, 0);
  CHECK(train(3, 0) == whole);
  CHECK(train(2, 11) == whole);
}

TEST_CASE("a small net with hard attention learns to reverse", "[training][reinforce]") {
  const std::vector<TokenPair> pairs = reversal_pairs(150, 2, 4, 9);
  const Seq2Seq net({.attention = AttentionKind::kHard,
                     .source_vocabulary = 9,
                     .target_vocabulary = 9,
                     .embedding = 16,
                     .encoder_width = 16,
                     .decoder_width = 24,
                     .attention_width = 16});
  AlignedVector<float> values = net.untrained(1);
  TrainerOptions options = hard_options();
  options.batching = {{1.0}, 45, 100};
  options.learning_rate = {0.02, 0.002, 10, 150};
  options.dropout = 0;
  options.label_smoothing = 0;
  Trainer trainer(net, values, pairs, options);
  for (int k = 0; k < 150; ++k) {
    const UpdateReport report = trainer.update(2);
    CHECK(report.attention_entropy > 0);
  }
  const CrossEntropyCount count = measure_likelihood(net, values, pairs, kBegin, kEnd);
  CHECK(std::exp(count.negative_log_likelihood / count.targets) < 2.5);
}
