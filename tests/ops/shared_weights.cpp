#include "ops/shared_weights.h"

#include <deque>

#include "catch.h"
#include "naive.h"
#include "ops/linear.h"

using namespace regard;

namespace {

template <class T>
Matrix<double> sum(const Matrix<T>& a, const Matrix<double>& b) {
  Matrix<double> result = b;
  for (std::size_t e = 0; e < result.data.size(); ++e) result.data[e] += static_cast<double>(a.data[e]);
  return result;
}

}  // namespace

TEMPLATE_TEST_CASE("weights that many time steps share give every step its products, and their gradients the sum of the steps'",
                   "[ops][product]", float, double) {
  using T = TestType;
  struct Term {
    Matrix<T> d_y, x;
  };
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    Rng rng(seed);
    const int steps = seed == 0 ? 1 : random_size(rng, 2, 9), in = random_size(rng, 1, 40), out = random_size(rng, 1, 40);
    CAPTURE(steps, in, out);
    // Two that differ in shape and one with the first one's numbers, which is another weight nevertheless.
    std::vector<Matrix<T>> weights = {random_matrix<T>(rng, out, in), random_matrix<T>(rng, in, out)};
    weights.push_back(weights[0]);
    std::vector<Matrix<T>> gradients;
    std::vector<Matrix<double>> expected;
    for (const Matrix<T>& weight : weights) {
      gradients.push_back(random_matrix<T>(rng, weight.rows, weight.cols));
      expected.push_back(sum(gradients.back(), Matrix<double>(weight.rows, weight.cols)));
    }
    Arena arena;
    SharedWeights<T> shared;
    std::deque<Term> terms;
    for (int t = 0; t < steps; ++t) {
      // A step may have more rows than another, or none; a few take another path than many.
      const int n = t == steps - 1 && steps > 1 ? 0 : random_size(rng, 1, 12);
      for (std::size_t w = 0; w < weights.size(); ++w) {
        Term& term = terms.emplace_back(Term{random_matrix<T>(rng, n, weights[w].rows), random_matrix<T>(rng, n, weights[w].cols)});
        Matrix<T> y(n, weights[w].rows), d_x = random_matrix<T>(rng, n, weights[w].cols);
        const Matrix<T> before = d_x;
        shared.multiply(arena, term.x.view(), weights[w].view(), y.view());
        CHECK(difference(y, naive::product(term.x, naive::transpose(weights[w])), kRounding<T>) == "");
        shared.multiply_back(arena, term.d_y.view(), weights[w].view(), d_x.view());
        CHECK(difference(d_x, sum(before, naive::product(term.d_y, weights[w])), kRounding<T>) == "");
        shared.keep(arena, term.d_y.view(), term.x.view(), gradients[w].view());
        expected[w] = sum(expected[w], naive::product(naive::transpose(term.d_y), term.x));
      }
    }
    for (int times = 0; times < 2; ++times) {
      // The second time nothing is left to add.
      shared.finish(arena);
      for (std::size_t w = 0; w < weights.size(); ++w) CHECK(difference(gradients[w], expected[w], kRounding<T>) == "");
    }
  }
}

TEST_CASE("a parameter that feeds on its own product gets the gradient that any other weight gets", "[ops][linear][gradient]") {
  Rng rng(3);
  const int n = 5, width = 7;
  Matrix<double> x = random_matrix(rng, n, width), weight = random_matrix(rng, width, width);
  std::vector<Matrix<double>> d_weight(2, random_matrix(rng, width, width)), d_x(2, Matrix<double>(n, width));
  for (std::size_t k = 0; k < 2; ++k) {
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kRecording);
    Var<double> w = weight.leaf(&d_weight[k]);
    w.parameter = k == 1;
    Var<double> y = x.leaf(&d_x[k]);
    for (int t = 0; t < 4; ++t) y = linear(tape, y, w);
    // The sum of y: here y is a weight itself, and its gradient is needed on the way back.
    Matrix<double> columns(1, width, 1.0), rows(1, n, 1.0);
    tape.backward(linear(tape, rows.leaf(), linear(tape, columns.leaf(), y)));
  }
  CHECK(difference(d_weight[1], d_weight[0], kRounding<double>) == "");
  CHECK(difference(d_x[1], d_x[0], kRounding<double>) == "");
}
