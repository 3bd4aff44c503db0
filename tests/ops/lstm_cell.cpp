#include "ops/lstm_cell.h"

#include "catch.h"
#include "gradients.h"
#include "naive.h"

using namespace regard;

TEMPLATE_TEST_CASE("the LSTM cell agrees with a loop over its equations", "[ops][lstm]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const int batch = seed == 0 ? 1 : random_size(rng, 1, 6), width = random_size(rng, 1, 35);
    CAPTURE(batch, width);
    Matrix<T> gates = random_matrix<T>(rng, batch, 4 * width), state = random_matrix<T>(rng, batch, 2 * width);
    Matrix<double> expected(batch, 2 * width);
    for (int b = 0; b < batch; ++b) {
      const auto gate = [&](int which, int k) { return static_cast<double>(gates(b, which * width + k)); };
      for (int k = 0; k < width; ++k) {
        const double c =
            naive::sigmoid(gate(1, k)) * static_cast<double>(state(b, width + k)) + naive::sigmoid(gate(0, k)) * std::tanh(gate(2, k));
        expected(b, k) = naive::sigmoid(gate(3, k)) * std::tanh(c);
        expected(b, width + k) = c;
      }
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    CHECK(difference(Matrix<T>(lstm_cell(tape, gates.leaf(), state.leaf()).value), expected, kRounding<T>) == "");
  }
}

TEST_CASE("the gradients of the LSTM cell are those of central differences", "[ops][lstm][gradient]") {
  const Operation cell = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return lstm_cell(tape, in[0], in[1]); };
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Rng rng(seed);
    const int batch = seed == 0 ? 1 : random_size(rng, 1, 4), width = random_size(rng, 1, 7);
    CAPTURE(batch, width);
    const std::vector<Matrix<double>> inputs = {random_matrix(rng, batch, 4 * width), random_matrix(rng, batch, 2 * width)};
    check_gradients(cell, inputs);
    check_inference(cell, inputs);
  }
}

TEST_CASE("the LSTM cell refuses gates that do not fit its state", "[ops][lstm]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  CHECK_THROWS_AS(lstm_cell(tape, tape.make_zero(2, 8), tape.make_zero(2, 5)), MisuseError);
  CHECK_THROWS_AS(lstm_cell(tape, tape.make_zero(2, 9), tape.make_zero(2, 4)), MisuseError);
  CHECK_THROWS_AS(lstm_cell(tape, tape.make_zero(1, 8), tape.make_zero(2, 4)), MisuseError);
}
