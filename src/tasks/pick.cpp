#include "tasks/pick.h"

namespace regard {
namespace {

/// The example with the star at `star` and the letters that the digits of `code` to the base kPickLetters say.
PickExample make_example(int star, int code) {
  PickExample example;
  example.star = star;
  for (int j = 0; j < kPickLength; ++j) {
    if (j == star) {
      example.source.push_back(kPickStar);
      continue;
    }
    example.source.push_back(kFirstPickLetter + code % kPickLetters);
    code /= kPickLetters;
  }
  const auto first = example.source.begin() + star + 1;
  example.target.assign(first, first + kPickWritten);
  return example;
}

constexpr int kStars = kPickLength - kPickWritten;

constexpr int codes() {
  int count = 1;
  for (int j = 1; j < kPickLength; ++j) count *= kPickLetters;
  return count;
}

}  // namespace

PickExample pick_example(Rng& rng) {
  const auto star = static_cast<int>(rng.below(kStars));
  return make_example(star, static_cast<int>(rng.below(codes())));
}

std::vector<PickExample> all_pick_examples() {
  std::vector<PickExample> all;
  for (int star = 0; star < kStars; ++star) {
    for (int code = 0; code < codes(); ++code) all.push_back(make_example(star, code));
  }
  return all;
}

}  // namespace regard
