#include "ops/categorical.h"

#include "catch.h"
#include "gradients.h"
#include "naive.h"

using namespace regard;

namespace {

/// A position of each row, or -1 for none.
std::vector<int> random_positions(Rng& rng, int batch, int length) {
  std::vector<int> positions;
  for (int b = 0; b < batch; ++b) positions.push_back(random_size(rng, -1, length - 1));
  return positions;
}

}  // namespace

TEMPLATE_TEST_CASE("the log probability of a choice and the entropy agree with a loop", "[ops][categorical]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const int batch = random_size(rng, 1, 4), length = random_size(rng, 1, 9);
    const std::vector<int> positions = random_positions(rng, batch, length);
    CAPTURE(batch, length, positions);
    Matrix<T> scores = random_matrix<T>(rng, batch, length, 2.0);
    Matrix<double> log_probability(batch, 1), entropy(batch, 1);
    for (int b = 0; b < batch; ++b) {
      const std::vector<double> p = naive::softmax(naive::row(scores, b));
      const int position = positions[static_cast<std::size_t>(b)];
      if (position >= 0) log_probability(b, 0) = std::log(p[static_cast<std::size_t>(position)]);
      for (double one : p) entropy(b, 0) -= one * std::log(one);
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    CHECK(difference(Matrix<T>(log_probability_of_choice<T>(tape, scores.leaf(), positions).value), log_probability, kRounding<T>) == "");
    CHECK(difference(Matrix<T>(softmax_entropy(tape, scores.leaf()).value), entropy, kRounding<T>) == "");
  }
}

TEST_CASE("the entropy is log S where all is alike, and 0 where one score is far above the others", "[ops][categorical]") {
  Matrix<double> scores(2, 4,
                        {3, 3, 3, 3,  //
                         0, 900, 0, -900});
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const Matrix<double> entropy(softmax_entropy(tape, scores.leaf()).value);
  CHECK(entropy(0, 0) == Approx(std::log(4.0)).epsilon(1e-15));
  CHECK((entropy(1, 0) >= 0 && entropy(1, 0) < 1e-300));
  const std::vector<int> far = {0, 3};
  CHECK(Matrix<double>(log_probability_of_choice<double>(tape, scores.leaf(), far).value)(1, 0) == -1800);
}

TEST_CASE("a chosen position has all the weight, and no choice leaves the weights as they are", "[ops][categorical]") {
  Matrix<double> alpha(3, 3,
                       {0.2, 0.3, 0.5,  //
                        0.6, 0.3, 0.1,  //
                        0.1, 0.1, 0.8}),
      d_alpha(3, 3);
  const std::vector<int> positions = {1, -1, 0};
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  const Var<double> weights = chosen_weights<double>(tape, alpha.leaf(&d_alpha), positions);
  CHECK(Matrix<double>(weights.value) == Matrix<double>(3, 3,
                                                        {0, 1, 0,        //
                                                         0.6, 0.3, 0.1,  //
                                                         1, 0, 0}));
  const std::vector<double> w = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  tape.backward(weighted_total<double>(tape, weights, w), 2.0);
  CHECK(d_alpha == Matrix<double>(3, 3,
                                  {0, 0, 0,    //
                                   8, 10, 12,  //
                                   0, 0, 0}));
}

TEST_CASE("the gradients of choices are those of central differences", "[ops][categorical][gradient]") {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const int batch = random_size(rng, 1, 4), length = random_size(rng, 1, 6);
    const std::vector<int> positions = random_positions(rng, batch, length);
    const std::vector<int> none(static_cast<std::size_t>(batch), -1);
    CAPTURE(batch, length, positions);
    const Matrix<double> scores = random_matrix(rng, batch, length, 2.0);
    const AlignedVector<double> w = random_matrix(rng, batch, length).data;
    const Operation log_probability = [&](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return log_probability_of_choice<double>(tape, in[0], positions);
    };
    const Operation entropy = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return softmax_entropy(tape, in[0]); };
    const Operation weights = [&](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return chosen_weights<double>(tape, in[0], none);
    };
    const Operation total = [&](Tape<double>& tape, const std::vector<Var<double>>& in) { return weighted_total<double>(tape, in[0], w); };
    for (const Operation& operation : {log_probability, entropy, weights, total}) {
      check_gradients(operation, {scores});
      check_inference(operation, {scores});
    }
  }
}

TEST_CASE("choices refuse positions that do not fit", "[ops][categorical]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const Var<double> scores = tape.make_zero(2, 3);
  for (const std::vector<int>& positions : {std::vector<int>{1}, {0, 3}, {0, 1, 2}}) {
    CHECK_THROWS_AS(log_probability_of_choice<double>(tape, scores, positions), MisuseError);
    CHECK_THROWS_AS(chosen_weights<double>(tape, scores, positions), MisuseError);
  }
  const std::vector<double> w(5);
  CHECK_THROWS_AS(weighted_total<double>(tape, scores, w), MisuseError);
}
