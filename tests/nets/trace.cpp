#include "nets/trace.h"

#include <numeric>

#include "catch.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 5};
const std::vector<int> kTarget = {4, 6, 6, kEnd};

Matrix<float> matrix_of(const TraceMatrix& m) { return {m.rows, m.cols, m.data}; }

std::vector<float> row_of(const TraceMatrix& m, int i) {
  const auto begin = m.data.begin() + std::ptrdiff_t{i} * m.cols;
  return {begin, begin + m.cols};
}

}  // namespace

TEST_CASE("a trace holds every array in its shape, and none that the model lacks", "[nets][trace]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    CAPTURE(attention);
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 1);
    const Trace traced = trace(net, values, kSource, kTarget, {.keep_logits = true});
    const auto shape = [](const TraceMatrix& m) {
      CHECK(m.data.size() == static_cast<std::size_t>(m.rows * m.cols));
      return std::pair(m.rows, m.cols);
    };
    const std::pair attended = attention != AttentionKind::kNone ? std::pair(4, 4) : std::pair(0, 0);
    CHECK(shape(traced.encoder_states) == std::pair(4, 6));
    CHECK(shape(traced.context) == std::pair(1, 6));
    CHECK(shape(traced.decoder_states) == std::pair(4, 5));
    CHECK(shape(traced.contexts) == std::pair(4, 6));
    CHECK(shape(traced.scores) == attended);
    CHECK(shape(traced.alpha) == attended);
    CHECK(shape(traced.logits) == std::pair(4, 7));
    CHECK(traced.steps.size() == 4);
    CHECK(trace(net, values, kSource, kTarget, {}).logits.data.empty());
  }
}

TEST_CASE("a trace's log-probability is the negative loss under teacher forcing", "[nets][trace]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    CAPTURE(attention);
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 2);
    const Batch batch = batch_of({kSource}, {{4, 6, 6}}, 4);
    const Trace traced = trace(net, values, kSource, kTarget, {});
    CHECK(traced.log_probability == Approx(-static_cast<double>(loss_of(net, values, batch))).epsilon(1e-5));
    double sum = 0;
    for (const TraceStep& step : traced.steps) sum += std::log(step.probability);
    CHECK(traced.log_probability == Approx(sum).epsilon(1e-12));
  }
}

TEST_CASE("a trace's contexts are its encoder states weighted by its alpha", "[nets][trace]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 3);
  const Trace traced = trace(net, values, kSource, kTarget, {});
  const Matrix<float> alpha = matrix_of(traced.alpha), h = matrix_of(traced.encoder_states);
  Matrix<double> expected(4, 6);
  for (int i = 0; i < 4; ++i) {
    double sum = 0;
    for (int j = 0; j < 4; ++j) {
      sum += static_cast<double>(alpha(i, j));
      for (int k = 0; k < 6; ++k) expected(i, k) += static_cast<double>(alpha(i, j)) * static_cast<double>(h(j, k));
    }
    CHECK(sum == Approx(1).epsilon(1e-6));
  }
  CHECK(difference(matrix_of(traced.contexts), expected, 1e-6) == "");
}

TEST_CASE("without attention a trace shows C at every step", "[nets][trace]") {
  const Seq2Seq net(tiny_config(AttentionKind::kNone));
  const Trace traced = trace(net, random_values<float>(net, 4), kSource, kTarget, {});
  for (int i = 0; i < 4; ++i) CHECK(row_of(traced.contexts, i) == traced.context.data);
}

TEST_CASE("the candidates of a step are the most probable tokens, best first", "[nets][trace]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 5);
  const Trace traced = trace(net, values, kSource, kTarget, {.top = 3, .keep_logits = true});
  const Trace all = trace(net, values, kSource, kTarget, {.top = 100});
  for (int i = 0; i < 4; ++i) {
    CAPTURE(i);
    const TraceStep& step = traced.steps[static_cast<std::size_t>(i)];
    const TraceStep& whole = all.steps[static_cast<std::size_t>(i)];
    const std::vector<float> logits = row_of(traced.logits, i);
    CHECK(step.id == kTarget[static_cast<std::size_t>(i)]);
    REQUIRE(step.top.size() == 3);
    REQUIRE(whole.top.size() == 7);
    CHECK(step.top[0].id == std::max_element(logits.begin(), logits.end()) - logits.begin());
    double sum = 0;
    for (std::size_t k = 0; k < whole.top.size(); ++k) {
      sum += whole.top[k].probability;
      if (k > 0) CHECK(whole.top[k - 1].probability >= whole.top[k].probability);
      if (k < 3) CHECK(step.top[k].id == whole.top[k].id);
      if (whole.top[k].id == step.id) CHECK(whole.top[k].probability == step.probability);
    }
    CHECK(sum == Approx(1).epsilon(1e-6));
  }
}

TEST_CASE("a trace of the beginning of a target is the beginning of its trace", "[nets][trace]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 6);
  const Trace whole = trace(net, values, kSource, kTarget, {}), start = trace(net, values, kSource, std::vector<int>{4, 6}, {});
  for (int i = 0; i < 2; ++i) {
    CHECK(row_of(start.alpha, i) == row_of(whole.alpha, i));
    CHECK(row_of(start.decoder_states, i) == row_of(whole.decoder_states, i));
  }
  CHECK_THROWS_AS(trace(net, values, kSource, {}, {}), MisuseError);
}

TEST_CASE("the gates of a trace make its states", "[nets][trace]") {
  for (EncoderKind encoder : {EncoderKind::kBidirectional, EncoderKind::kForward, EncoderKind::kBackward}) {
    CAPTURE(encoder);
    Seq2SeqConfig config = tiny_config(AttentionKind::kNone);
    config.encoder = encoder;
    const Seq2Seq net(config);
    const AlignedVector<float> values = random_values<float>(net, 3);
    const Trace traced = trace(net, values, kSource, kTarget, {.keep_gates = true});
    const Matrix<float> h = matrix_of(traced.encoder_states), r = matrix_of(traced.reset_gates), z = matrix_of(traced.update_gates);
    REQUIRE(r.rows == h.rows);
    REQUIRE(z.cols == h.cols);
    const bool both = encoder == EncoderKind::kBidirectional;
    for (int j = 0; j < h.rows; ++j) {
      for (int k = 0; k < h.cols; ++k) {
        CAPTURE(j, k);
        const bool forward = encoder == EncoderKind::kForward || (both && k < 3);
        const int from = forward ? j - 1 : j + 1;
        const bool first = from < 0 || from >= h.rows;
        CHECK((r(j, k) > 0 && r(j, k) < 1 && z(j, k) > 0 && z(j, k) < 1));
        // h' = (1 - z) n + z h with n in (-1, 1): what z leaves of the state before bounds the new one.
        const float before = first ? 0.0f : h(from, k);
        CHECK(std::abs(h(j, k) - z(j, k) * before) < 1 - z(j, k));
      }
    }
  }
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  CHECK(trace(net, random_values<float>(net, 3), kSource, kTarget, {}).reset_gates.data.empty());
}
