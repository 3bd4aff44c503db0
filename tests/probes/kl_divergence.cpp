#include "probes/kl_divergence.h"

#include <cmath>
#include <limits>
#include <vector>

#include "catch.h"
#include "core/check.h"
#include "core/rng.h"
#include "naive.h"

using namespace regard;

TEST_CASE("the divergence of a distribution from itself is 0, and from another what the sum says", "[probes][kl_divergence]") {
  const std::vector<float> p = {0.5f, 0.25f, 0.25f, 0}, q = {0.25f, 0.25f, 0.25f, 0.25f};
  CHECK(kl_divergence(p, p) == 0);
  CHECK(kl_divergence(p, q) == Approx(0.5 * std::log(2.0)).epsilon(1e-12));
  CHECK(kl_divergence(q, p) == std::numeric_limits<double>::infinity());
  CHECK_THROWS_AS(kl_divergence(p, std::vector<float>{1}), MisuseError);
}

TEST_CASE("the divergence of logits is that of their softmaxes, also where they are far apart", "[probes][kl_divergence]") {
  Rng rng(1);
  for (int k = 0; k < 20; ++k) {
    std::vector<float> a, b;
    for (int n = 0; n < 30; ++n) {
      a.push_back(static_cast<float>(3 * rng.normal()));
      b.push_back(static_cast<float>(3 * rng.normal()));
    }
    const std::vector<double> p = naive::softmax(a), q = naive::softmax(b);
    double sum = 0;
    for (std::size_t n = 0; n < p.size(); ++n) sum += p[n] * std::log(p[n] / q[n]);
    CHECK(kl_divergence_of_logits(a, b) == Approx(sum).margin(1e-5));
    CHECK(kl_divergence_of_logits(a, a) == 0);
  }
  CHECK(kl_divergence_of_logits(std::vector<float>{0, -900}, std::vector<float>{-900, 0}) == Approx(900));
}
