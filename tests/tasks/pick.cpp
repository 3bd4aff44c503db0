#include "tasks/pick.h"

#include <algorithm>
#include <set>

#include "catch.h"

using namespace regard;

TEST_CASE("a picked target is the two letters behind the only star", "[tasks][pick]") {
  const std::vector<PickExample> all = all_pick_examples();
  CHECK(all.size() == 3 * 81);
  std::set<std::vector<int>> sources;
  for (const PickExample& example : all) {
    REQUIRE(example.source.size() == kPickLength);
    CHECK(std::count(example.source.begin(), example.source.end(), kPickStar) == 1);
    const auto star = std::find(example.source.begin(), example.source.end(), kPickStar);
    CHECK(star - example.source.begin() == example.star);
    CHECK(example.target == std::vector<int>(star + 1, star + 1 + kPickWritten));
    for (int id : example.source) CHECK((id == kPickStar || (id >= kFirstPickLetter && id < kPickVocabulary)));
    sources.insert(example.source);
  }
  CHECK(sources.size() == all.size());
}

TEST_CASE("drawn examples are some of all, and each seed draws its own", "[tasks][pick]") {
  const std::vector<PickExample> all = all_pick_examples();
  Rng rng(1), same(1), other(2);
  int different = 0;
  for (int k = 0; k < 50; ++k) {
    const PickExample one = pick_example(rng);
    CHECK(pick_example(same).source == one.source);
    different += pick_example(other).source != one.source;
    CHECK(std::any_of(all.begin(), all.end(),
                      [&](const PickExample& known) { return known.source == one.source && known.target == one.target; }));
  }
  CHECK(different > 40);
}
