#include "training/pick_run.h"

#include "catch.h"

using namespace regard;

TEST_CASE("the three kinds start as one net, and each seed as its own", "[training][pick]") {
  const PickRun soft(PickKind::kSoft, PickSize::kLarger, 1), hard(PickKind::kHard, PickSize::kLarger, 1), other(PickKind::kHard, PickSize::kLarger, 2);
  CHECK(soft.values() == hard.values());
  CHECK(hard.values() != other.values());
  CHECK(hard.updates() == 0);
}

TEST_CASE("soft attention learns to pick", "[training][pick]") {
  PickRun run(PickKind::kSoft, PickSize::kLarger, 2);
  const double before = run.log_likelihood();
  CHECK(run.right() < 0.2);
  run.advance(300);
  run.advance(300);
  CHECK(run.updates() == 600);
  CHECK(run.log_likelihood() > before + 0.5);
  CHECK(run.right() > 0.9);
}

TEST_CASE("a run is the same in one piece and in several", "[training][pick]") {
  PickRun whole(PickKind::kHard, PickSize::kLarger, 3), pieces(PickKind::kHard, PickSize::kLarger, 3);
  whole.advance(30);
  for (int k = 0; k < 3; ++k) pieces.advance(10);
  CHECK(whole.values() == pieces.values());
}

TEST_CASE("the kinds have names", "[training][pick]") {
  CHECK(pick_kind("soft") == PickKind::kSoft);
  CHECK(pick_kind("hard") == PickKind::kHard);
  CHECK(pick_kind("hard-without-baseline") == PickKind::kHardWithoutBaseline);
  CHECK_FALSE(pick_kind("harder"));
}
