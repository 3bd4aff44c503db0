#include "ops/tape.h"

#include "catch.h"
#include "matrix.h"
#include "ops/elementwise.h"

using namespace regard;
using Mode = Tape<double>::Mode;

TEST_CASE("a recording tape gives values a gradient of zeros", "[ops][tape]") {
  Arena arena;
  // What the arena held before must not show through.
  std::fill_n(arena.allocate<double>(1000), 1000, 7.0);
  arena.reset();
  Tape<double> tape(arena, Mode::kRecording);
  const Var<double> var = tape.make_zero(3, 5);
  CHECK(Matrix<double>(var.value) == Matrix<double>(3, 5));
  REQUIRE(var.grad);
  CHECK(Matrix<double>(var.d()) == Matrix<double>(3, 5));
  const Var<double> uninitialised = tape.make(4, 4);
  CHECK(Matrix<double>(uninitialised.d()) == Matrix<double>(4, 4));
}

TEST_CASE("a tape for inference keeps no gradients and no steps", "[ops][tape]") {
  Arena arena;
  Tape<double> tape(arena, Mode::kInference);
  bool ran = false;
  tape.record([&ran] { ran = true; });
  const Var<double> loss = tape.make_zero(1, 1);
  CHECK_FALSE(tape.recording());
  CHECK(loss.grad == nullptr);
  CHECK_THROWS_AS(tape.backward(loss), MisuseError);
  CHECK_FALSE(ran);
}

TEST_CASE("backward runs the steps in reverse, once", "[ops][tape]") {
  Arena arena;
  Tape<double> tape(arena, Mode::kRecording);
  std::vector<int> order;
  for (int k = 0; k < 3; ++k) tape.record([&order, k] { order.push_back(k); });
  const Var<double> loss = tape.make_zero(1, 1);
  tape.backward(loss);
  CHECK(order == std::vector<int>{2, 1, 0});
  tape.backward(loss);
  CHECK(order.size() == 3);
}

TEST_CASE("backward starts from a single number", "[ops][tape]") {
  Arena arena;
  Tape<double> tape(arena, Mode::kRecording);
  CHECK_THROWS_AS(tape.backward(tape.make_zero(1, 2)), MisuseError);
}

TEST_CASE("a value used twice collects both gradients", "[ops][tape]") {
  // y = tanh(x) + tanh(x) + x, so dy/dx = 2 (1 - tanh^2 x) + 1.
  Arena arena;
  Tape<double> tape(arena, Mode::kRecording);
  Matrix<double> x(1, 1, 0.3), d_x(1, 1);
  const Var<double> leaf = x.leaf(&d_x);
  const Var<double> t = tanh(tape, leaf);
  tape.backward(add(tape, add(tape, t, t), leaf));
  CHECK(d_x(0, 0) == Approx(2 * (1 - std::tanh(0.3) * std::tanh(0.3)) + 1).epsilon(1e-14));
}

TEST_CASE("two backward passes add up, each with its seed", "[ops][tape]") {
  Matrix<double> x(1, 1, 0.5), d_x(1, 1);
  const double slope = 1 - std::tanh(0.5) * std::tanh(0.5);
  for (double seed : {1.0, 3.0}) {
    Arena arena;
    Tape<double> tape(arena, Mode::kRecording);
    tape.backward(tanh(tape, x.leaf(&d_x)), seed);
  }
  CHECK(d_x(0, 0) == Approx(4 * slope).epsilon(1e-14));
}

TEST_CASE("a pass finds parameters at their offsets, with gradients only where there are some", "[ops][tape]") {
  ParameterLayout layout;
  layout.add("first", 2, 2);
  const Parameter second = layout.add("second", 1, 3);
  const std::vector<double> values = {1, 2, 3, 4, 5, 6, 7};
  std::vector<double> gradients(7);
  Arena arena;
  Tape<double> tape(arena, Mode::kRecording);
  const Var<double> var = Pass<double>{tape, values.data(), gradients.data()}[second];
  CHECK(Matrix<double>(var.value) == Matrix<double>(1, 3, {5, 6, 7}));
  CHECK(var.grad == gradients.data() + 4);
  CHECK(Pass<double>{tape, values.data()}[second].grad == nullptr);
}
