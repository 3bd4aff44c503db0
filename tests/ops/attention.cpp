#include "ops/attention.h"

#include "catch.h"
#include "gradients.h"
#include "naive.h"

using namespace regard;

namespace {

struct Sizes {
  int batch, length, width;
};

Sizes random_sizes(Rng& rng) { return {random_size(rng, 1, 4), random_size(rng, 1, 6), random_size(rng, 1, 9)}; }

std::vector<int> random_lengths(Rng& rng, const Sizes& sizes) {
  std::vector<int> lengths;
  for (int b = 0; b < sizes.batch; ++b) lengths.push_back(random_size(rng, 1, sizes.length));
  return lengths;
}

}  // namespace

TEMPLATE_TEST_CASE("the scores of additive attention agree with a loop", "[ops][attention]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const auto [batch, length, narrow] = random_sizes(rng);
    const int width = 4 * narrow + 1;
    CAPTURE(batch, length, width);
    Matrix<T> query = random_matrix<T>(rng, batch, width), keys = random_matrix<T>(rng, length * batch, width);
    Matrix<T> v = random_matrix<T>(rng, 1, width);
    Matrix<double> expected(batch, length);
    for (int b = 0; b < batch; ++b) {
      for (int j = 0; j < length; ++j) {
        for (int a = 0; a < width; ++a) {
          const double sum = static_cast<double>(query(b, a)) + static_cast<double>(keys(j * batch + b, a));
          expected(b, j) += static_cast<double>(v(0, a)) * std::tanh(sum);
        }
      }
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    CHECK(difference(Matrix<T>(additive_scores(tape, query.leaf(), keys.leaf(), v.leaf()).value), expected, kRounding<T>) == "");
  }
}

TEMPLATE_TEST_CASE("the scores of a product and of a cosine agree with a loop", "[ops][attention]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const auto [batch, length, narrow] = random_sizes(rng);
    const int width = 4 * narrow + 1;
    CAPTURE(batch, length, width);
    Matrix<T> query = random_matrix<T>(rng, batch, width), keys = random_matrix<T>(rng, length * batch, width);
    for (int a = 0; a < width; ++a) keys(0, a) = 0;
    Matrix<double> product(batch, length), cosine(batch, length);
    for (int b = 0; b < batch; ++b) {
      for (int j = 0; j < length; ++j) {
        double sum = 0, squares = 0, others = 0;
        for (int a = 0; a < width; ++a) {
          const double q = static_cast<double>(query(b, a)), k = static_cast<double>(keys(j * batch + b, a));
          sum += q * k;
          squares += q * q;
          others += k * k;
        }
        product(b, j) = 0.5 * sum;
        cosine(b, j) = others == 0 ? 0 : sum / std::sqrt(squares * others) / 0.25;
      }
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    CHECK(difference(Matrix<T>(dot_scores(tape, query.leaf(), keys.leaf(), T(0.5)).value), product, kRounding<T>) == "");
    CHECK(difference(Matrix<T>(cosine_scores(tape, query.leaf(), keys.leaf(), T(0.25)).value), cosine, 4 * kRounding<T>) == "");
  }
}

TEMPLATE_TEST_CASE("the masked softmax agrees with a loop over the unmasked columns", "[ops][attention]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const Sizes sizes = random_sizes(rng);
    const std::vector<int> lengths = random_lengths(rng, sizes);
    CAPTURE(sizes.batch, sizes.length, lengths);
    Matrix<T> scores = random_matrix<T>(rng, sizes.batch, sizes.length, 3.0);
    Matrix<double> expected(sizes.batch, sizes.length);
    for (int b = 0; b < sizes.batch; ++b) {
      std::vector<T> row = naive::row(scores, b);
      row.resize(static_cast<std::size_t>(lengths[static_cast<std::size_t>(b)]));
      const std::vector<double> p = naive::softmax(row);
      std::copy(p.begin(), p.end(), &expected(b, 0));
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    CHECK(difference(Matrix<T>(masked_softmax(tape, scores.leaf(), lengths).value), expected, kRounding<T>) == "");
  }
}

TEST_CASE("masked positions receive zero weight, whatever their score", "[ops][attention]") {
  Matrix<float> scores(2, 3,
                       {1, 2, 3e38f,  //
                        4, std::nanf(""), -1});
  const std::vector<int> lengths = {2, 1};
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Matrix<float> alpha(masked_softmax(tape, scores.leaf(), lengths).value);
  CHECK(alpha(0, 0) + alpha(0, 1) == Approx(1).epsilon(1e-6));
  CHECK(alpha(0, 2) == 0);
  CHECK(naive::row(alpha, 1) == std::vector<float>{1, 0, 0});
}

TEST_CASE("no lengths means that nothing is masked", "[ops][attention]") {
  Rng rng(3);
  Matrix<double> scores = random_matrix(rng, 3, 5);
  const std::vector<int> lengths = {5, 5, 5};
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  CHECK(Matrix<double>(masked_softmax(tape, scores.leaf(), {}).value) ==
        Matrix<double>(masked_softmax(tape, scores.leaf(), lengths).value));
}

TEMPLATE_TEST_CASE("the weighted sum agrees with a loop", "[ops][attention]", float, double) {
  using T = TestType;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const auto [batch, length, narrow] = random_sizes(rng);
    const int width = 4 * narrow + 1;
    CAPTURE(batch, length, width);
    Matrix<T> alpha = random_matrix<T>(rng, batch, length), values = random_matrix<T>(rng, length * batch, width);
    Matrix<double> expected(batch, width);
    for (int b = 0; b < batch; ++b) {
      for (int j = 0; j < length; ++j) {
        for (int k = 0; k < width; ++k) expected(b, k) += static_cast<double>(alpha(b, j)) * static_cast<double>(values(j * batch + b, k));
      }
    }
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    CHECK(difference(Matrix<T>(weighted_sum(tape, alpha.leaf(), values.leaf()).value), expected, kRounding<T>) == "");
  }
}

TEST_CASE("the gradients of the three parts of attention are those of central differences", "[ops][attention][gradient]") {
  const Operation score = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return additive_scores(tape, in[0], in[1], in[2]); };
  const Operation sum = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return weighted_sum(tape, in[0], in[1]); };
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const Sizes sizes = random_sizes(rng);
    const std::vector<int> lengths = random_lengths(rng, sizes);
    CAPTURE(sizes.batch, sizes.length, sizes.width, lengths);
    const Matrix<double> query = random_matrix(rng, sizes.batch, sizes.width), v = random_matrix(rng, 1, sizes.width);
    const Matrix<double> keys = random_matrix(rng, sizes.length * sizes.batch, sizes.width);
    const Matrix<double> scores = random_matrix(rng, sizes.batch, sizes.length, 2.0);
    const Operation product = [](Tape<double>& tape, const std::vector<Var<double>>& in) { return dot_scores(tape, in[0], in[1], 0.5); };
    check_gradients(product, {query, keys});
    check_inference(product, {query, keys});
    check_gradients(score, {query, keys, v});
    check_inference(score, {query, keys, v});
    const Operation mask = [&lengths](Tape<double>& tape, const std::vector<Var<double>>& in) {
      return masked_softmax(tape, in[0], lengths);
    };
    check_gradients(mask, {scores});
    check_inference(mask, {scores});
    check_gradients(sum, {scores, keys});
    check_inference(sum, {scores, keys});
  }
}

TEST_CASE("a masked score gets a gradient of exactly zero", "[ops][attention][gradient]") {
  Rng rng(8);
  Matrix<double> scores = random_matrix(rng, 2, 4), d_scores(2, 4);
  const std::vector<int> lengths = {3, 1};
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  tape.backward(weighted_scalar(tape, masked_softmax(tape, scores.leaf(&d_scores), lengths)));
  CHECK(d_scores(0, 0) != 0);
  CHECK(d_scores(0, 3) == 0);
  for (int j = 1; j < 4; ++j) CHECK(d_scores(1, j) == 0);
}

TEST_CASE("attention refuses shapes and lengths that do not fit", "[ops][attention]") {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const auto zeros = [&tape](int rows, int cols) { return tape.make_zero(rows, cols); };
  CHECK_THROWS_AS(additive_scores(tape, zeros(2, 3), zeros(4, 2), zeros(1, 3)), MisuseError);
  CHECK_THROWS_AS(additive_scores(tape, zeros(2, 3), zeros(4, 3), zeros(1, 2)), MisuseError);
  CHECK_THROWS_AS(additive_scores(tape, zeros(2, 3), zeros(5, 3), zeros(1, 3)), MisuseError);
  CHECK_THROWS_AS(dot_scores(tape, zeros(2, 3), zeros(4, 2), 1.0), MisuseError);
  CHECK_THROWS_AS(dot_scores(tape, zeros(2, 3), zeros(5, 3), 1.0), MisuseError);
  CHECK_THROWS_AS(cosine_scores(tape, zeros(2, 3), zeros(4, 2), 1.0), MisuseError);
  CHECK_THROWS_AS(cosine_scores(tape, zeros(2, 3), zeros(4, 3), 0.0), MisuseError);
  CHECK_THROWS_AS(weighted_sum(tape, zeros(2, 3), zeros(5, 4)), MisuseError);
  for (const std::vector<int>& lengths : {std::vector<int>{1}, {0, 1}, {1, 4}, {1, -1}}) {
    CHECK_THROWS_AS(masked_softmax(tape, zeros(2, 3), lengths), MisuseError);
  }
}
