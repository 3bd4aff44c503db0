#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace regard {

/// A sentence and one translation, both clean (see clean_line.h).
struct SentencePair {
  std::string source;
  std::string target;
};

/// Reads lines `source<TAB>target`; further columns are left out, as are a carriage return and empty lines. `name` is for the message.
/// Fails with "bad-pairs" on a line with one column, an empty side, or bytes that are no UTF-8, and says which line.
Result<std::vector<SentencePair>> parse_pairs(std::string_view text, std::string_view name);

/// A source sentence with all its translations.
struct ReferencedSentence {
  std::string source;
  std::vector<std::string> references;
};

/// Pairs with the same source gathered, in the order of first appearance.
std::vector<ReferencedSentence> gather_references(const std::vector<SentencePair>& pairs);

/// How many words a line has, split at white space.
int count_words(std::string_view line);

/// A seeded permutation of the sentences, whose sources are distinct (see gather_references), cut into consecutive groups of `k` that
/// are joined with spaces; fewer than k left at the end are dropped. Reference r of a group joins reference r of each member, cycling
/// through those that have fewer. k = 1: the sentences as they are.
std::vector<ReferencedSentence> join_sentences(const std::vector<ReferencedSentence>& sentences, int k, std::uint64_t seed);

}  // namespace regard
