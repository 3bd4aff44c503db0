#include "training/adam.h"

#include <cmath>

#include "catch.h"
#include "core/check.h"
#include "core/rng.h"

using namespace regard;

TEST_CASE("Adam follows its formula over many updates", "[training][adam]") {
  constexpr std::size_t kCount = 37;
  constexpr double kBeta1 = 0.9, kBeta2 = 0.98, kEpsilon = 1e-9, kRate = 0.01, kScale = 0.25;
  Rng rng(1);
  Adam adam(kCount);
  std::vector<float> values(kCount), gradients(kCount);
  for (float& x : values) x = static_cast<float>(rng.normal());
  std::vector<double> expected(values.begin(), values.end()), m(kCount), v(kCount);
  for (int t = 1; t <= 20; ++t) {
    for (std::size_t k = 0; k < kCount; ++k) {
      gradients[k] = static_cast<float>(rng.normal() * std::pow(10.0, static_cast<double>(k % 5) - 3));
      const double g = kScale * static_cast<double>(gradients[k]);
      m[k] = kBeta1 * m[k] + (1 - kBeta1) * g;
      v[k] = kBeta2 * v[k] + (1 - kBeta2) * g * g;
      expected[k] -= kRate * (m[k] / (1 - std::pow(kBeta1, t))) / (std::sqrt(v[k] / (1 - std::pow(kBeta2, t))) + kEpsilon);
    }
    adam.update(values, gradients, static_cast<float>(kRate), static_cast<float>(kScale));
    CHECK(adam.updates == t);
    // Float: about 1e-6 of a step of 0.01, and 6e-8 of a value of 1, each update.
    for (std::size_t k = 0; k < kCount; ++k) CHECK(static_cast<double>(values[k]) == Approx(expected[k]).margin(2e-6));
  }
}

TEST_CASE("Adam's first step is the learning rate, whatever the size of the gradient", "[training][adam]") {
  Adam adam(4);
  std::vector<float> values(4);
  adam.update(values, std::vector<float>{1e-4f, -3.0f, 1e4f, 0.0f}, 0.01f, 1.0f);
  CHECK(values[0] == Approx(-0.01).epsilon(1e-4));
  CHECK(values[1] == Approx(0.01).epsilon(1e-4));
  CHECK(values[2] == Approx(-0.01).epsilon(1e-4));
  CHECK(values[3] == 0);
}

TEST_CASE("ranges with a factor of their own take that share of Adam's step", "[training][adam]") {
  Adam adam(6);
  std::vector<float> values(6);
  const std::vector<float> ones(6, 1.0f);
  const std::vector<RateFactor> factors = {{1, 2, 0.5f}, {3, 1, 3.0f}};
  adam.update(values, ones, 0.01f, 1.0f, factors);
  const std::vector<double> expected = {-0.01, -0.005, -0.005, -0.03, -0.01, -0.01};
  for (std::size_t k = 0; k < 6; ++k) CHECK(values[k] == Approx(expected[k]).epsilon(1e-5));
  for (const std::vector<RateFactor>& wrong : std::vector<std::vector<RateFactor>>{{{2, 2, 1.0f}, {3, 1, 1.0f}}, {{5, 2, 1.0f}}, {{7, 0, 1.0f}}}) {
    CHECK_THROWS_AS(adam.update(values, ones, 0.01f, 1.0f, wrong), MisuseError);
  }
}

TEST_CASE("Adam refuses arrays of other lengths", "[training][adam]") {
  Adam adam(3);
  std::vector<float> three(3), two(2);
  CHECK_THROWS_AS(adam.update(two, three, 0.1f, 1.0f), MisuseError);
  CHECK_THROWS_AS(adam.update(three, two, 0.1f, 1.0f), MisuseError);
}

TEST_CASE("the learning rate climbs to its peak in a line and falls to its last value in half a cosine", "[training][learning_rate]") {
  const LearningRate rate{.peak = 4e-3, .last = 1e-3, .warm_up = 100, .updates = 1100};
  CHECK(rate.at(0) == Approx(4e-5));
  CHECK(rate.at(49) == Approx(2e-3));
  CHECK(rate.at(99) == Approx(4e-3));
  CHECK(rate.at(100) == Approx(4e-3));
  CHECK(rate.at(350) == Approx(1e-3 + 1.5e-3 * (1 + std::sqrt(0.5))));
  CHECK(rate.at(600) == Approx(2.5e-3));
  CHECK(rate.at(850) == Approx(1e-3 + 1.5e-3 * (1 - std::sqrt(0.5))));
  CHECK(rate.at(1100) == Approx(1e-3));
  CHECK(rate.at(5000) == Approx(1e-3));
}

TEST_CASE("a learning rate without warm-up begins at its peak, without a decay stays at its last value", "[training][learning_rate]") {
  CHECK(LearningRate{.peak = 0.01, .last = 0.001, .warm_up = 0, .updates = 10}.at(0) == Approx(0.01));
  CHECK(LearningRate{.peak = 0.01, .last = 0.001, .warm_up = 10, .updates = 10}.at(9) == Approx(0.01));
  CHECK(LearningRate{.peak = 0.01, .last = 0.001, .warm_up = 10, .updates = 10}.at(10) == Approx(0.001));
}
