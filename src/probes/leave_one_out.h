#pragma once

#include <optional>
#include <span>
#include <vector>

#include "nets/seq2seq.h"

namespace regard {

/// Source tokens first .. first + count - 1, from 0.
struct SourceRange {
  int first = 0;
  int count = 0;
};

/// Leave-one-out (Li, Monroe & Jurafsky 2016; as used by Jain & Wallace 2019, 4.1): source token j is left out, the S - 1 others are read
/// again, and the net is made to write the same target. Each array holds T * count numbers; that of target token i and of the j-th token of
/// the range, from 0, is number i * count + j.
struct LeftOut {
  int targets = 0;               ///< T
  int sources = 0;               ///< of the range
  std::vector<double> distance;  ///< total variation between p(. | y_<i, x) and p(. | y_<i, x without j)
  std::vector<double> change;    ///< log p(y_i | y_<i, x without j) - log p(y_i | y_<i, x): below 0 where y_i loses
};

/// The net reads `source`, of at least two ids, and is made to write `target`, of at least one, behind kBeginId. Costs about as much as
/// writing the target `count` times. only: of these source tokens.
LeftOut leave_one_out(const Seq2Seq& net, std::span<const float> values, std::span<const int> source, std::span<const int> target,
                      std::optional<SourceRange> only = {});

}  // namespace regard
