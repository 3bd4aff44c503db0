#include "training/trainer.h"

#include "catch.h"
#include "golden.h"
#include "reversal.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<TokenPair> kPairs = reversal_pairs(60, 2, 5, 7);

TrainerOptions tiny_options(std::uint64_t seed) {
  TrainerOptions options;
  options.seed = seed;
  options.batching = {{0.7, 0.3}, 8, 30};
  options.learning_rate = {0.01, 0.001, 5, 40};
  options.shards = 3;
  return options;
}

AlignedVector<float> initial_values(const Seq2Seq& net) {
  AlignedVector<float> values(net.layout().size());
  Rng rng(1);
  net.initialise(values, rng);
  return values;
}

/// The parameters after some updates on so many threads.
AlignedVector<float> train(const TrainerOptions& options, int updates, int threads) {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  AlignedVector<float> values = initial_values(net);
  Trainer trainer(net, values, kPairs, options);
  for (int k = 0; k < updates; ++k) trainer.update(threads);
  return values;
}

}  // namespace

TEST_CASE("one, two and three threads train the same bits", "[training][trainer]") {
  const AlignedVector<float> one = train(tiny_options(5), 12, 1);
  CHECK(train(tiny_options(5), 12, 2) == one);
  CHECK(train(tiny_options(5), 12, 3) == one);
  CHECK(train(tiny_options(5), 12, 8) == one);
}

TEST_CASE("the same seed is the same run, another seed another", "[training][trainer]") {
  CHECK(train(tiny_options(5), 6, 1) == train(tiny_options(5), 6, 1));
  CHECK(train(tiny_options(5), 6, 1) != train(tiny_options(6), 6, 1));
}

TEST_CASE("a trainer that goes on from a checkpoint gives the weights of one that never stopped", "[training][trainer]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> whole = train(tiny_options(7), 25, 2);
  for (int stop : {1, 10, 24}) {  // within an epoch and over the end of some
    CAPTURE(stop);
    AlignedVector<float> values = initial_values(net);
    Trainer before(net, values, kPairs, tiny_options(7));
    for (int k = 0; k < stop; ++k) before.update(1);
    Trainer after(net, values, kPairs, tiny_options(7));
    after.adam() = before.adam();
    CHECK(after.updates() == stop);
    for (int k = stop; k < 25; ++k) after.update(1);
    CHECK(values == whole);
  }
}

TEST_CASE("what is frozen keeps its bits, and the rest learns", "[training][trainer]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  TrainerOptions options = tiny_options(5);
  options.frozen = {"encoder."};
  const AlignedVector<float> before = initial_values(net), after = train(options, 4, 1);
  for (const Parameter& p : net.layout().parameters()) {
    CAPTURE(p.name);
    const auto first = static_cast<std::ptrdiff_t>(p.offset), last = first + static_cast<std::ptrdiff_t>(p.size());
    CHECK(std::equal(before.begin() + first, before.begin() + last, after.begin() + first) == p.name.starts_with("encoder."));
  }
  options.frozen = {"encoder.", "nothing"};
  CHECK_THROWS_AS(train(options, 1, 1), MisuseError);
}

TEST_CASE("a parameter with a factor learns at that share of the rate, and the others as ever", "[training][trainer]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  TrainerOptions options = tiny_options(5);
  const AlignedVector<float> before = initial_values(net), shared = train(options, 1, 1);
  options.rate_factors = {{"attention.", 0.25}, {"decoder.", 2}};
  const AlignedVector<float> own = train(options, 1, 1);
  for (const Parameter& p : net.layout().parameters()) {
    CAPTURE(p.name);
    const float factor = p.name.starts_with("attention.") ? 0.25f : p.name.starts_with("decoder.") ? 2.0f : 1.0f;
    for (std::size_t k = p.offset; k < p.offset + p.size(); ++k) {
      CHECK(own[k] - before[k] == Approx(factor * (shared[k] - before[k])).margin(2e-7));
    }
  }
  options.rate_factors = {{"nothing", 0.5}};
  CHECK_THROWS_AS(train(options, 1, 1), MisuseError);
}

TEST_CASE("the report of an update says what was measured", "[training][trainer]") {
  const Seq2Seq net(tiny_config(AttentionKind::kNone));
  AlignedVector<float> values = initial_values(net);
  TrainerOptions options = tiny_options(1);
  // All pairs in one batch of each update, without noise, so that the report can be computed here.
  const std::vector<TokenPair> pairs = reversal_pairs(10, 3, 3, 7);
  options.batching = {{1.0}, 100, 10000};
  options.dropout = 0;
  options.shards = 2;
  Trainer trainer(net, values, pairs, options);
  const CrossEntropyCount before = measure_likelihood(net, values, pairs, kBegin, kEnd);
  const UpdateReport report = trainer.update(1);
  CHECK(before.targets == 40);
  CHECK(report.target_tokens == 80);
  CHECK(report.negative_log_likelihood == Approx(before.negative_log_likelihood / 40).epsilon(1e-6));
  CHECK(report.loss != report.negative_log_likelihood);
  CHECK(report.learning_rate == options.learning_rate.at(0));
  CHECK(report.gradient_norm > 0);
  CHECK(trainer.update(1).learning_rate == options.learning_rate.at(1));
  CHECK(trainer.updates() == 2);
}

TEST_CASE("dropout is drawn anew for each update and belongs to training alone", "[training][trainer]") {
  const Seq2Seq net(tiny_config(AttentionKind::kNone));
  AlignedVector<float> values = random_values<float>(net, 2);
  const std::vector<TokenPair> pairs = reversal_pairs(1, 3, 3, 7);  // alone, so that no shuffling changes the batch
  TrainerOptions options = tiny_options(1);
  options.batching = {{1.0}, 100, 10000};
  options.dropout = 0.5;
  options.learning_rate = {0, 0, 0, 10};  // the weights stay, so that only dropout can change the loss
  Trainer trainer(net, values, pairs, options);
  const double clean = measure_likelihood(net, values, pairs, kBegin, kEnd).negative_log_likelihood / 4;
  const double first = trainer.update(1).negative_log_likelihood, second = trainer.update(1).negative_log_likelihood;
  CHECK(first != Approx(clean).epsilon(1e-3));
  CHECK(first != Approx(second).epsilon(1e-4));
  CHECK(measure_likelihood(net, values, pairs, kBegin, kEnd).negative_log_likelihood / 4 == clean);
}

TEST_CASE("the likelihood of pairs is the sum over single pairs", "[training][trainer]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 3);
  const CrossEntropyCount all = measure_likelihood(net, values, kPairs, kBegin, kEnd);
  double sum = 0;
  int targets = 0;
  for (const TokenPair& pair : kPairs) {
    CrossEntropyCount count;
    loss_of(net, values, batch_of({pair.source}, {pair.target}, static_cast<int>(pair.target.size()) + 1), 0.0, &count);
    sum += count.negative_log_likelihood;
    targets += count.targets;
  }
  CHECK(all.targets == targets);
  CHECK(all.negative_log_likelihood == Approx(sum).epsilon(1e-6));
}

TEST_CASE("five clipped updates on a schedule follow the curve of PyTorch's Adam", "[training][trainer][golden]") {
  for (AttentionKind attention : {AttentionKind::kAdditive, AttentionKind::kNone}) {
    const Golden golden(attention == AttentionKind::kAdditive ? "seq2seq_attention.txt" : "seq2seq_vector.txt");
    CAPTURE(attention);
    const Seq2Seq net({.attention = attention,
                       .source_vocabulary = 9,
                       .target_vocabulary = 8,
                       .embedding = 4,
                       .encoder_width = 3,
                       .decoder_width = 5,
                       .attention_width = 4});
    AlignedVector<float> values = golden.flat<float>(net.layout());
    const Matrix<double>&source = golden["source"], &targets = golden["targets"];
    std::vector<TokenPair> pairs(static_cast<std::size_t>(source.cols));
    for (int b = 0; b < source.cols; ++b) {
      TokenPair& pair = pairs[static_cast<std::size_t>(b)];
      for (int j = 0; j < source.rows; ++j) pair.source.push_back(static_cast<int>(source(j, b)));
      for (int i = 0; static_cast<int>(targets(i, b)) != kEnd; ++i) pair.target.push_back(static_cast<int>(targets(i, b)));
      pair.sentence = b;
    }
    const AlignedVector<double>& given = golden["options"].data;
    TrainerOptions options;
    options.batching = {{1.0}, 100, 10000};
    options.dropout = 0;
    options.shards = 1;
    options.label_smoothing = given[0];
    options.clip = given[1];
    options.learning_rate = {given[2], given[3], static_cast<std::int64_t>(given[4]), static_cast<std::int64_t>(given[5])};
    Trainer trainer(net, values, pairs, options);
    const Matrix<double>& curve = golden["curve"];
    for (int k = 0; k < curve.rows; ++k) {
      CAPTURE(k);
      const UpdateReport report = trainer.update(1);
      // PyTorch computed in double. Float sums are about 1e-6 off, and Adam keeps that relative size: its step is a quotient.
      CHECK(report.loss == Approx(curve(k, 0)).epsilon(1e-5));
      CHECK(report.negative_log_likelihood == Approx(curve(k, 1)).epsilon(1e-5));
      CHECK(report.gradient_norm == Approx(curve(k, 2)).epsilon(1e-4));
      CHECK(report.learning_rate == Approx(curve(k, 3)).epsilon(1e-12));
    }
    for (const Parameter& p : net.layout().parameters()) {
      if (p.name != "output.bias" && p.name != "bridge.weight") continue;
      CAPTURE(p.name);
      CHECK(difference(part(values, p), golden["trained." + p.name], 1e-4) == "");
    }
  }
}

TEST_CASE("a small net learns to reverse", "[training][trainer]") {
  const std::vector<TokenPair> pairs = reversal_pairs(150, 2, 4, 9);
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    CAPTURE(attention);
    const Seq2Seq net({.attention = attention,
                       .source_vocabulary = 9,
                       .target_vocabulary = 9,
                       .embedding = 16,
                       .encoder_width = 16,
                       .decoder_width = 24,
                       .attention_width = 16});
    AlignedVector<float> values = initial_values(net);
    const auto perplexity = [&] {
      const CrossEntropyCount count = measure_likelihood(net, values, pairs, kBegin, kEnd);
      return std::exp(count.negative_log_likelihood / count.targets);
    };
    TrainerOptions options;
    options.batching = {{1.0}, 45, 100};
    options.learning_rate = {0.02, 0.002, 10, 100};
    options.dropout = 0;
    options.label_smoothing = 0;
    CHECK(perplexity() == Approx(9).epsilon(0.05));
    Trainer trainer(net, values, pairs, options);
    for (int k = 0; k < 100; ++k) trainer.update(2);
    CHECK(perplexity() < 2.5);
  }
}

TEST_CASE("a trainer refuses no pairs and values of another net", "[training][trainer]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  AlignedVector<float> values(net.layout().size()), short_one(net.layout().size() - 1);
  CHECK_THROWS_AS(Trainer(net, values, {}, TrainerOptions{}), MisuseError);
  CHECK_THROWS_AS(Trainer(net, short_one, kPairs, TrainerOptions{}), MisuseError);
}

TEST_CASE("a trainer refuses pairs without a source and ids outside the vocabularies", "[training][trainer]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  AlignedVector<float> values(net.layout().size());
  const auto refuses = [&](std::vector<int> source, std::vector<int> target) {
    const std::vector<TokenPair> pairs = {{std::move(source), std::move(target), 1, 0}};
    CHECK_THROWS_AS(Trainer(net, values, pairs, TrainerOptions{}), MisuseError);
  };
  refuses({}, {3});
  refuses({9}, {3});
  refuses({-1}, {3});
  refuses({3}, {7});
}
