#include "ops/elementwise.h"

#include "catch.h"
#include "gradients.h"

using namespace regard;

TEMPLATE_TEST_CASE("add and tanh agree with a loop", "[ops][elementwise]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const int rows = random_size(rng, 1, 9), cols = random_size(rng, 1, 40);
    CAPTURE(rows, cols);
    Matrix<T> x = random_matrix<T>(rng, rows, cols, 2.0), y = random_matrix<T>(rng, rows, cols);
    Matrix<double> sum(rows, cols), hyperbolic(rows, cols);
    for (std::size_t k = 0; k < sum.data.size(); ++k) {
      sum.data[k] = static_cast<double>(x.data[k]) + static_cast<double>(y.data[k]);
      hyperbolic.data[k] = std::tanh(static_cast<double>(x.data[k]));
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    CHECK(difference(Matrix<T>(add(tape, x.leaf(), y.leaf()).value), sum, kRounding<T>) == "");
    CHECK(difference(Matrix<T>(tanh(tape, x.leaf()).value), hyperbolic, kRounding<T>) == "");
  }
}

TEST_CASE("the gradients of add and tanh are those of central differences", "[ops][elementwise][gradient]") {
  const Operation sum = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return add(tape, in[0], in[1]); };
  const Operation hyperbolic = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return tanh(tape, in[0]); };
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Rng rng(seed);
    const int rows = random_size(rng, 1, 5), cols = random_size(rng, 1, 19);
    CAPTURE(rows, cols);
    const Matrix<double> x = random_matrix(rng, rows, cols), y = random_matrix(rng, rows, cols);
    check_gradients(sum, {x, y});
    check_inference(sum, {x, y});
    check_gradients(hyperbolic, {x});
    check_inference(hyperbolic, {x});
  }
}

TEST_CASE("tanh saturates at one without a NaN", "[ops][elementwise]") {
  Matrix<float> x(1, 4, {-1e30f, -50.0f, 50.0f, 1e30f});
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  CHECK(difference(Matrix<float>(tanh(tape, x.leaf()).value), Matrix<double>(1, 4, {-1, -1, 1, 1}), 1e-6) == "");
}

TEST_CASE("add refuses two shapes", "[ops][elementwise]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  CHECK_THROWS_AS(add(tape, tape.make_zero(2, 3), tape.make_zero(3, 2)), MisuseError);
}

TEST_CASE("dropout zeroes the share it is told to and keeps the mean", "[ops][dropout]") {
  constexpr int kCount = 40000;
  for (double rate : {0.1, 0.2, 0.5, 0.9}) {
    CAPTURE(rate);
    Rng rng(11);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kRecording);
    Matrix<double> x(1, kCount, 3.0);
    const Matrix<double> y(dropout(tape, x.leaf(), rate, rng).value);
    int zeros = 0, others = 0;
    double sum = 0;
    for (double number : y.data) {
      zeros += number == 0;
      others += number == Approx(3.0 / (1 - rate)).epsilon(1e-12);
      sum += number;
    }
    CHECK(zeros + others == kCount);
    // Five standard deviations: of a share, and of a mean of numbers 0 or 3 / (1 - rate).
    CHECK(zeros / double{kCount} == Approx(rate).margin(5 * std::sqrt(rate * (1 - rate) / kCount)));
    CHECK(sum / kCount == Approx(3.0).margin(15 * std::sqrt(rate / (1 - rate) / kCount)));
  }
}

TEST_CASE("each of four neighbours is dropped equally often and independently", "[ops][dropout]") {
  // Four decisions share a 64-bit draw; with one 16-bit piece used twice, neighbours would fall together.
  constexpr int kRows = 10000;
  Rng rng(12);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  Matrix<double> x(kRows, 4, 1.0);
  const Matrix<double> y(dropout(tape, x.leaf(), 0.5, rng).value);
  for (int j = 0; j < 4; ++j) {
    for (int k = 0; k < 4; ++k) {
      CAPTURE(j, k);
      int both = 0;
      for (int i = 0; i < kRows; ++i) both += y(i, j) == 0 && y(i, k) == 0;
      CHECK(both == Approx(j == k ? 5000 : 2500).margin(250));
    }
  }
}

TEST_CASE("the backward pass of dropout uses the mask of the forward pass", "[ops][dropout]") {
  Rng rng(13);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  Matrix<double> x = random_matrix(rng, 6, 9), d_x(6, 9);
  const Var<double> y = dropout(tape, x.leaf(&d_x), 0.4, rng);
  const Matrix<double> value(y.value);
  tape.backward(weighted_scalar(tape, y));
  const Matrix<double> d_y(y.d());
  int dropped = 0;
  for (std::size_t k = 0; k < d_x.data.size(); ++k) {
    CHECK(d_x.data[k] == Approx(value.data[k] / x.data[k] * d_y.data[k]).epsilon(1e-12));
    dropped += d_x.data[k] == 0;
  }
  CHECK(dropped > 0);
  CHECK(dropped < 54);
}

TEST_CASE("the gradient of dropout is that of central differences under one mask", "[ops][dropout][gradient]") {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    Rng rng(seed);
    const int rows = random_size(rng, 1, 5), cols = random_size(rng, 1, 19);
    CAPTURE(rows, cols);
    const Operation drop = [seed](Tape<double>& tape, const std::vector<Var<double>>& in) {
      Rng mask(seed + 100);
      return dropout(tape, in[0], 0.3, mask);
    };
    check_gradients(drop, {random_matrix(rng, rows, cols)});
  }
}

TEST_CASE("dropout at rate 0, or in inference, is the input itself and draws nothing", "[ops][dropout]") {
  Matrix<double> x(2, 3, 1.0), d_x(2, 3);
  Arena arena;
  Tape<double> recording(arena, Tape<double>::Mode::kRecording), inference(arena, Tape<double>::Mode::kInference);
  Rng rng(14);
  const Var<double> same = dropout(recording, x.leaf(&d_x), 0.0, rng);
  CHECK(same.value.data == x.data.data());
  CHECK(same.grad == d_x.data.data());
  CHECK(dropout(inference, x.leaf(), 0.5, rng).value.data == x.data.data());
  CHECK(rng.next() == Rng(14).next());
  CHECK_THROWS_AS(dropout(recording, x.leaf(), 1.0, rng), MisuseError);
  CHECK_THROWS_AS(dropout(recording, x.leaf(), -0.1, rng), MisuseError);
}
