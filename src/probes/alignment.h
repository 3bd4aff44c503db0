#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "io/model_folder.h"
#include "nets/trace.h"
#include "text/byte_pair.h"

namespace regard {

/// The units of a clean line as an alignment counts them: those of text/split.h, but a space that stands alone there, as before a French
/// question mark, belongs to the unit behind it. So each is a word, a part of one, or a mark of punctuation.
std::vector<Unit> alignment_units(std::string_view line, Apostrophe apostrophe);

/// A source unit and a target unit that translate each other, both counted from 0.
struct AlignmentLink {
  int source = 0;
  int target = 0;
  bool sure = false;  ///< every link is possible, some are sure
};

/// A sentence pair aligned by hand (Och & Ney 2003, section 5): English is the source, French the target.
struct AlignedPair {
  std::string source;  ///< clean (see text/clean_line.h)
  std::string target;
  std::vector<Unit> source_units;  ///< S of them
  std::vector<Unit> target_units;  ///< T of them
  std::vector<AlignmentLink> links;
};

/// Reads lines `source<TAB>target<TAB>links`, links such as `1-1 2-2 2?3`: source unit, `-` for sure or `?` for possible, target unit,
/// counted from 1. Lines that begin with # before the first pair are comments; empty lines are left out. `name` is for the message.
/// Fails with "bad-alignments" on a line without three columns, an empty side, bytes that are no UTF-8, a link of another form, one
/// that leads out of the sentence or stands twice, or when there is no pair; says which line and which link.
Result<std::vector<AlignedPair>> parse_alignments(std::string_view text, std::string_view name);

/// For each token of a line the unit it belongs to. `tokens` and `units` are of the same line.
std::vector<int> units_of_tokens(std::span<const Token> tokens, std::span<const Unit> units);

/// From tokens to units: the attention paid to a source unit is the sum over its tokens, that paid by a target unit the mean over its
/// tokens, so rows still sum to 1. alpha: one row a target token and one for the end token, which is left out; one column a source token.
/// source_unit, target_unit: the unit of each token, in order, no unit without one. Returns (target units, source units).
TraceMatrix merge_tokens(const TraceMatrix& alpha, std::span<const int> source_unit, std::span<const int> target_unit);

/// Attention between the units of a pair (T, S) when the model is made to write the target. The model must have attention.
TraceMatrix unit_attention(const Model& model, const AlignedPair& pair);

/// For each row the column of the largest number, the first of equal ones: one link A a target unit.
std::vector<int> strongest_sources(const TraceMatrix& attention);

/// The diagonal: target unit i of T goes to source unit round((i - 1/2) S / T + 1/2), halves up, both counted from 1; returned from 0.
std::vector<int> diagonal_sources(int source_units, int target_units);

/// What one pair adds to a corpus's score. Expected counts are not whole.
struct AlignmentCounts {
  double sure_hits = 0;      ///< |A & S|
  double possible_hits = 0;  ///< |A & P|, sure links included
  double links = 0;          ///< |A|
  double sure = 0;           ///< |S|

  AlignmentCounts& operator+=(const AlignmentCounts& other);
};

/// sources: for each target unit the source unit it is linked to.
AlignmentCounts count_alignment(const AlignedPair& pair, std::span<const int> sources);

/// The expectation when each target unit is linked to a source unit drawn uniformly. |A| and |S| are fixed, so AER, precision and recall of
/// expected counts are their exact expectations.
AlignmentCounts expect_uniform(const AlignedPair& pair);

/// Alignment error rate (Och & Ney 2003, section 5): 1 - (|A & S| + |A & P|) / (|A| + |S|). The corpus holds a link.
double alignment_error_rate(const AlignmentCounts& corpus);
/// |A & P| / |A|. The corpus holds a link in A.
double alignment_precision(const AlignmentCounts& corpus);
/// |A & S| / |S|. The corpus holds a sure link.
double alignment_recall(const AlignmentCounts& corpus);

/// A 95 % interval by bootstrap over pairs, at least one: percentiles 2.5 and 97.5 of `resamples` error rates, seeded.
std::array<double, 2> alignment_error_interval(std::span<const AlignmentCounts> pairs, int resamples, std::uint64_t seed);

}  // namespace regard
