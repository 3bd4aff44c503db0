#include "ops/cross_entropy.h"

#include "catch.h"
#include "gradients.h"
#include "naive.h"

using namespace regard;

namespace {

struct Case {
  int rows, width, vocabulary;
  double smoothing;
};

/// Around the block of 64 rows, with smoothing and without.
const std::vector<Case> kCases = {{1, 1, 1, 0.0},   {1, 5, 7, 0.1},  {3, 4, 2, 0.0},  {10, 9, 33, 0.1},
                                  {64, 3, 5, 0.25}, {65, 3, 5, 0.1}, {150, 2, 3, 0.0}};

std::vector<int> random_targets(Rng& rng, int count, int vocabulary) {
  std::vector<int> targets;
  for (int i = 0; i < count; ++i) targets.push_back(i % 4 == 3 ? -1 : random_size(rng, 0, vocabulary - 1));
  return targets;
}

struct Expected {
  double loss = 0;
  CrossEntropyCount count;
};

/// The docstring's equation.
template <class T>
Expected naive_cross_entropy(const Matrix<T>& x, const Matrix<T>& weight, const Matrix<T>& bias, const std::vector<int>& targets,
                             double smoothing) {
  const Matrix<double> logits = naive::product(x, naive::transpose(weight));
  Expected expected;
  for (int i = 0; i < x.rows; ++i) {
    const int target = targets[static_cast<std::size_t>(i)];
    if (target < 0) continue;
    std::vector<double> row = naive::row(logits, i);
    for (int k = 0; k < weight.rows; ++k) row[static_cast<std::size_t>(k)] += static_cast<double>(bias(0, k));
    const double normaliser = naive::log_sum_exp(row);
    const auto log_p = [&](int k) { return row[static_cast<std::size_t>(k)] - normaliser; };
    expected.loss -= (1 - smoothing) * log_p(target);
    for (int k = 0; k < weight.rows; ++k) expected.loss -= smoothing / weight.rows * log_p(k);
    expected.count.negative_log_likelihood -= log_p(target);
    ++expected.count.targets;
  }
  return expected;
}

}  // namespace

TEMPLATE_TEST_CASE("the cross-entropy and its count agree with a loop", "[ops][cross_entropy]", float, double) {
  using T = TestType;
  for (const auto& [rows, width, vocabulary, smoothing] : kCases) {
    CAPTURE(rows, width, vocabulary, smoothing);
    Rng rng(static_cast<std::uint64_t>(rows));
    Matrix<T> x = random_matrix<T>(rng, rows, width), weight = random_matrix<T>(rng, vocabulary, width);
    Matrix<T> bias = random_matrix<T>(rng, 1, vocabulary);
    const std::vector<int> targets = random_targets(rng, rows, vocabulary);
    const Expected expected = naive_cross_entropy(x, weight, bias, targets, smoothing);
    for (auto mode : {Tape<T>::Mode::kInference, Tape<T>::Mode::kRecording}) {
      Arena arena;
      Tape<T> tape(arena, mode);
      CrossEntropyCount count{-1, -1};
      const Var<T> loss =
          softmax_cross_entropy(tape, x.leaf(), weight.leaf(), bias.leaf(), std::span<const int>(targets), smoothing, &count);
      CHECK(static_cast<double>(*loss.value.data) == Approx(expected.loss).epsilon(kRounding<T>).margin(kRounding<T>));
      CHECK(count.negative_log_likelihood == Approx(expected.count.negative_log_likelihood).epsilon(kRounding<T>).margin(kRounding<T>));
      CHECK(count.targets == expected.count.targets);
    }
  }
}

TEST_CASE("the gradients of the cross-entropy are those of central differences", "[ops][cross_entropy][gradient]") {
  for (const auto& [rows, width, vocabulary, smoothing] : kCases) {
    CAPTURE(rows, width, vocabulary, smoothing);
    Rng rng(static_cast<std::uint64_t>(rows));
    const std::vector<int> targets = random_targets(rng, rows, vocabulary);
    const double share = smoothing;
    const Operation loss = [&targets, share](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return softmax_cross_entropy(tape, in[0], in[1], in[2], std::span<const int>(targets), share, nullptr);
    };
    const std::vector<Matrix<double>> inputs = {random_matrix(rng, rows, width), random_matrix(rng, vocabulary, width),
                                                random_matrix(rng, 1, vocabulary)};
    check_gradients(loss, inputs);
    check_inference(loss, inputs);
  }
}

TEST_CASE("rows without a target add nothing to the loss, the count or the gradients", "[ops][cross_entropy]") {
  Rng rng(5);
  Matrix<double> x = random_matrix(rng, 4, 3), weight = random_matrix(rng, 6, 3), bias = random_matrix(rng, 1, 6);
  Matrix<double> d_x(4, 3), d_weight(6, 3), d_bias(1, 6);
  const std::vector<int> targets(4, -1);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  CrossEntropyCount count{1, 1};
  const Var<double> loss =
      softmax_cross_entropy(tape, x.leaf(&d_x), weight.leaf(&d_weight), bias.leaf(&d_bias), std::span<const int>(targets), 0.1, &count);
  tape.backward(loss);
  CHECK(*loss.value.data == 0);
  CHECK(count.targets == 0);
  CHECK(count.negative_log_likelihood == 0);
  CHECK(d_x == Matrix<double>(4, 3));
  CHECK(d_weight == Matrix<double>(6, 3));
  CHECK(d_bias == Matrix<double>(1, 6));
}

TEST_CASE("equal logits cost the logarithm of the vocabulary, smoothed or not", "[ops][cross_entropy]") {
  Matrix<double> x(2, 3, 1.0), weight(50, 3), bias(1, 50, 0.7);
  const std::vector<int> targets = {4, 49};
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  for (double smoothing : {0.0, 0.1}) {
    const Var<double> loss =
        softmax_cross_entropy(tape, x.leaf(), weight.leaf(), bias.leaf(), std::span<const int>(targets), smoothing, nullptr);
    CHECK(*loss.value.data == Approx(2 * std::log(50.0)).epsilon(1e-12));
  }
}

TEST_CASE("the cross-entropy refuses shapes, targets and smoothing that do not fit", "[ops][cross_entropy]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const auto run = [&tape](int width, int biases, std::vector<int> targets, double smoothing) {
    return softmax_cross_entropy(tape, tape.make_zero(2, width), tape.make_zero(4, 3), tape.make_zero(1, biases),
                                 std::span<const int>(targets), smoothing, nullptr);
  };
  CHECK_NOTHROW(run(3, 4, {0, 3}, 0.1));
  CHECK_THROWS_AS(run(2, 4, {0, 3}, 0.1), MisuseError);
  CHECK_THROWS_AS(run(3, 3, {0, 3}, 0.1), MisuseError);
  CHECK_THROWS_AS(run(3, 4, {0}, 0.1), MisuseError);
  CHECK_THROWS_AS(run(3, 4, {0, 4}, 0.1), MisuseError);
  CHECK_THROWS_AS(run(3, 4, {0, 3}, 1.0), MisuseError);
  CHECK_THROWS_AS(run(3, 4, {0, 3}, -0.1), MisuseError);
}
