#include "core/rng.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "catch.h"

using regard::Rng;

// The published C code of xoshiro256** 1.0, its state filled by splitmix64 from the seed.
TEST_CASE("the generator gives the numbers of the published code", "[core][rng]") {
  SECTION("seed 0") {
    Rng rng(0);
    CHECK(rng.next() == 0x99ec5f36cb75f2b4u);
    CHECK(rng.next() == 0xbf6e1f784956452au);
    CHECK(rng.next() == 0x1a5f849d4933e6e0u);
    CHECK(rng.next() == 0x6aa594f1262d2d2cu);
    CHECK(rng.next() == 0xbba5ad4a1f842e59u);
    CHECK(rng.next() == 0xffef8375d9ebcacau);
  }
  SECTION("seed 42") {
    Rng rng(42);
    CHECK(rng.next() == 0x15780b2e0c2ec716u);
    CHECK(rng.next() == 0x6104d9866d113a7eu);
    CHECK(rng.next() == 0xae17533239e499a1u);
  }
  SECTION("seed 1234567") {
    Rng rng(1234567);
    CHECK(rng.next() == 3504822795582309479u);
    CHECK(rng.next() == 1819558768956484042u);
  }
}

TEST_CASE("the same seed gives the same numbers, another seed others", "[core][rng]") {
  Rng a(7), b(7), c(8);
  int equal_to_c = 0;
  for (int k = 0; k < 100; ++k) {
    const std::uint64_t number = a.next();
    CHECK(number == b.next());
    equal_to_c += number == c.next();
  }
  CHECK(equal_to_c == 0);
}

TEST_CASE("uniform numbers lie in [0, 1) with the moments of the uniform distribution", "[core][rng]") {
  constexpr int kCount = 40000;
  Rng rng(1);
  double sum = 0, squares = 0, lowest = 1, highest = 0;
  for (int k = 0; k < kCount; ++k) {
    const double u = rng.uniform();
    sum += u;
    squares += u * u;
    lowest = std::min(lowest, u);
    highest = std::max(highest, u);
  }
  CHECK(lowest >= 0);
  CHECK(lowest < 1e-3);
  CHECK(highest < 1);
  CHECK(highest > 1 - 1e-3);
  // Five standard deviations of each mean: sqrt(1/12 / n) and sqrt(4/45 / n).
  CHECK(sum / kCount == Approx(0.5).margin(0.0073));
  CHECK(squares / kCount == Approx(1.0 / 3).margin(0.0075));
}

TEST_CASE("below stays under its bound and reaches every number equally often", "[core][rng]") {
  Rng rng(2);
  CHECK(rng.below(1) == 0);
  for (std::uint64_t n : {2u, 3u, 7u, 10u}) {
    CAPTURE(n);
    const int draws = 6000 * static_cast<int>(n);
    std::map<std::uint64_t, int> seen;
    for (int k = 0; k < draws; ++k) ++seen[rng.below(n)];
    CHECK(seen.size() == n);
    CHECK(seen.rbegin()->first == n - 1);
    for (const auto& [number, times] : seen) CHECK(times == Approx(6000).margin(390));  // five standard deviations
  }
}

// With the bare remainder of a 64-bit draw the numbers under 2^62 would come with probability 1/2 instead of 1/3.
TEST_CASE("below has no bias where the bound does not divide 2^64", "[core][rng]") {
  const std::uint64_t third = std::uint64_t{1} << 62;
  Rng rng(3);
  int low = 0;
  std::uint64_t highest = 0;
  for (int k = 0; k < 30000; ++k) {
    const std::uint64_t draw = rng.below(3 * third);
    highest = std::max(highest, draw);
    low += draw < third;
  }
  CHECK(highest < 3 * third);
  CHECK(low == Approx(10000).margin(410));
  CHECK(Rng(4).below(UINT64_MAX) < UINT64_MAX);
}

TEST_CASE("normal numbers have mean 0, variance 1 and the tails of the bell curve", "[core][rng]") {
  constexpr int kCount = 40000;
  Rng rng(5);
  double sum = 0, squares = 0;
  int within_one = 0, beyond_two = 0;
  for (int k = 0; k < kCount; ++k) {
    const double x = rng.normal();
    sum += x;
    squares += x * x;
    within_one += std::abs(x) < 1;
    beyond_two += std::abs(x) > 2;
  }
  CHECK(sum / kCount == Approx(0).margin(0.025));
  CHECK(squares / kCount == Approx(1).margin(0.036));
  CHECK(within_one / double{kCount} == Approx(0.6827).margin(0.012));
  CHECK(beyond_two / double{kCount} == Approx(0.0455).margin(0.0053));
}

TEST_CASE("shuffle keeps the items", "[core][rng]") {
  Rng rng(6);
  for (std::size_t size : {0u, 1u, 2u, 50u}) {
    std::vector<int> items(size);
    for (std::size_t k = 0; k < size; ++k) items[k] = static_cast<int>(k);
    std::vector<int> shuffled = items;
    rng.shuffle(shuffled);
    if (size == 50) CHECK(shuffled != items);
    std::sort(shuffled.begin(), shuffled.end());
    CHECK(shuffled == items);
  }
}

TEST_CASE("shuffle gives each order equally often", "[core][rng]") {
  Rng rng(7);
  std::map<std::vector<int>, int> orders;
  for (int k = 0; k < 12000; ++k) {
    std::vector<int> items{0, 1, 2};
    rng.shuffle(items);
    ++orders[items];
  }
  CHECK(orders.size() == 6);
  for (const auto& [order, times] : orders) CHECK(times == Approx(2000).margin(205));
}
