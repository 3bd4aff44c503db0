#include "ops/gru_cell.h"

#include "catch.h"
#include "gradients.h"
#include "naive.h"

using namespace regard;

namespace {

/// The docstring's equations, one number at a time.
template <class T>
Matrix<double> naive_gru_cell(const Matrix<T>& x, const Matrix<T>& h, const Matrix<T>& weight, const Matrix<T>& bias) {
  const int width = h.cols;
  Matrix<double> next(h.rows, width);
  for (int b = 0; b < h.rows; ++b) {
    const auto hidden = [&](int gate) {
      double sum = static_cast<double>(bias(0, gate));
      for (int k = 0; k < width; ++k) sum += static_cast<double>(weight(gate, k)) * static_cast<double>(h(b, k));
      return sum;
    };
    const auto input = [&](int gate) { return static_cast<double>(x(b, gate)); };
    for (int k = 0; k < width; ++k) {
      const double r = naive::sigmoid(input(k) + hidden(k));
      const double z = naive::sigmoid(input(width + k) + hidden(width + k));
      const double n = std::tanh(input(2 * width + k) + r * hidden(2 * width + k));
      next(b, k) = (1 - z) * n + z * static_cast<double>(h(b, k));
    }
  }
  return next;
}

}  // namespace

TEMPLATE_TEST_CASE("the GRU cell agrees with a loop over its equations", "[ops][gru]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const int batch = seed == 0 ? 1 : random_size(rng, 1, 6), width = random_size(rng, 1, 35);
    CAPTURE(batch, width);
    Matrix<T> x = random_matrix<T>(rng, batch, 3 * width), h = random_matrix<T>(rng, batch, width);
    Matrix<T> weight = random_matrix<T>(rng, 3 * width, width, 0.4), bias = random_matrix<T>(rng, 1, 3 * width);
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    const Matrix<T> next(gru_cell(tape, x.leaf(), h.leaf(), weight.leaf(), bias.leaf()).value);
    CHECK(difference(next, naive_gru_cell(x, h, weight, bias), kRounding<T>) == "");
  }
}

TEST_CASE("the gradients of the GRU cell are those of central differences", "[ops][gru][gradient]") {
  const Operation cell = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return gru_cell(tape, in[0], in[1], in[2], in[3]); };
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Rng rng(seed);
    const int batch = seed == 0 ? 1 : random_size(rng, 1, 4), width = random_size(rng, 1, 7);
    CAPTURE(batch, width);
    const std::vector<Matrix<double>> inputs = {random_matrix(rng, batch, 3 * width), random_matrix(rng, batch, width),
                                                random_matrix(rng, 3 * width, width), random_matrix(rng, 1, 3 * width)};
    check_gradients(cell, inputs);
    check_inference(cell, inputs);
  }
}

TEST_CASE("a GRU cell with an open update gate keeps its state, with a closed one takes the candidate", "[ops][gru]") {
  Matrix<double> x(1, 3, {0, 40, 0.7}), h(1, 1, 0.25), weight(3, 1), bias(1, 3);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  CHECK(*gru_cell(tape, x.leaf(), h.leaf(), weight.leaf(), bias.leaf()).value.data == Approx(0.25).epsilon(1e-12));
  x(0, 1) = -40;
  CHECK(*gru_cell(tape, x.leaf(), h.leaf(), weight.leaf(), bias.leaf()).value.data == Approx(std::tanh(0.7)).epsilon(1e-12));
}

TEST_CASE("a GRU cell survives huge inputs", "[ops][gru]") {
  Matrix<float> x(1, 3, {-1e30f, 1e30f, -1e30f}), h(1, 1, 0.5f), weight(3, 1, 1.0f), bias(1, 3);
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  CHECK(*gru_cell(tape, x.leaf(), h.leaf(), weight.leaf(), bias.leaf()).value.data == Approx(0.5f));
}

TEST_CASE("the GRU cell refuses shapes that do not fit", "[ops][gru]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const auto zeros = [&tape](int rows, int cols) { return tape.make_zero(rows, cols); };
  CHECK_THROWS_AS(gru_cell(tape, zeros(2, 4), zeros(2, 2), zeros(6, 2), zeros(1, 6)), MisuseError);
  CHECK_THROWS_AS(gru_cell(tape, zeros(3, 6), zeros(2, 2), zeros(6, 2), zeros(1, 6)), MisuseError);
  CHECK_THROWS_AS(gru_cell(tape, zeros(2, 6), zeros(2, 2), zeros(2, 6), zeros(1, 6)), MisuseError);
  CHECK_THROWS_AS(gru_cell(tape, zeros(2, 6), zeros(2, 2), zeros(6, 2), zeros(1, 2)), MisuseError);
}
