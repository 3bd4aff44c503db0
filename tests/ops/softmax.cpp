#include "ops/softmax.h"

#include <numeric>

#include "catch.h"
#include "naive.h"

using namespace regard;

TEMPLATE_TEST_CASE("softmax agrees with a loop and returns the logarithm of the sum", "[ops][softmax]", float, double) {
  using T = TestType;
  Rng rng(1);
  for (int n : {1, 2, 3, 8, 17, 100, 4000}) {
    CAPTURE(n);
    Matrix<T> x = random_matrix<T>(rng, 1, n, 4.0);
    const Matrix<double> expected(1, n, naive::softmax(x.data));
    const double normaliser = naive::log_sum_exp(x.data);
    CHECK(static_cast<double>(softmax_in_place(x.data.data(), n)) == Approx(normaliser).epsilon(kRounding<T>));
    CHECK(difference(x, expected, kRounding<T>) == "");
    CHECK(static_cast<double>(std::accumulate(x.data.begin(), x.data.end(), T(0))) == Approx(1).epsilon(20 * kRounding<T>));
  }
}

TEMPLATE_TEST_CASE("softmax neither overflows nor loses the largest of huge scores", "[ops][softmax]", float, double) {
  using T = TestType;
  std::vector<T> x = {T(-1e30), T(1e4), T(1e4), T(-1e4)};
  CHECK(static_cast<double>(softmax_in_place(x.data(), 4)) == Approx(1e4 + std::log(2.0)));
  CHECK(difference(Matrix<T>(1, 4, x), Matrix<double>(1, 4, {0, 0.5, 0.5, 0}), kRounding<T>) == "");
}

TEST_CASE("softmax does not change when all scores move together", "[ops][softmax]") {
  std::vector<double> x = {0.25, -1.5, 2.0}, moved = {1000.25, 998.5, 1002.0};
  const double normaliser = softmax_in_place(x.data(), 3);
  CHECK(softmax_in_place(moved.data(), 3) == Approx(normaliser + 1000));
  for (std::size_t k = 0; k < 3; ++k) CHECK(moved[k] == Approx(x[k]).epsilon(1e-12));
}
