#pragma once
// A task that a small translator can learn: to write the source backwards.

#include <vector>

#include "tiny_net.h"
#include "training/batching.h"

namespace regard {

/// Pairs whose target is the source reversed.
inline std::vector<TokenPair> reversal_pairs(int count, int shortest, int longest, int vocabulary) {
  Rng rng(3);
  std::vector<TokenPair> pairs;
  for (int k = 0; k < count; ++k) {
    const std::vector<int> source = random_ids(rng, random_size(rng, shortest, longest), vocabulary);
    pairs.push_back({source, {source.rbegin(), source.rend()}, static_cast<int>(source.size()), k});
  }
  return pairs;
}

}  // namespace regard
