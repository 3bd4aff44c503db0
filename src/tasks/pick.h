#pragma once

#include <vector>

#include "core/rng.h"

namespace regard {

/// The task "pick": among letters stands one star; write the two letters behind it, then end. It is a task for a look at the right place:
/// every letter is as likely as any other, so that nothing else helps, and it is small enough that all the ways to look can be counted.
constexpr int kPickStar = 3, kFirstPickLetter = 4;  ///< ids, behind those of unknown, begin and end
constexpr int kPickLetters = 3;
constexpr int kPickVocabulary = kFirstPickLetter + kPickLetters;
constexpr int kPickLength = 5;   ///< S: tokens of the source, the star among them
constexpr int kPickWritten = 2;  ///< letters of the target; with the end, T = 3 steps

struct PickExample {
  std::vector<int> source;
  std::vector<int> target;  ///< without begin and end
  int star = 0;             ///< its position, 0 .. kPickLength - kPickWritten - 1
};

/// One example; the star's position and the letters are uniform.
PickExample pick_example(Rng& rng);

/// Every example once, in order of the star's position and then of the letters.
std::vector<PickExample> all_pick_examples();

}  // namespace regard
