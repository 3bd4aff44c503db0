#include "probes/attention_steps.h"

#include <cmath>

#include "catch.h"
#include "naive.h"
#include "text/byte_pair.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 4};
const std::vector<int> kTarget = {4, 6, 6, kEnd};

/// Equal widths, so that every score can be computed.
Seq2SeqConfig equal_config(AttentionKind attention, CellKind cell = CellKind::kGru) {
  Seq2SeqConfig config = tiny_config(attention);
  config.decoder_width = config.state_width();
  config.cell = cell;
  return config;
}

struct Asked {
  const char* name;
  AttentionKind kind;
  CellKind cell;
};
const Asked kAsked[] = {{"additive", AttentionKind::kAdditive, CellKind::kGru},
                        {"additive, LSTM", AttentionKind::kAdditive, CellKind::kLstm},
                        {"dot", AttentionKind::kDot, CellKind::kGru},
                        {"dot, LSTM", AttentionKind::kDot, CellKind::kLstm},
                        {"scaled dot", AttentionKind::kScaledDot, CellKind::kGru},
                        {"general", AttentionKind::kGeneral, CellKind::kGru},
                        {"concat", AttentionKind::kConcat, CellKind::kGru},
                        {"location", AttentionKind::kLocation, CellKind::kGru},
                        {"uniform", AttentionKind::kUniform, CellKind::kGru},
                        {"cosine", AttentionKind::kCosine, CellKind::kGru}};

AttentionSteps all_steps(const Seq2Seq& net, const AlignedVector<float>& values, int top = 3) {
  return attention_steps(net, values, kSource, kTarget, {0, static_cast<int>(kTarget.size())}, top);
}

/// p(y) of step i with c_i held at `context`, by the plain road: the steps before decoded one by one.
std::vector<double> output_with(const Seq2Seq& net, const AlignedVector<float>& values, int i, const std::vector<double>& context) {
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, values.data()};
  const Encoded<float> encoded = net.encode(pass, std::span<const int>(kSource), 1);
  Var<float> state = encoded.start;
  std::vector<int> inputs = {kBeginId};
  inputs.insert(inputs.end(), kTarget.begin(), kTarget.end());
  for (int k = 0; k < i; ++k) {
    const Var<float> embedded = net.embed_target(pass, std::span<const int>(&inputs[static_cast<std::size_t>(k)], 1));
    state = net.step(pass, encoded, state, net.decoder().input_share(pass, embedded)).state;
  }
  const Var<float> embedded = net.embed_target(pass, std::span<const int>(&inputs[static_cast<std::size_t>(i)], 1));
  Matrix<float> held(1, static_cast<int>(context.size()));
  for (std::size_t k = 0; k < context.size(); ++k) held.data[k] = static_cast<float>(context[k]);
  const DecoderStep<float> step = net.step(pass, encoded, state, net.decoder().input_share(pass, embedded), held.leaf());
  const Var<float> logits = net.logits(pass, net.read_out(pass, step.hidden, held.leaf(), embedded));
  return naive::softmax(std::vector<float>(logits.value.data, logits.value.data + logits.cols()));
}

/// sum_j w_j h_j / sum_j w_j.
std::vector<double> mixed(const TraceMatrix& states, const std::vector<double>& weights) {
  std::vector<double> context(static_cast<std::size_t>(states.cols));
  double sum = 0;
  for (double w : weights) sum += w;
  for (int j = 0; j < states.rows; ++j) {
    for (int k = 0; k < states.cols; ++k) {
      context[static_cast<std::size_t>(k)] +=
          weights[static_cast<std::size_t>(j)] / sum * static_cast<double>(states.data[static_cast<std::size_t>(j * states.cols + k)]);
    }
  }
  return context;
}

void check_change(const OutputChange& change, const std::vector<double>& before, const std::vector<double>& after, int written) {
  double moved = 0;
  for (std::size_t y = 0; y < before.size(); ++y) moved += std::abs(after[y] - before[y]) / 2;
  CHECK(change.moved == Approx(moved).epsilon(1e-4).margin(1e-6));
  bool found = false;
  for (const CandidateChange& one : change.candidates) {
    const auto y = static_cast<std::size_t>(one.id);
    CHECK(one.before == Approx(before[y]).epsilon(1e-4).margin(1e-7));
    CHECK(one.after == Approx(after[y]).epsilon(1e-4).margin(1e-7));
    found = found || one.id == written;
  }
  CHECK(found);
}

}  // namespace

TEST_CASE("a step of attention taken apart sums to the scores of its trace", "[probes][attention]") {
  for (const Asked& asked : kAsked) {
    CAPTURE(asked.name);
    const Seq2Seq net(equal_config(asked.kind, asked.cell));
    const AlignedVector<float> values = random_values<float>(net, 11);
    const Trace traced = trace(net, values, kSource, kTarget, {});
    const AttentionSteps apart = all_steps(net, values);
    REQUIRE(apart.steps.size() == kTarget.size());
    const int width = apart.keys.cols;
    for (std::size_t i = 0; i < apart.steps.size(); ++i) {
      const AttentionStep& step = apart.steps[i];
      for (int j = 0; j < apart.keys.rows; ++j) {
        double sum = 0;
        for (int k = 0; k < width; ++k) {
          const double a = static_cast<double>(step.share.data[static_cast<std::size_t>(k)]);
          const double b = static_cast<double>(apart.keys.data[static_cast<std::size_t>(j * width + k)]);
          sum += apart.v.rows > 0 ? static_cast<double>(apart.v.data[static_cast<std::size_t>(k)]) * std::tanh(a + b) : a * b;
        }
        sum *= static_cast<double>(step.scale[static_cast<std::size_t>(j)]);
        CAPTURE(i, j);
        CHECK(sum ==
              Approx(static_cast<double>(traced.scores.data[i * kSource.size() + static_cast<std::size_t>(j)])).epsilon(1e-5).margin(1e-6));
      }
      // The query is s_{i-1}, and in Luong's wiring s_i.
      const bool luong = wiring_of(asked.kind) == Wiring::kStepThenAttend;
      if (luong || i > 0) {
        const std::size_t from = (luong ? i : i - 1) * step.query.data.size();
        for (std::size_t k = 0; k < step.query.data.size(); ++k) CHECK(step.query.data[k] == Approx(traced.decoder_states.data[from + k]));
      }
    }
  }
}

TEST_CASE("what the output becomes without a word, or with the mean of all states, is what the decoder gives with that context",
          "[probes][attention]") {
  for (const Asked& asked : kAsked) {
    const Seq2Seq net(equal_config(asked.kind, asked.cell));
    const AlignedVector<float> values = random_values<float>(net, 12);
    const Trace traced = trace(net, values, kSource, kTarget, {});
    const AttentionSteps apart = all_steps(net, values);
    for (std::size_t i = 0; i < apart.steps.size(); ++i) {
      CAPTURE(asked.name, i);
      const auto row = [&](const TraceMatrix& m) {
        const auto begin = m.data.begin() + static_cast<std::ptrdiff_t>(i) * m.cols;
        return std::vector<double>(begin, begin + m.cols);
      };
      const auto output = [&](const std::vector<double>& weights) {
        return output_with(net, values, static_cast<int>(i), mixed(traced.encoder_states, weights));
      };
      const std::vector<double> alpha = row(traced.alpha), before = output(alpha);
      REQUIRE(apart.steps[i].without.size() == kSource.size());
      for (std::size_t j = 0; j < kSource.size(); ++j) {
        std::vector<double> others = alpha;
        others[j] = 0;
        check_change(apart.steps[i].without[j], before, output(others), kTarget[i]);
      }
      check_change(apart.steps[i].mean, before, output(std::vector<double>(kSource.size(), 1.0)), kTarget[i]);
      REQUIRE(apart.steps[i].product.has_value() == (asked.kind != AttentionKind::kDot));
      if (apart.steps[i].product) {
        std::vector<double> scores;
        for (std::size_t j = 0; j < kSource.size(); ++j) {
          double sum = 0;
          for (std::size_t k = 0; k < apart.steps[i].query.data.size(); ++k) {
            sum += static_cast<double>(apart.steps[i].query.data[k]) *
                   static_cast<double>(traced.encoder_states.data[j * apart.steps[i].query.data.size() + k]);
          }
          scores.push_back(sum);
        }
        check_change(*apart.steps[i].product, before, output(naive::softmax(scores)), kTarget[i]);
      }
    }
  }
}

TEST_CASE("attention that is uniform already loses nothing to the mean", "[probes][attention]") {
  const Seq2Seq net(equal_config(AttentionKind::kUniform));
  for (const AttentionStep& step : all_steps(net, random_values<float>(net, 13)).steps) CHECK(step.mean.moved == Approx(0).margin(1e-6));
}

TEST_CASE("a part of the steps is that part of all", "[probes][attention]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 14);
  const AttentionSteps all = all_steps(net, values);
  CHECK_FALSE(all.steps[0].product.has_value());  // the decoder is narrower than h_j
  const AttentionSteps part = attention_steps(net, values, kSource, kTarget, {1, 2}, 3);
  REQUIRE(part.steps.size() == 2);
  CHECK(part.keys.data == all.keys.data);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(part.steps[i].share.data == all.steps[i + 1].share.data);
    CHECK(part.steps[i].mean.moved == all.steps[i + 1].mean.moved);
  }
}

TEST_CASE("of one source token nothing can be taken away", "[probes][attention]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AttentionSteps apart = attention_steps(net, random_values<float>(net, 15), std::vector<int>{4}, kTarget, {0, 4}, 3);
  for (const AttentionStep& step : apart.steps) {
    CHECK(step.without.empty());
    CHECK(step.mean.moved == Approx(0).margin(1e-6));
  }
}

TEST_CASE("a net without attention, or tokens that are not there, cannot be taken apart", "[probes][attention]") {
  const Seq2Seq vector(tiny_config(AttentionKind::kNone)), net(tiny_config(AttentionKind::kAdditive));
  CHECK_THROWS_AS(attention_steps(vector, random_values<float>(vector, 1), kSource, kTarget, {0, 1}, 3), MisuseError);
  const AlignedVector<float> values = random_values<float>(net, 1);
  CHECK_THROWS_AS(attention_steps(net, values, kSource, kTarget, {3, 2}, 3), MisuseError);
  CHECK_THROWS_AS(attention_steps(net, values, kSource, kTarget, {0, 0}, 3), MisuseError);
}
