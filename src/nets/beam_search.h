#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"

namespace regard {

struct SearchOptions {
  int beam = 1;                                   ///< K; 1 is greedy decoding
  int most_tokens = 100;                          ///< a translation is cut here
  double length_power = 0.7;                      ///< finished hypotheses compare by log p / length^power, the end token counted
  int begin = 1;                                  ///< id before the first target token
  int end = 2;                                    ///< id after the last
  std::optional<std::uint64_t> sample_seed = {};  ///< where given, hard attention draws the positions of every hypothesis; else arg max
};

/// One translation, whole or under way.
struct Hypothesis {
  std::vector<int> ids;        ///< without begin; with the end token where it was written
  double log_probability = 0;  ///< natural, summed over ids
  bool ended = false;
  std::vector<int> positions = {};  ///< a_i, the position hard attention chose for each id; else empty
};

/// Beam search over a sequence-to-sequence net, one target token a call, so that a caller can stop between two.
/// Each step keeps the K best continuations of the live hypotheses; those that end leave the beam, which narrows by one each.
/// It is over when K have ended or `most_tokens` are written. Of equals the hypothesis further up and the smaller id go first.
class BeamSearch {
 public:
  /// Borrows the net and its values. source: 1 or more ids.
  BeamSearch(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, const SearchOptions& options);

  /// Extends every live hypothesis by one token. Returns true when the search is over; it takes no step after that.
  bool step();

  /// The best hypothesis: of those that ended, or, when none did, the most probable live one.
  const Hypothesis& best() const;

 private:
  void encode();

  const Seq2Seq& net_;
  std::span<const float> values_;
  std::vector<int> source_;
  SearchOptions options_;
  Arena sentence_arena_;  ///< what the encoder left
  Arena step_arena_;
  Encoded<float> encoded_;
  std::vector<Hypothesis> live_;
  std::vector<Hypothesis> ended_;
  bool over_ = false;
  Rng rng_;                      ///< of hard attention that draws
  AlignedVector<float> states_;  ///< s_i of the live hypotheses, one row each
};

/// Runs a search to its end.
Hypothesis translate(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, const SearchOptions& options);

}  // namespace regard
