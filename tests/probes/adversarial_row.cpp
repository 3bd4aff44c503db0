#include "probes/adversarial_row.h"

#include <cmath>
#include <numeric>

#include "catch.h"
#include "nets/trace.h"
#include "ops/attention.h"
#include "probes/divergence.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 4, 6};
const std::vector<int> kTarget = {4, 6, 6, 3, kEnd};
const AttentionKind kKinds[] = {AttentionKind::kAdditive, AttentionKind::kGeneral};

template <class T>
OtherRow<T> step_of(const Seq2Seq& net, const AlignedVector<T>& values, int i) {
  return {net, values, kSource, kTarget, i};
}

/// JSD - penalty * max(0, TVD - bound), summed over rows that are the softmax of z, from their definitions.
double objective(const OtherRow<double>& step, const Matrix<double>& z, double bound, double penalty) {
  double sum = 0;
  for (int k = 0; k < z.rows; ++k) {
    AlignedVector<double> row;
    double total = 0;
    for (int j = 0; j < z.cols; ++j) total += std::exp(z(k, j));
    for (int j = 0; j < z.cols; ++j) row.push_back(std::exp(z(k, j)) / total);
    const AlignedVector<double> p = step.outputs(row);
    sum += jensen_shannon<double>(row, step.alpha()) - penalty * std::max(0.0, total_variation<double>(p, step.output()) - bound);
  }
  return sum;
}

}  // namespace

TEST_CASE("the learned row gives the output that was written, with either wiring and any cell", "[probes][adversary]") {
  for (AttentionKind kind : kKinds) {
    for (CellKind cell : {CellKind::kGru, CellKind::kLstm, CellKind::kTanh}) {
      Seq2SeqConfig config = tiny_config(kind);
      config.cell = cell;
      const Seq2Seq net(config);
      const AlignedVector<float> values = random_values<float>(net, 4);
      const Trace written = trace(net, values, kSource, kTarget, {.keep_logits = true});
      for (int i = 0; i < 5; ++i) {
        const auto step = step_of(net, values, i);
        const AlignedVector<float> learned(step.alpha().begin(), step.alpha().end());
        for (int j = 0; j < 5; ++j) CHECK(learned[static_cast<std::size_t>(j)] == written.alpha.data[static_cast<std::size_t>(i * 5 + j)]);
        CHECK(total_variation<float>(step.outputs(learned), step.output()) < 1e-6);
        CHECK(static_cast<double>(step.output()[static_cast<std::size_t>(kTarget[static_cast<std::size_t>(i)])]) ==
              Approx(written.steps[static_cast<std::size_t>(i)].probability).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE("another row changes the output as another context does", "[probes][adversary]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<double> values = random_values<double>(net, 4);
  const auto step = step_of(net, values, 2);
  // Two rows at once are each by itself.
  const AlignedVector<double> first = {0.1, 0.2, 0.3, 0.3, 0.1}, second = {0, 0, 1, 0, 0};
  AlignedVector<double> both = first;
  both.insert(both.end(), second.begin(), second.end());
  const AlignedVector<double> together = step.outputs(both), one = step.outputs(first), other = step.outputs(second);
  const auto width = static_cast<std::ptrdiff_t>(one.size());
  CHECK(total_variation<double>(AlignedVector<double>(together.begin(), together.begin() + width), one) < 1e-12);
  CHECK(total_variation<double>(AlignedVector<double>(together.begin() + width, together.end()), other) < 1e-12);
  CHECK(total_variation<double>(one, other) > 1e-3);
  CHECK(std::accumulate(one.begin(), one.end(), 0.0) == Approx(1));
}

TEST_CASE("the ascent follows the gradient of what it maximises", "[probes][adversary]") {
  Rng rng(9);
  for (AttentionKind kind : kKinds) {
    const Seq2Seq net(tiny_config(kind));
    const AlignedVector<double> values = random_values<double>(net, 4);
    const auto step = step_of(net, values, 3);
    Matrix<double> z = random_matrix(rng, 3, 5);
    const double bound = 0.001, penalty = 7;
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kRecording);
    const Var<double> leaf = tape.make(3, 5);
    std::copy(z.data.begin(), z.data.end(), leaf.value.data);
    RowScores scores;
    const Var<double> sum = penalised_distance(tape, step, masked_softmax(tape, leaf, std::span<const int>()), bound, penalty, scores);
    CHECK(*sum.value.data == Approx(objective(step, z, bound, penalty)));
    // The bound is broken somewhere, so that both terms are differentiated.
    CHECK(*std::max_element(scores.effect.begin(), scores.effect.end()) > bound);
    tape.backward(sum);
    constexpr double kStep = 1e-6;
    for (int k = 0; k < 3; ++k) {
      for (int j = 0; j < 5; ++j) {
        const double kept = z(k, j);
        z(k, j) = kept + kStep;
        const double above = objective(step, z, bound, penalty);
        z(k, j) = kept - kStep;
        const double below = objective(step, z, bound, penalty);
        z(k, j) = kept;
        CHECK(leaf.d()(k, j) == Approx((above - below) / (2 * kStep)).margin(1e-7).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE("an adversarial row is a row, keeps its bound, and is as far away as it says", "[probes][adversary]") {
  for (AttentionKind kind : kKinds) {
    for (std::uint64_t seed : {4, 5, 6}) {
      const Seq2Seq net(tiny_config(kind));
      const AlignedVector<float> values = random_values<float>(net, seed);
      for (const double bound : {0.2, 0.05, 0.002}) {
        for (int i = 0; i < 5; ++i) {
          const auto step = step_of(net, values, i);
          const auto found = adversarial_row(step, {.bound = bound, .steps = 30});
          REQUIRE(found);
          const AlignedVector<float> row(found->row.begin(), found->row.end());
          REQUIRE(row.size() == 5);
          for (float weight : row) CHECK(weight >= 0);
          CHECK(std::accumulate(row.begin(), row.end(), 0.0) == Approx(1).margin(1e-5));
          CHECK(found->effect <= bound);
          CHECK(total_variation<float>(step.outputs(row), step.output()) == Approx(found->effect).margin(1e-6));
          CHECK(jensen_shannon<float>(row, step.alpha()) == Approx(found->distance).margin(1e-6));
          CHECK(found->distance > 0);
        }
      }
    }
  }
}

TEST_CASE("a looser bound and a longer search find rows at least about as far", "[probes][adversary]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 5);
  for (int i = 0; i < 5; ++i) {
    const auto step = step_of(net, values, i);
    const auto at = [&](double bound, int steps) { return adversarial_row(step, {.bound = bound, .steps = steps})->distance; };
    CHECK(at(0.1, 60) >= at(0.01, 60) - 0.01);
    CHECK(at(0.02, 200) >= at(0.02, 0) - 0.01);
  }
}

TEST_CASE("where the output does not look at the context, the row farthest away is found", "[probes][adversary]") {
  // The parameters that bring c_i into the step and the read-out are zero: every row is as good.
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  AlignedVector<float> values = random_values<float>(net, 5);
  for (const Parameter& p : net.layout().parameters()) {
    if (p.name == "decoder.weight_ch" || p.name == "read_out.weight") {
      std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(p.offset), p.size(), 0.0f);
    }
  }
  const auto step = step_of(net, values, 1);
  const auto found = adversarial_row(step, {});
  REQUIRE(found);
  CHECK(found->effect < 1e-6);
  double farthest = 0;
  for (std::size_t j = 0; j < 5; ++j) {
    AlignedVector<float> single(5);
    single[j] = 1;
    farthest = std::max(farthest, jensen_shannon<float>(single, step.alpha()));
  }
  CHECK(found->distance > 0.95 * farthest);
}

TEST_CASE("the same search finds the same row", "[probes][adversary]") {
  const Seq2Seq net(tiny_config(AttentionKind::kGeneral));
  const AlignedVector<float> values = random_values<float>(net, 5);
  const auto step = step_of(net, values, 2), again = step_of(net, values, 2);
  const auto one = adversarial_row(step, {.bound = 0.02}), two = adversarial_row(again, {.bound = 0.02});
  REQUIRE(one);
  REQUIRE(two);
  CHECK(one->row == two->row);
  CHECK(one->distance == two->distance);
  CHECK(one->effect == two->effect);
}

TEST_CASE("a single source token has no other row", "[probes][adversary]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 5);
  const std::vector<int> source = {4};
  CHECK_FALSE(adversarial_row(OtherRow<float>(net, values, source, kTarget, 1), {}));
  const Seq2Seq without(tiny_config(AttentionKind::kNone));
  const AlignedVector<float> others = random_values<float>(without, 5);
  CHECK_THROWS(OtherRow<float>(without, others, kSource, kTarget, 1));
}
