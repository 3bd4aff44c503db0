#include "ops/largest.h"

#include <algorithm>
#include <numeric>

#include "catch.h"
#include "matrix.h"

using namespace regard;

TEST_CASE("the largest numbers are those that a stable sort puts first, ties and all", "[ops][largest]") {
  Rng rng(3);
  for (int n : {1, 2, 15, 16, 17, 33, 400}) {
    for (int values : {1, 3, 1000}) {
      std::vector<float> x(static_cast<std::size_t>(n));
      for (float& number : x) number = static_cast<float>(random_size(rng, -values, values));
      std::vector<int> order(x.size());
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(),
                       [&](int a, int b) { return x[static_cast<std::size_t>(a)] > x[static_cast<std::size_t>(b)]; });
      for (int count : {1, 2, 5, 16, 500}) {
        CAPTURE(n, values, count);
        std::vector<int> places(static_cast<std::size_t>(count));
        const int found = find_largest(x.data(), n, count, places.data());
        REQUIRE(found == std::min(n, count));
        places.resize(static_cast<std::size_t>(found));
        CHECK(std::equal(places.begin(), places.end(), order.begin()));
      }
    }
  }
}

TEST_CASE("of no numbers, or for none, nothing is the largest", "[ops][largest]") {
  const float x = 1;
  CHECK(find_largest(&x, 0, 3, nullptr) == 0);
  CHECK(find_largest(&x, 1, 0, nullptr) == 0);
}
