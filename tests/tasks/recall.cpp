#include "tasks/recall.h"

#include <cmath>

#include "catch.h"
#include "core/check.h"

using namespace regard;

TEST_CASE("recall sequences have every length and every symbol about equally often", "[tasks][recall]") {
  constexpr int kCount = 6000, kLongest = 5, kSymbols = 7;
  Rng rng(1);
  std::vector<int> lengths(kLongest + 1), symbols(kSymbols);
  int total = 0;
  for (const std::vector<int>& sequence : recall_sequences(kCount, kLongest, kSymbols, rng)) {
    REQUIRE(!sequence.empty());
    REQUIRE(sequence.size() <= kLongest);
    ++lengths[sequence.size()];
    for (int id : sequence) {
      REQUIRE(id >= kFirstRecallSymbol);
      REQUIRE(id < kFirstRecallSymbol + kSymbols);
      ++symbols[static_cast<std::size_t>(id - kFirstRecallSymbol)];
      ++total;
    }
  }
  const auto even = [](int seen, double count, double share) {
    return std::abs(seen - count * share) < 4 * std::sqrt(count * share * (1 - share));
  };
  for (std::size_t k = 1; k < lengths.size(); ++k) CHECK(even(lengths[k], kCount, 1.0 / kLongest));
  for (int seen : symbols) CHECK(even(seen, total, 1.0 / kSymbols));
}

TEST_CASE("the same seed gives the same recall sequences", "[tasks][recall]") {
  Rng first(2), again(2), other(3);
  const auto sequences = recall_sequences(20, 9, 5, first);
  CHECK(sequences == recall_sequences(20, 9, 5, again));
  CHECK(sequences != recall_sequences(20, 9, 5, other));
}

TEST_CASE("recall refuses sequences without a symbol", "[tasks][recall]") {
  Rng rng(4);
  CHECK_THROWS_AS(recall_sequence(0, 5, rng), MisuseError);
  CHECK_THROWS_AS(recall_sequence(3, 0, rng), MisuseError);
  CHECK_THROWS_AS(recall_sequences(3, 0, 5, rng), MisuseError);
}
