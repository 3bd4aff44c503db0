#include "tasks/recall.h"

#include "core/check.h"

namespace regard {

std::vector<int> recall_sequence(int length, int symbols, Rng& rng) {
  check(length >= 1 && symbols >= 1, "recall_sequence: there is at least one symbol to choose from and to write.");
  std::vector<int> sequence;
  for (int k = 0; k < length; ++k) {
    sequence.push_back(kFirstRecallSymbol + static_cast<int>(rng.below(static_cast<std::uint64_t>(symbols))));
  }
  return sequence;
}

std::vector<std::vector<int>> recall_sequences(int count, int longest, int symbols, Rng& rng) {
  check(longest >= 1, "recall_sequences: the longest sequence holds at least one symbol.");
  std::vector<std::vector<int>> sequences;
  for (int k = 0; k < count; ++k) {
    const int length = 1 + static_cast<int>(rng.below(static_cast<std::uint64_t>(longest)));
    sequences.push_back(recall_sequence(length, symbols, rng));
  }
  return sequences;
}

}  // namespace regard
