#pragma once

#include <vector>

#include "core/rng.h"
#include "nets/seq2seq.h"

namespace regard {

/// One training pair as token ids, without begin and end.
struct TokenPair {
  std::vector<int> source;
  std::vector<int> target;
  int words = 0;     ///< of the source, split at white space
  int sentence = 0;  ///< the same number for pairs with the same source text
};

/// How pairs are joined and cut into batches.
struct BatchingOptions {
  std::vector<double> join_shares;  ///< join_shares[k]: share of the examples made of k + 1 pairs; sums to 1
  int max_words = 45;               ///< no joined source is longer
  int target_tokens = 1000;         ///< a batch holds about so many target positions
};

/// One pass over all pairs, each used once: a shuffled walk in which 1 to join_shares.size() pairs follow each other as one example
/// (never two with the same source, never above max_words), examples of one source length together, batches in random order.
/// `begin` and `end` are the ids that frame the target. The result depends on the arguments and the state of `rng` alone.
std::vector<Batch> epoch_batches(const std::vector<TokenPair>& pairs, const BatchingOptions& options, int begin, int end, Rng& rng);

/// One batch of pairs that have the same source length.
Batch make_batch(const std::vector<const TokenPair*>& examples, int begin, int end);

}  // namespace regard
