#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "nets/seq2seq.h"
#include "probes/kendall_tau.h"

namespace regard {

/// Which source tokens mattered for a written token y_i? Three answers, a number for each source token j:
///   attention:      alpha_ij
///   gradient:       |d log p(y_i | y_<i, x) / d x_j|, see probes/gradient_flow.h. All ways of the gradient count, also that through the
///                   weights; Jain & Wallace (2019) held alpha constant. Here it asks about the word, whatever way its change takes.
///   left out:       TVD of p(. | y_<i, x) when j is left out, see probes/leave_one_out.h
struct Explanation {
  int targets = 0;  ///< T
  int sources = 0;  ///< S
  /// Each (T, S), row-major.
  std::vector<double> attention, gradient, left_out;
  std::vector<double> change;   ///< of log p(y_i) when j is left out (T, S)
  std::vector<double> uniform;  ///< TVD of p(. | y_<i, x) when alpha_ij = 1 / S at step i (T)
};

/// The net has attention, not hard; it reads `source`, of at least two ids, and is made to write `target`.
Explanation explain(const Seq2Seq& net, std::span<const float> values, std::span<const int> source, std::span<const int> target);

/// Kendall's tau-b between the answers about one written token; none where an answer does not tell the source tokens apart.
struct Agreement {
  std::optional<KendallTau> attention_gradient, attention_left_out, gradient_left_out;
};

/// i from 0.
Agreement agreement(const Explanation& explanation, int i);

/// Whether two answers give the same source token their largest number: what tau, which counts the order of small numbers as well, does not
/// say. Of equal numbers the first counts.
struct SameFirst {
  bool attention_gradient = false, attention_left_out = false, gradient_left_out = false;
};

/// i from 0.
SameFirst same_first(const Explanation& explanation, int i);

/// A mean over all written tokens of many sentences, with its 95 % interval: percentiles 2.5 and 97.5 of a seeded bootstrap over sentences.
struct SentenceMean {
  double mean = 0;
  std::array<double, 2> interval{};
  int count = 0;  ///< tokens
};

/// sentences: one number a token. None when no sentence holds one; a resample without one is drawn again.
std::optional<SentenceMean> sentence_mean(std::span<const std::vector<double>> sentences, int resamples, std::uint64_t seed);

}  // namespace regard
