#include "ops/squash.h"

#include <cmath>
#include <limits>

#include "catch.h"
#include "matrix.h"

using namespace regard;

namespace {

/// From -range to range in steps that are no round numbers, 0 among them, as many as no whole number of lanes.
std::vector<float> numbers(double range) {
  std::vector<float> x{0.0f, -0.0f, 1e-30f};
  for (int k = -2000; k <= 2000; ++k) x.push_back(static_cast<float>(range * k / 2000.0));
  return x;
}

}  // namespace

TEST_CASE("exp of four lanes is within 2e-7 + 8e-8 |x| of the library's, relatively", "[ops][squash]") {
  for (double range : {1e-3, 1.0, 87.0}) {
    for (float x : numbers(range)) {
      const double expected = std::exp(static_cast<double>(x));
      CAPTURE(x);
      CHECK(std::abs(static_cast<double>(exp4(splat4(x))[1]) - expected) <= (2e-7 + 8e-8 * std::abs(static_cast<double>(x))) * expected);
    }
  }
}

TEST_CASE("exp of four lanes is 0 far below its range, and not a number stays none", "[ops][squash]") {
  const Float4 e = exp4(Float4{-88.1f, -1000.0f, -std::numeric_limits<float>::infinity(), std::nanf("")});
  CHECK(e[0] == 0.0f);
  CHECK(e[1] == 0.0f);
  CHECK(e[2] == 0.0f);
  CHECK(std::isnan(e[3]));
}

TEST_CASE("tanh of four lanes is within 4e-7 of the library's, and stays there beyond its range", "[ops][squash]") {
  for (double range : {1e-3, 1.0, 10.0, 200.0}) {
    for (float x : numbers(range)) {
      CAPTURE(x);
      CHECK(std::abs(static_cast<double>(tanh4(splat4(x))[2]) - std::tanh(static_cast<double>(x))) <= 4e-7);
    }
  }
  CHECK(std::isnan(tanh4(splat4(std::nanf("")))[0]));
}

TEST_CASE("rows of any length are mapped four at a time, and nothing behind them", "[ops][squash]") {
  for (int n : {0, 1, 3, 4, 5, 11}) {
    std::vector<float> x(static_cast<std::size_t>(n) + 1, 1.0f);
    map4(x.data(), n, [](Float4 v) { return v + 1.0f; });
    for (int k = 0; k < n; ++k) CHECK(x[static_cast<std::size_t>(k)] == 2.0f);
    CHECK(x.back() == 1.0f);
  }
}

TEST_CASE("the highest number is found wherever it is", "[ops][squash]") {
  for (int n : {1, 2, 4, 7, 8, 13, 16, 39}) {
    for (int at = 0; at < n; ++at) {
      std::vector<float> x(static_cast<std::size_t>(n), -2.0f);
      x[static_cast<std::size_t>(at)] = -1.0f;
      CHECK(highest4(x.data(), n) == -1.0f);
    }
  }
}

TEST_CASE("the sum of exponentials is the sum of what is written", "[ops][squash]") {
  for (int n : {1, 3, 4, 5, 4001}) {
    Rng rng(static_cast<std::uint64_t>(n));
    Matrix<float> x = random_matrix<float>(rng, 1, n), e = x;
    const float sum = replace_by_exp4(e.data.data(), n, 2.0f);
    double expected = 0;
    for (int k = 0; k < n; ++k) {
      CHECK(static_cast<double>(e(0, k)) == Approx(std::exp(static_cast<double>(x(0, k)) - 2)).epsilon(1e-6));
      expected += static_cast<double>(e(0, k));
    }
    CHECK(static_cast<double>(sum) == Approx(expected).epsilon(1e-5));
  }
}
