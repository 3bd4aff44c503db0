#include "core/exponential.h"

#include <cmath>

#include "catch.h"

using namespace regard;

TEST_CASE("exponential and logarithm agree with the standard library's to some last digits", "[core][exponential]") {
  constexpr double kClose = 4e-16;
  for (double x = -700; x < 700; x += 0.37) {
    INFO(x);
    CHECK(std::abs(exponential(x) / std::exp(x) - 1) < 20 * kClose);
  }
  for (double x = 1e-300; x < 1e300; x *= 1.7) {
    INFO(x);
    CHECK(std::abs(logarithm(x) - std::log(x)) <= kClose * std::max(1.0, std::abs(std::log(x))));
  }
  for (int n = 1; n <= 200; ++n) CHECK(exponential(0.7 * logarithm(n)) == Approx(std::pow(n, 0.7)).epsilon(1e-14));
}

TEST_CASE("exponential has its limits where doubles end", "[core][exponential]") {
  CHECK(exponential(0) == 1);
  CHECK(logarithm(1) == 0);
  CHECK(exponential(-800) == 0);
  CHECK(exponential(-HUGE_VAL) == 0);
  CHECK(exponential(800) == HUGE_VAL);
  CHECK(exponential(-740) > 0);
  CHECK(std::isnan(exponential(std::nan(""))));
}
