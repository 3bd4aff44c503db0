#include "probes/divergence.h"

#include <cmath>
#include <vector>

#include "catch.h"

using namespace regard;

namespace {

using Distribution = std::vector<double>;
double tvd(const Distribution& p, const Distribution& q) { return total_variation<double>(p, q); }
double jsd(const Distribution& p, const Distribution& q) { return jensen_shannon<double>(p, q); }

}  // namespace

TEST_CASE("total variation is the probability that changes hands", "[probes][divergence]") {
  CHECK(tvd({0.5, 0.5, 0}, {0.5, 0.5, 0}) == 0);
  CHECK(tvd({0.5, 0.5, 0}, {0.2, 0.5, 0.3}) == Approx(0.3));
  CHECK(tvd({1, 0}, {0, 1}) == 1);
  CHECK_THROWS(tvd({1}, {0.5, 0.5}));
}

TEST_CASE("the Jensen-Shannon divergence goes from 0 to ln 2 and does not care which comes first", "[probes][divergence]") {
  CHECK(jsd({0.25, 0.75}, {0.25, 0.75}) == 0);
  CHECK(jsd({1, 0, 0}, {0, 0.5, 0.5}) == Approx(std::log(2)));
  // By hand: m = (3/4, 1/4), so (ln(4/3) + 1/2 ln(2/3) + 1/2 ln 2) / 2.
  const double expected = (std::log(4.0 / 3) + 0.5 * std::log(2.0 / 3) + 0.5 * std::log(2.0)) / 2;
  CHECK(jsd({1, 0}, {0.5, 0.5}) == Approx(expected));
  CHECK(jsd({0.5, 0.5}, {1, 0}) == Approx(expected));
}
