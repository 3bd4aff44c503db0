#include "probes/where_probe.h"

#include "catch.h"
#include "descend.h"
#include "gradients.h"
#include "tiny_net.h"

using namespace regard;

namespace {

constexpr int kPlaces = 4, kLength = 5, kWidth = kPlaces + 2;

/// States of sentences in which every position names a place, one-hot; the one that counts has a mark in the last but one number.
struct Planted {
  Matrix<float> context, states;  ///< (B, W), time-major (S * B, W)
  std::vector<int> places;        ///< the truth

  Planted(Rng& rng, int batch) : context(batch, kWidth), states(kLength * batch, kWidth) {
    for (int b = 0; b < batch; ++b) {
      const int marked = random_size(rng, 0, kLength - 1);
      for (int j = 0; j < kLength; ++j) {
        // Place 2 is named more often than the others.
        const int place = rng.uniform() < 0.3 ? 2 : random_size(rng, 0, kPlaces - 1);
        states(j * batch + b, place) = 1;
        if (j != marked) continue;
        states(j * batch + b, kPlaces) = 1;
        context(b, place) = 1;
        places.push_back(place);
      }
    }
  }

  void forget(Rng& rng) {
    context = random_matrix<float>(rng, context.rows, kWidth);
    states = random_matrix<float>(rng, states.rows, kWidth);
  }
};

struct Trained {
  ParameterLayout layout;
  WhereProbe probe;
  AlignedVector<float> values;

  Trained(AttentionKind attention, Planted& data) : probe(layout, attention, kWidth, kPlaces) {
    values = descend(layout.size(), 400, 0.05f, [&](const Pass<float>& pass) {
      return probe.loss(pass, data.context.leaf(), data.states.leaf(), data.places, nullptr);
    });
  }

  /// The probe's answer about sentence b.
  WhereAnswer answer(const Planted& data, int b) const {
    Trace traced;
    const int batch = data.context.rows;
    const auto append = [](TraceMatrix& matrix, const Matrix<float>& from, int i) {
      ++matrix.rows;
      matrix.cols = kWidth;
      for (int d = 0; d < kWidth; ++d) matrix.data.push_back(from(i, d));
    };
    append(traced.context, data.context, b);
    for (int j = 0; j < kLength; ++j) append(traced.encoder_states, data.states, j * batch + b);
    return answer_where(probe, values, traced);
  }

  double accuracy(const Planted& data) const {
    int right = 0;
    for (int b = 0; b < data.context.rows; ++b) right += answer(data, b).guess == data.places[static_cast<std::size_t>(b)];
    return static_cast<double>(right) / data.context.rows;
  }
};

}  // namespace

TEST_CASE("a where probe recovers the planted place, from the vector or from the states", "[probes][where]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    CAPTURE(attention);
    Rng rng(1);
    Planted seen(rng, 300), unseen(rng, 200);
    const Trained trained(attention, seen);
    CHECK(trained.accuracy(unseen) > 0.99);
    const WhereAnswer answer = trained.answer(unseen, 0);
    double sum = 0;
    for (double log_probability : answer.log_probability) sum += std::exp(log_probability);
    CHECK(sum == Approx(1).epsilon(1e-6));
    CHECK(answer.alpha.size() == (attention == AttentionKind::kNone ? 0 : kLength));
    if (attention == AttentionKind::kNone) continue;
    // Its query has found the mark.
    for (int j = 0; j < kLength; ++j) {
      if (unseen.states(j * 200, kPlaces) == 1) CHECK(answer.alpha[static_cast<std::size_t>(j)] > 0.9f);
    }
  }
}

TEST_CASE("a where probe finds nothing in noise", "[probes][where]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    CAPTURE(attention);
    Rng rng(2);
    Planted seen(rng, 1000), unseen(rng, 1000);
    seen.forget(rng);
    unseen.forget(rng);
    const Trained trained(attention, seen);
    const auto frequent = std::count(unseen.places.begin(), unseen.places.end(), 2);
    CHECK(trained.accuracy(unseen) < static_cast<double>(frequent) / 1000 + 0.02);
  }
}

TEST_CASE("without a trained query the probe looks everywhere alike", "[probes][where]") {
  ParameterLayout layout;
  const WhereProbe probe(layout, AttentionKind::kAdditive, kWidth, kPlaces);
  AlignedVector<float> values(layout.size());
  Rng rng(3);
  Matrix<float> states = random_matrix<float>(rng, kLength * 2, kWidth), context(2, kWidth);
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, values.data()};
  CHECK(difference(Matrix<float>(probe.attend(pass, states.leaf(), 2).value), Matrix<float>(2, kLength, 0.2f), 1e-6) == "");
  Matrix<float> mean(2, kWidth);
  for (int b = 0; b < 2; ++b) {
    for (int j = 0; j < kLength; ++j) {
      for (int d = 0; d < kWidth; ++d) mean(b, d) += states(j * 2 + b, d) / kLength;
    }
  }
  CHECK(difference(Matrix<float>(probe.read(pass, context.leaf(), states.leaf()).value), mean, 1e-6) == "");
  CHECK_THROWS_AS(probe.attend(pass, states.leaf(), 3), MisuseError);
}

TEST_CASE("a where probe answers the same about a trace and about a sentence", "[probes][where]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> net_values = random_values<float>(net, 4);
    ParameterLayout layout;
    const WhereProbe probe(layout, attention, net.config().state_width(), kPlaces);
    Rng rng(4);
    const AlignedVector<float> values = random_matrix<float>(rng, 1, static_cast<int>(layout.size())).data;
    const std::vector<int> source = {3, 8, 5, 5}, target = {4, kEnd};
    const WhereAnswer traced = answer_where(probe, values, trace(net, net_values, source, target, {}));
    const WhereAnswer read = answer_where(probe, values, net, net_values, source);
    CHECK(traced.log_probability == read.log_probability);
    CHECK(traced.alpha == read.alpha);
    CHECK(traced.guess == read.guess);
  }
}

TEST_CASE("the where probe's gradients are those of central differences", "[probes][where]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    CAPTURE(attention);
    Rng rng(5);
    ParameterLayout layout;
    const WhereProbe probe(layout, attention, 3, kPlaces);
    const std::vector<int> truth = {1, 3};
    check_gradients(
        [&](Tape<double>& tape, const std::vector<Var<double>>& in) {
          return probe.loss(Pass<double>{tape, in[0].value.data, in[0].grad}, in[1], in[2], truth, nullptr);
        },
        {random_matrix(rng, 1, static_cast<int>(layout.size())), random_matrix(rng, 2, 3), random_matrix(rng, 4 * 2, 3)});
  }
}
