#include "layers/attention/attention.h"

#include <cmath>
#include <numeric>

#include "catch.h"
#include "golden.h"
#include "gradients.h"

using namespace regard;

namespace {

constexpr int kLength = 5, kBatch = 3, kState = 4, kStates = 6, kWidth = 3;

struct NamedKind {
  const char* name;
  AttentionKind kind;
};

const NamedKind kKinds[] = {{"additive", AttentionKind::kAdditive},    {"dot", AttentionKind::kDot},
                            {"scaled-dot", AttentionKind::kScaledDot}, {"general", AttentionKind::kGeneral},
                            {"concat", AttentionKind::kConcat},        {"location", AttentionKind::kLocation},
                            {"uniform", AttentionKind::kUniform},      {"cosine", AttentionKind::kCosine}};

/// A layer with parameters and inputs: q (B, D) and h_j (S * B, H).
struct Fixture {
  ParameterLayout layout;
  int state_width;
  Attention layer;
  AlignedVector<double> values;
  Matrix<double> state, states;

  explicit Fixture(std::uint64_t seed, AttentionKind kind = AttentionKind::kAdditive)
      : state_width(needs_equal_widths(kind) ? kStates : kState), layer(kind, layout, "attention", {state_width, kStates, kWidth}) {
    Rng rng(seed);
    values = random_matrix(rng, 1, static_cast<int>(layout.size())).data;
    state = random_matrix(rng, kBatch, state_width);
    states = random_matrix(rng, kLength * kBatch, kStates);
  }

  struct Output {
    Matrix<double> scores, alpha, context;
  };

  Output attend(Matrix<double> h, const std::vector<int>& lengths) {
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, values.data()};
    const Attended<double> attended = layer(pass, state.leaf(), layer.keys(pass, h.leaf()), h.leaf(), lengths);
    return {Matrix<double>(attended.scores.value), Matrix<double>(attended.alpha.value), Matrix<double>(attended.context.value)};
  }
};

}  // namespace

TEST_CASE("every score, its weights, context and gradients are PyTorch's", "[layers][attention][golden][gradient]") {
  constexpr int kEqual = 4;
  for (const NamedKind& kind : kKinds) {
    CAPTURE(kind.name);
    const Golden golden(std::string("attention_") + kind.name + ".txt");
    ParameterLayout layout;
    const Attention layer(kind.kind, layout, "", {kEqual, kEqual, kWidth});
    AlignedVector<double> values, gradients(layout.size());
    for (const Parameter& p : layout.parameters()) {
      const AlignedVector<double>& matrix = golden[p.name.substr(1)].data;
      values.insert(values.end(), matrix.begin(), matrix.end());
    }
    Matrix<double> state = golden["state"], states = golden["states"], d_state(kBatch, kEqual), d_states(kLength * kBatch, kEqual);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kRecording);
    const Pass<double> pass{tape, values.data(), gradients.data()};
    const Var<double> h = states.leaf(&d_states);
    const Attended<double> attended = layer(pass, state.leaf(&d_state), layer.keys(pass, h), h, {});
    CHECK(difference(Matrix<double>(attended.scores.value), golden["scores"], 1e-13) == "");
    CHECK(difference(Matrix<double>(attended.alpha.value), golden["alpha"], 1e-13) == "");
    CHECK(difference(Matrix<double>(attended.context.value), golden["context"], 1e-13) == "");
    const Var<double> loss = tape.make_zero(1, 1);
    const AlignedVector<double>& weights = golden["weights"].data;
    tape.record([attended, loss, &weights] {
      for (std::size_t k = 0; k < weights.size(); ++k) attended.context.grad[k] += weights[k] * *loss.grad;
    });
    tape.backward(loss);
    CHECK(difference(d_state, golden["d_state"], 1e-12) == "");
    CHECK(difference(d_states, golden["d_states"], 1e-12) == "");
    for (const Parameter& p : layout.parameters()) CHECK(difference(part(gradients, p), golden["d_" + p.name.substr(1)], 1e-12) == "");
  }
}

TEST_CASE("additive attention has the scores, weights, context and gradients of PyTorch's", "[layers][attention][golden][gradient]") {
  const Golden golden("attention.txt");
  ParameterLayout layout;
  const Attention layer(AttentionKind::kAdditive, layout, "attention", {kState, kStates, kWidth});
  const AdditiveScore& score = std::get<AdditiveScore>(layer.score);
  AlignedVector<double> values, gradients(layout.size());
  for (const char* name : {"query", "key", "v"}) values.insert(values.end(), golden[name].data.begin(), golden[name].data.end());
  const std::vector<int> lengths = golden.integers("lengths");
  Matrix<double> state = golden["state"], states = golden["states"], d_state(kBatch, kState), d_states(kLength * kBatch, kStates);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  const Pass<double> pass{tape, values.data(), gradients.data()};
  const Var<double> h = states.leaf(&d_states);
  const Attended<double> attended = layer(pass, state.leaf(&d_state), layer.keys(pass, h), h, lengths);
  CHECK(difference(Matrix<double>(attended.scores.value), golden["scores"], 1e-13) == "");
  CHECK(difference(Matrix<double>(attended.alpha.value), golden["alpha"], 1e-13) == "");
  CHECK(difference(Matrix<double>(attended.context.value), golden["context"], 1e-13) == "");

  // The scalar PyTorch differentiated: sum of weights * context and of weights_alpha * alpha.
  const Var<double> loss = tape.make_zero(1, 1);
  const AlignedVector<double>&weights = golden["weights"].data, &weights_alpha = golden["weights_alpha"].data;
  tape.record([attended, loss, &weights, &weights_alpha] {
    for (std::size_t k = 0; k < weights.size(); ++k) attended.context.grad[k] += weights[k] * *loss.grad;
    for (std::size_t k = 0; k < weights_alpha.size(); ++k) attended.alpha.grad[k] += weights_alpha[k] * *loss.grad;
  });
  tape.backward(loss);
  CHECK(difference(d_state, golden["d_state"], 1e-12) == "");
  CHECK(difference(d_states, golden["d_states"], 1e-12) == "");
  CHECK(difference(part(gradients, score.query), golden["d_query"], 1e-12) == "");
  CHECK(difference(part(gradients, score.key), golden["d_key"], 1e-12) == "");
  CHECK(difference(part(gradients, score.v), golden["d_v"], 1e-12) == "");
}

TEST_CASE("a score taken apart is the sum of its terms", "[layers][attention]") {
  for (const NamedKind& kind : kKinds) {
    CAPTURE(kind.name);
    Fixture fixture(8, kind.kind);
    Rng rng(9);
    Matrix<double> state = random_matrix(rng, 1, fixture.state_width), states = random_matrix(rng, kLength, kStates);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, fixture.values.data()};
    const Var<double> keys = fixture.layer.keys(pass, states.leaf());
    const Attended<double> attended = fixture.layer(pass, state.leaf(), keys, states.leaf(), {});
    const ScoreParts<double> parts = fixture.layer.parts(pass, state.leaf(), keys, kLength);
    const bool bare = kind.kind == AttentionKind::kUniform;
    const int reached = bare ? 0 : kind.kind == AttentionKind::kLocation ? kWidth : kLength;
    CHECK(parts.keys.rows() == reached);
    CHECK(static_cast<int>(parts.scale.size()) == reached);
    CHECK((parts.v.rows() == 1) == (kind.kind == AttentionKind::kAdditive || kind.kind == AttentionKind::kConcat));
    for (int j = 0; j < kLength; ++j) {
      double sum = 0;
      for (int k = 0; k < parts.query.cols() && j < reached; ++k) {
        const double a = parts.query.value(0, k), b = parts.keys.value(j, k);
        sum += parts.v.rows() > 0 ? parts.v.value(0, k) * std::tanh(a + b) : a * b;
      }
      CAPTURE(j);
      if (j < reached)
        CHECK(parts.scale[static_cast<std::size_t>(j)] * sum == Approx(attended.scores.value(0, j)).epsilon(1e-12).margin(1e-12));
    }
  }
}

TEST_CASE("the rows of alpha sum to one and padding gets exactly zero", "[layers][attention]") {
  const std::vector<std::vector<int>> kLengths = {{}, {5, 5, 5}, {1, 5, 3}, {4, 1, 2}};
  for (const NamedKind& kind : kKinds) {
    // The location score reaches kWidth positions.
    const int reach = kind.kind == AttentionKind::kLocation ? kWidth : kLength;
    Fixture fixture(1, kind.kind);
    for (const std::vector<int>& lengths : kLengths) {
      CAPTURE(kind.name, lengths);
      const Matrix<double> alpha = fixture.attend(fixture.states, lengths).alpha;
      for (int b = 0; b < kBatch; ++b) {
        const int tokens = lengths.empty() ? kLength : lengths[static_cast<std::size_t>(b)];
        double sum = 0;
        for (int j = 0; j < kLength; ++j) {
          sum += alpha(b, j);
          if (j >= tokens) {
            CHECK(alpha(b, j) == 0);
          } else if (j >= reach) {
            CHECK(alpha(b, j) < 1e-38);
          } else {
            CHECK(alpha(b, j) > 1e-30);
          }
        }
        CHECK(sum == Approx(1).epsilon(1e-14));
      }
    }
  }
}

TEST_CASE("what stands in the padding changes neither the weights nor the context", "[layers][attention]") {
  const std::vector<int> lengths = {3, 5, 1};
  for (const NamedKind& kind : kKinds) {
    CAPTURE(kind.name);
    Fixture fixture(3, kind.kind);
    Matrix<double> changed = fixture.states;
    for (int b = 0; b < kBatch; ++b) {
      for (int j = lengths[static_cast<std::size_t>(b)]; j < kLength; ++j) {
        for (int k = 0; k < kStates; ++k) changed(j * kBatch + b, k) = 1000.0 * (j - k);
      }
    }
    const auto before = fixture.attend(fixture.states, lengths), after = fixture.attend(changed, lengths);
    CHECK(before.alpha == after.alpha);
    CHECK(before.context == after.context);
  }
}

TEST_CASE("permuting the encoder states permutes alpha and leaves the context", "[layers][attention]") {
  const std::vector<int> order = {3, 0, 4, 2, 1};
  for (const NamedKind& kind : kKinds) {
    // Of the two that do not look at the source, one moves nothing, and the other is uniform whatever moves.
    if (kind.kind == AttentionKind::kLocation || kind.kind == AttentionKind::kUniform) continue;
    CAPTURE(kind.name);
    Fixture fixture(1, kind.kind);
    Matrix<double> permuted(kLength * kBatch, kStates);
    for (int j = 0; j < kLength; ++j) {
      for (int b = 0; b < kBatch; ++b) {
        const int from = order[static_cast<std::size_t>(j)] * kBatch + b;
        for (int k = 0; k < kStates; ++k) permuted(j * kBatch + b, k) = fixture.states(from, k);
      }
    }
    const auto plain = fixture.attend(fixture.states, {}), moved = fixture.attend(permuted, {});
    Matrix<double> expected(kBatch, kLength);
    for (int b = 0; b < kBatch; ++b) {
      for (int j = 0; j < kLength; ++j) expected(b, j) = plain.alpha(b, order[static_cast<std::size_t>(j)]);
    }
    CHECK(plain.alpha != expected);
    CHECK(difference(moved.alpha, expected, 1e-14) == "");
    CHECK(difference(moved.context, plain.context, 1e-14) == "");
  }
}

TEST_CASE("with v = 0 alpha is exactly uniform and the context is the mean", "[layers][attention]") {
  Fixture fixture(4);
  const Parameter& v = std::get<AdditiveScore>(fixture.layer.score).v;
  std::fill_n(fixture.values.begin() + static_cast<std::ptrdiff_t>(v.offset), v.size(), 0.0);
  const auto attended = fixture.attend(fixture.states, {});
  CHECK(attended.scores == Matrix<double>(kBatch, kLength));
  CHECK(attended.alpha == Matrix<double>(kBatch, kLength, 1.0 / kLength));
  Matrix<double> mean(kBatch, kStates);
  for (int i = 0; i < kLength * kBatch; ++i) {
    for (int k = 0; k < kStates; ++k) mean(i % kBatch, k) += fixture.states(i, k) / kLength;
  }
  CHECK(difference(attended.context, mean, 1e-14) == "");
  const Matrix<double> padded = fixture.attend(fixture.states, {2, 4, 5}).alpha;
  CHECK(padded(0, 1) == 0.5);
  CHECK(padded(1, 3) == 0.25);
}

TEST_CASE("a sentence attends alike alone and in a batch", "[layers][attention]") {
  Fixture fixture(5);
  const auto together = fixture.attend(fixture.states, {});
  for (int b = 0; b < kBatch; ++b) {
    CAPTURE(b);
    Matrix<double> state(1, kState), h(kLength, kStates);
    std::copy_n(fixture.state.view().row(b), kState, state.data.data());
    for (int j = 0; j < kLength; ++j) std::copy_n(fixture.states.view().row(j * kBatch + b), kStates, h.view().row(j));
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, fixture.values.data()};
    const Attended<double> alone = fixture.layer(pass, state.leaf(), fixture.layer.keys(pass, h.leaf()), h.leaf(), {});
    for (int j = 0; j < kLength; ++j) CHECK(alone.alpha.value(0, j) == Approx(together.alpha(b, j)).epsilon(1e-13));
    for (int k = 0; k < kStates; ++k) CHECK(alone.context.value(0, k) == Approx(together.context(b, k)).epsilon(1e-12));
  }
}

TEST_CASE("no gradient goes back through the fixed scores", "[layers][attention][gradient]") {
  for (const AttentionKind kind : {AttentionKind::kUniform, AttentionKind::kCosine}) {
    Fixture fixture(6, kind);
    CHECK(fixture.layout.size() == 0);
    Matrix<double> d_state(kBatch, fixture.state_width), d_states(kLength * kBatch, kStates);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kRecording);
    const Pass<double> pass{tape, nullptr, nullptr};
    const Var<double> h = fixture.states.leaf(&d_states);
    const Attended<double> attended = fixture.layer(pass, fixture.state.leaf(&d_state), fixture.layer.keys(pass, h), h, {});
    tape.backward(weighted_scalar(tape, attended.scores));
    CHECK(d_state == Matrix<double>(kBatch, fixture.state_width));
    CHECK(d_states == Matrix<double>(kLength * kBatch, kStates));
  }
}

TEST_CASE("the gradients of attention are those of central differences", "[layers][attention][gradient]") {
  for (const NamedKind& kind : kKinds) {
    // Through the cosine none is wanted, and differences would find one.
    if (kind.kind == AttentionKind::kCosine) continue;
    CAPTURE(kind.name);
    Fixture fixture(6, kind.kind);
    for (const std::vector<int>& lengths : {std::vector<int>{}, {2, 5, 1}}) {
      CAPTURE(lengths);
      const Operation attend = [&](Tape<double>& tape, const std::vector<Var<double>>& in) {
        const Pass<double> pass{tape, in[2].value.data, in[2].grad};
        return fixture.layer(pass, in[0], fixture.layer.keys(pass, in[1]), in[1], lengths).context;
      };
      check_gradients(attend, {fixture.state, fixture.states, Matrix<double>(1, static_cast<int>(fixture.values.size()), fixture.values)});
    }
  }
}
