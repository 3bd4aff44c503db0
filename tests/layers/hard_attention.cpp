#include "catch.h"
#include "gradients.h"
#include "layers/attention/attention.h"
#include "layers/attention/hard.h"

using namespace regard;

namespace {

constexpr int kLength = 5, kBatch = 3, kState = 4, kStates = 6, kWidth = 3;

/// Hard attention and additive attention with the same parameters, and inputs for both.
struct Fixture {
  ParameterLayout layout, same;
  Attention hard, soft;
  AlignedVector<double> values;
  Matrix<double> state, states;

  explicit Fixture(std::uint64_t seed)
      : hard(AttentionKind::kHard, layout, "attention", {kState, kStates, kWidth}),
        soft(AttentionKind::kAdditive, same, "attention", {kState, kStates, kWidth}) {
    Rng rng(seed);
    values = random_matrix(rng, 1, static_cast<int>(layout.size())).data;
    state = random_matrix(rng, kBatch, kState);
    states = random_matrix(rng, kLength * kBatch, kStates);
  }
};

}  // namespace

TEST_CASE("hard attention has the weights of additive attention, and the context of the position it chose", "[layers][attention][hard]") {
  Fixture fixture(1);
  REQUIRE(fixture.layout.size() == fixture.same.size());
  Rng rng(2);
  const std::vector<int> given = {4, -1, 0};
  const std::vector<char> expected = {0, 1, 0};
  for (const HardPolicy& policy : {HardPolicy{}, HardPolicy{.rng = &rng}, HardPolicy{.given = given}, HardPolicy{.expected = expected}}) {
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, fixture.values.data()};
    const Var<double> h = fixture.states.leaf(), keys = fixture.hard.keys(pass, h);
    const Attended<double> hard = fixture.hard(pass, fixture.state.leaf(), keys, h, {}, policy);
    const Attended<double> soft = fixture.soft(pass, fixture.state.leaf(), keys, h, {});
    CHECK(Matrix<double>(hard.alpha.value) == Matrix<double>(soft.alpha.value));
    REQUIRE(hard.positions.size() == kBatch);
    CHECK(soft.positions.empty());
    for (int b = 0; b < kBatch; ++b) {
      const int position = hard.positions[static_cast<std::size_t>(b)];
      CAPTURE(b, position);
      for (int k = 0; k < kStates; ++k) {
        CHECK(hard.context.value(b, k) == (position < 0 ? soft.context.value(b, k) : h.value(position * kBatch + b, k)));
      }
    }
    if (!policy.expected.empty()) CHECK(std::vector<int>(hard.positions.begin(), hard.positions.end())[1] == -1);
    if (!policy.given.empty()) CHECK((hard.positions[0] == 4 && hard.positions[2] == 0 && hard.positions[1] >= 0));
  }
}

TEST_CASE("without a policy the position is the arg max, the first of equals", "[layers][attention][hard]") {
  Matrix<double> alpha(3, 4,
                       {0.1, 0.4, 0.4, 0.1,  //
                        0.7, 0.1, 0.1, 0.1,  //
                        0.25, 0.25, 0.25, 0.25});
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const std::span<const int> positions = choose_positions(tape, alpha.view(), {});
  CHECK(std::vector<int>(positions.begin(), positions.end()) == std::vector<int>{1, 0, 0});
}

TEST_CASE("positions are drawn as often as alpha says, and never where it is zero", "[layers][attention][hard]") {
  constexpr int kDraws = 20000;
  const std::vector<double> p = {0.5, 0, 0.125, 0.375, 0};
  Matrix<double> alpha(1, 5, p);
  Rng rng(7);
  std::vector<int> counts(5);
  for (int k = 0; k < kDraws; ++k) {
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    ++counts[static_cast<std::size_t>(choose_positions(tape, alpha.view(), {.rng = &rng})[0])];
  }
  double chi_square = 0;
  for (std::size_t j = 0; j < 5; ++j) {
    if (p[j] == 0) {
      CHECK(counts[j] == 0);
      continue;
    }
    chi_square += (counts[j] - kDraws * p[j]) * (counts[j] - kDraws * p[j]) / (kDraws * p[j]);
  }
  CHECK(chi_square < 13.8);  // two degrees of freedom, p = 0.001
  CHECK(position_at(p.data(), 5, 0.0) == 0);
  CHECK(position_at(p.data(), 5, 0.5) == 2);
  CHECK(position_at(p.data(), 5, 1.0) == 3);
}

TEST_CASE("what one sentence does changes no other's draws", "[layers][attention][hard]") {
  Fixture fixture(3);
  const auto draw = [&](const std::vector<char>& expected) {
    Rng rng(9);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, fixture.values.data()};
    const Var<double> h = fixture.states.leaf();
    const HardPolicy policy{.rng = &rng, .expected = expected};
    const std::span<const int> positions = fixture.hard(pass, fixture.state.leaf(), fixture.hard.keys(pass, h), h, {}, policy).positions;
    return std::vector<int>(positions.begin(), positions.end());
  };
  const std::vector<int> all = draw({0, 0, 0}), two = draw({0, 1, 0});
  CHECK(two == std::vector<int>{all[0], -1, all[2]});
}

TEST_CASE("a choice passes its gradient to the chosen state alone, the expectation to all", "[layers][attention][hard][gradient]") {
  Fixture fixture(4);
  const std::vector<int> given = {2, 0, 4};
  const std::vector<char> expected = {1, 1, 1};
  for (const HardPolicy& policy : {HardPolicy{.given = given}, HardPolicy{.expected = expected}}) {
    const Operation attend = [&](Tape<double>& tape, const std::vector<Var<double>>& in) {
      const Pass<double> pass{tape, in[2].value.data, in[2].grad};
      return fixture.hard(pass, in[0], fixture.hard.keys(pass, in[1]), in[1], {}, policy).context;
    };
    check_gradients(attend, {fixture.state, fixture.states, Matrix<double>(1, static_cast<int>(fixture.values.size()), fixture.values)});
  }
}

TEST_CASE("hard attention refuses a policy of another size", "[layers][attention][hard]") {
  Matrix<double> alpha(2, 3, 1.0 / 3);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const std::vector<int> given = {1};
  const std::vector<char> expected = {1, 1, 1};
  CHECK_THROWS_AS(choose_positions(tape, alpha.view(), {.given = given}), MisuseError);
  CHECK_THROWS_AS(choose_positions(tape, alpha.view(), {.expected = expected}), MisuseError);
}
