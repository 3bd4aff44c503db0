#include "layers/recurrent.h"

#include "catch.h"
#include "golden.h"
#include "gradients.h"

using namespace regard;

namespace {

/// Both directions over one sequence, as the encoder runs them: (S * B, 2D).
template <class T>
Var<T> bidirectional(const Pass<T>& pass, const Recurrent& forward, const Recurrent& backward, Var<T> x, int batch) {
  const Var<T> left = stack_rows<T>(pass.tape, forward.run(pass, x, batch, Direction::kForward));
  const Var<T> right = stack_rows<T>(pass.tape, backward.run(pass, x, batch, Direction::kBackward));
  return join_columns<T>(pass.tape, std::vector<Var<T>>{left, right});
}

/// The positions of a time-major sequence in reverse order.
Matrix<double> reversed(const Matrix<double>& x, int batch) {
  Matrix<double> result(x.rows, x.cols);
  for (int i = 0; i < x.rows; ++i) {
    const int j = x.rows / batch - 1 - i / batch;
    for (int k = 0; k < x.cols; ++k) result(i, k) = x(j * batch + i % batch, k);
  }
  return result;
}

struct Case {
  CellKind cell;
  const char* file;  ///< PyTorch's numbers
};

const Case kCases[] = {{CellKind::kGru, "gru.txt"}, {CellKind::kLstm, "lstm.txt"}, {CellKind::kTanh, "tanh_rnn.txt"}};

AlignedVector<double> random_values(Rng& rng, const ParameterLayout& layout) {
  return random_matrix(rng, 1, static_cast<int>(layout.size()), 0.6).data;
}

}  // namespace

TEMPLATE_TEST_CASE("a layer read both ways has the states of PyTorch's", "[layers][recurrent][golden]", float, double) {
  using T = TestType;
  for (const Case& test : kCases) {
    CAPTURE(test.cell);
    const Golden golden(test.file);
    ParameterLayout layout;
    const Recurrent forward(test.cell, layout, "forward", 4, 3), backward(test.cell, layout, "backward", 4, 3);
    const AlignedVector<T> values = golden.flat<T>(layout);
    Matrix<T> x(15, 4);
    std::copy(golden["x"].data.begin(), golden["x"].data.end(), x.data.begin());
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    const Var<T> states = bidirectional(Pass<T>{tape, values.data()}, forward, backward, x.leaf(), 3);
    CHECK(difference(Matrix<T>(states.value), golden["states"], sizeof(T) == 4 ? 1e-6 : 1e-13) == "");
  }
}

TEST_CASE("a layer read both ways has the gradients of PyTorch's", "[layers][recurrent][golden][gradient]") {
  for (const Case& test : kCases) {
    CAPTURE(test.cell);
    const Golden golden(test.file);
    ParameterLayout layout;
    const Recurrent forward(test.cell, layout, "forward", 4, 3), backward(test.cell, layout, "backward", 4, 3);
    const AlignedVector<double> values = golden.flat<double>(layout);
    AlignedVector<double> gradients(layout.size());
    Matrix<double> x = golden["x"], d_x(15, 4);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kRecording);
    const Pass<double> pass{tape, values.data(), gradients.data()};
    const Var<double> states = bidirectional(pass, forward, backward, x.leaf(&d_x), 3);
    // The scalar PyTorch differentiated: sum of weights * states.
    const Var<double> loss = tape.make_zero(1, 1);
    const AlignedVector<double>& weights = golden["weights"].data;
    tape.record([states, loss, &weights] {
      for (std::size_t k = 0; k < weights.size(); ++k) states.grad[k] += weights[k] * *loss.grad;
    });
    tape.backward(loss);
    CHECK(difference(d_x, golden["d_x"], 1e-12) == "");
    for (const Parameter& p : layout.parameters()) {
      CAPTURE(p.name);
      CHECK(difference(part(gradients, p), golden["d_" + p.name], 1e-12) == "");
    }
  }
}

TEST_CASE("a layer read backwards is the reversed result of the reversed sequence", "[layers][recurrent]") {
  for (const Case& test : kCases) {
    CAPTURE(test.cell);
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      Rng rng(seed);
      const int length = random_size(rng, 1, 6), batch = random_size(rng, 1, 4), in = random_size(rng, 1, 5),
                width = random_size(rng, 1, 6);
      CAPTURE(length, batch, in, width);
      ParameterLayout layout;
      const Recurrent layer(test.cell, layout, "layer", in, width);
      const AlignedVector<double> values = random_values(rng, layout);
      Matrix<double> x = random_matrix(rng, length * batch, in), x_reversed = reversed(x, batch);
      Arena arena;
      Tape<double> tape(arena, Tape<double>::Mode::kInference);
      const Pass<double> pass{tape, values.data()};
      const Matrix<double> backward(stack_rows<double>(tape, layer.run(pass, x.leaf(), batch, Direction::kBackward)).value);
      const Matrix<double> forward(stack_rows<double>(tape, layer.run(pass, x_reversed.leaf(), batch, Direction::kForward)).value);
      CHECK(backward == reversed(forward, batch));
    }
  }
}

TEST_CASE("a layer's state depends on what it has read and on nothing else", "[layers][recurrent]") {
  for (const Case& test : kCases) {
    CAPTURE(test.cell);
    constexpr int kLength = 5, kChanged = 2;
    Rng rng(5);
    ParameterLayout layout;
    const Recurrent layer(test.cell, layout, "layer", 3, 4);
    const AlignedVector<double> values = random_values(rng, layout);
    Matrix<double> x = random_matrix(rng, kLength, 3), changed = x;
    changed(kChanged, 1) += 1;
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, values.data()};
    for (Direction direction : {Direction::kForward, Direction::kBackward}) {
      const std::span<Var<double>> before = layer.run(pass, x.leaf(), 1, direction),
                                     after = layer.run(pass, changed.leaf(), 1, direction);
      for (int j = 0; j < kLength; ++j) {
        CAPTURE(j);
        const bool has_read = direction == Direction::kForward ? j >= kChanged : j <= kChanged;
        const auto at = static_cast<std::size_t>(j);
        CHECK((Matrix<double>(before[at].value) != Matrix<double>(after[at].value)) == has_read);
      }
    }
  }
}

TEST_CASE("the gradients of a layer over a sequence are those of central differences", "[layers][recurrent][gradient]") {
  for (const Case& test : kCases) {
    CAPTURE(test.cell);
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      Rng rng(seed);
      const int length = random_size(rng, 1, 4), batch = random_size(rng, 1, 3), in = random_size(rng, 1, 3),
                width = random_size(rng, 1, 4);
      CAPTURE(length, batch, in, width);
      ParameterLayout layout;
      const Recurrent layer(test.cell, layout, "layer", in, width);
      const Direction direction = seed % 2 == 0 ? Direction::kForward : Direction::kBackward;
      const Operation run = [&layer, batch, direction](Tape<double>& tape, const std::vector<Var<double>>& inputs) {
        const Pass<double> pass{tape, inputs[1].value.data, inputs[1].grad};
        return stack_rows<double>(tape, layer.run(pass, inputs[0], batch, direction));
      };
      check_gradients(run, {random_matrix(rng, length * batch, in), random_matrix(rng, 1, static_cast<int>(layout.size()), 0.6)});
    }
  }
}

TEST_CASE("a layer refuses a sequence that is no whole number of batches", "[layers][recurrent]") {
  ParameterLayout layout;
  const Recurrent layer(CellKind::kGru, layout, "layer", 2, 2);
  const AlignedVector<double> values(layout.size());
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const Pass<double> pass{tape, values.data()};
  CHECK_THROWS_AS(layer.run(pass, tape.make_zero(5, 2), 2, Direction::kForward), MisuseError);
  CHECK_THROWS_AS(layer.run(pass, tape.make_zero(4, 2), 0, Direction::kForward), MisuseError);
}
