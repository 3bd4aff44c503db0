#include "probes/layer_race.h"

#include "catch.h"
#include "matrix.h"

using namespace regard;

TEST_CASE("the heads of a race add up to its self-attention", "[probes][layer_race]") {
  LayerRace race({16, 4, 9}, 1);
  const Matrix<float> whole(race.attention(7, {0, 4}));
  Matrix<float> sum(7, 16);
  for (int head = 0; head < 4; ++head) {
    const Matrix<float> part(race.attention(7, {head, 1}));
    for (std::size_t k = 0; k < sum.data.size(); ++k) sum.data[k] += part.data[k];
  }
  CHECK(difference(sum, whole, 1e-5) == "");
}

TEST_CASE("a race is the same for the same seed, and its states do not see what comes later", "[probes][layer_race]") {
  LayerRace race({8, 2, 12}, 3), again({8, 2, 12}, 3), other({8, 2, 12}, 4);
  const Matrix<float> states(race.recurrent(12)), first(race.recurrent(5));
  CHECK(Matrix<float>(again.recurrent(12)) == states);
  CHECK(Matrix<float>(other.recurrent(12)) != states);
  // In a longer sequence the input's shares are computed by another kernel.
  Matrix<float> begin(5, 8);
  std::copy_n(states.data.begin(), begin.data.size(), begin.data.begin());
  CHECK(difference(begin, first, 1e-5) == "");
}

TEST_CASE("a race refuses more tokens than it has", "[probes][layer_race]") {
  LayerRace race({8, 2, 3}, 1);
  CHECK_THROWS_AS(race.recurrent(4), MisuseError);
  CHECK_THROWS_AS(race.attention(0, {0, 2}), MisuseError);
}
