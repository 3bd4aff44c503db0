#include "ops/linear.h"

#include "catch.h"
#include "gradients.h"
#include "naive.h"

using namespace regard;

TEMPLATE_TEST_CASE("linear agrees with a loop, with a bias and without", "[ops][linear]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const int n = seed == 0 ? 1 : random_size(rng, 1, 20), in = random_size(rng, 1, 33), out = random_size(rng, 1, 40);
    CAPTURE(n, in, out);
    Matrix<T> x = random_matrix<T>(rng, n, in), weight = random_matrix<T>(rng, out, in), bias = random_matrix<T>(rng, 1, out);
    const Matrix<double> plain = naive::product(x, naive::transpose(weight));
    Matrix<double> biased = plain;
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < out; ++j) biased(i, j) += static_cast<double>(bias(0, j));
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    CHECK(difference(Matrix<T>(linear(tape, x.leaf(), weight.leaf()).value), plain, kRounding<T>) == "");
    CHECK(difference(Matrix<T>(linear(tape, x.leaf(), weight.leaf(), bias.leaf()).value), biased, kRounding<T>) == "");
  }
}

TEST_CASE("the gradients of linear are those of central differences", "[ops][linear][gradient]") {
  const Operation plain = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return linear(tape, in[0], in[1]); };
  const Operation biased = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return linear(tape, in[0], in[1], in[2]); };
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Rng rng(seed);
    const int n = seed == 0 ? 1 : random_size(rng, 1, 6), in = random_size(rng, 1, 9), out = random_size(rng, 1, 11);
    CAPTURE(n, in, out);
    const Matrix<double> x = random_matrix(rng, n, in), weight = random_matrix(rng, out, in), bias = random_matrix(rng, 1, out);
    check_gradients(plain, {x, weight});
    check_inference(plain, {x, weight});
    check_gradients(biased, {x, weight, bias});
    check_inference(biased, {x, weight, bias});
  }
}

TEST_CASE("linear refuses shapes that do not fit", "[ops][linear]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const auto zeros = [&tape](int rows, int cols) { return tape.make_zero(rows, cols); };
  CHECK_THROWS_AS(linear(tape, zeros(2, 3), zeros(4, 2)), MisuseError);
  CHECK_THROWS_AS(linear(tape, zeros(2, 3), zeros(4, 3), zeros(1, 3)), MisuseError);
  CHECK_THROWS_AS(linear(tape, zeros(2, 3), zeros(4, 3), zeros(4, 1)), MisuseError);
}
