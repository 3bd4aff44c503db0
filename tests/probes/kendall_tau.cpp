#include "probes/kendall_tau.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "catch.h"
#include "core/rng.h"

using namespace regard;

namespace {

using Numbers = std::vector<double>;

KendallTau tau_of(const Numbers& x, const Numbers& y) {
  const auto tau = kendall_tau(x, y);
  REQUIRE(tau);
  return *tau;
}

}  // namespace

TEST_CASE("tau-b with ties is that of SciPy's documentation", "[probes][tau]") {
  // https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.kendalltau.html, the example.
  const KendallTau tau = tau_of({12, 2, 1, 12, 2}, {1, 4, 7, 1, 0});
  CHECK(tau.tau == Approx(-0.47140452079103173).epsilon(1e-12));
  CHECK(tau.p == Approx(0.2827454599327748).epsilon(1e-12));
}

TEST_CASE("a pair out of order costs a ranking of four a third", "[probes][tau]") {
  // Of 6 pairs 5 agree and 1 does not: (5 - 1) / 6. Of 24 orders 1 has no inversion and 3 have one: 2 * 4 / 24.
  const KendallTau tau = tau_of({1, 2, 3, 4}, {1, 2, 4, 3});
  CHECK(tau.tau == Approx(4.0 / 6));
  CHECK(tau.p == Approx(8.0 / 24));
}

TEST_CASE("the same ranking has tau 1, its reverse -1, whatever the numbers", "[probes][tau]") {
  const Numbers x = {0.1, 3, -2, 700, 5}, doubled = {10, 13, 8, 710, 15}, reversed = {-0.1, -3, 2, -700, -5};
  CHECK(tau_of(x, doubled).tau == 1);
  CHECK(tau_of(x, reversed).tau == -1);
  CHECK(tau_of(x, doubled).p == Approx(2.0 / 120));
  CHECK(tau_of(x, reversed).p == Approx(2.0 / 120));
}

TEST_CASE("the exact p is the share of all orders with a tau as far from 0", "[probes][tau]") {
  constexpr int n = 6;
  Numbers x(n), y(n);
  std::iota(x.begin(), x.end(), 0.0);
  std::iota(y.begin(), y.end(), 0.0);
  std::vector<double> taus;
  std::vector<double> ps;
  do {
    const KendallTau tau = tau_of(x, y);
    taus.push_back(tau.tau);
    ps.push_back(tau.p);
  } while (std::next_permutation(y.begin(), y.end()));
  REQUIRE(taus.size() == 720);
  for (std::size_t k = 0; k < taus.size(); k += 37) {
    const auto as_far = std::count_if(taus.begin(), taus.end(), [&](double tau) { return std::abs(tau) >= std::abs(taus[k]) - 1e-12; });
    CHECK(ps[k] == Approx(std::min(1.0, static_cast<double>(as_far) / 720)));
  }
}

TEST_CASE("the normal approximation comes close to the exact p", "[probes][tau]") {
  // 34 things go by the approximation, 33 are exact; a tie of two changes little.
  Rng rng(3);
  Numbers x, y;
  for (int k = 0; k < 33; ++k) {
    x.push_back(k);
    y.push_back(k + 20 * rng.normal());
  }
  const KendallTau exact = tau_of(x, y);
  Numbers tied = y;
  tied[1] = tied[0];
  const KendallTau approximate = tau_of(x, tied);
  CHECK(exact.p < 0.5);
  CHECK(approximate.p == Approx(exact.p).margin(0.02));
}

TEST_CASE("where nothing is ranked there is no tau", "[probes][tau]") {
  CHECK_FALSE(kendall_tau(Numbers{}, Numbers{}));
  CHECK_FALSE(kendall_tau(Numbers{1}, Numbers{2}));
  CHECK_FALSE(kendall_tau(Numbers{1, 1, 1}, Numbers{1, 2, 3}));
  CHECK_FALSE(kendall_tau(Numbers{1, 2, 3}, Numbers{0, 0, 0}));
  CHECK(kendall_tau(Numbers{1, 2}, Numbers{0, 1}));
  CHECK_THROWS(kendall_tau(Numbers{1, 2}, Numbers{1}));
}
