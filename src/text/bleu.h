#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// Splits as mteval-v13a does, the default of sacreBLEU ("13a"): entities decoded, punctuation apart, case kept.
std::vector<std::string> tokenize_13a(std::string_view line);

/// What one segment adds to a corpus's score.
struct BleuCounts {
  std::array<std::int64_t, 4> matches{};  ///< clipped n-gram matches, n = 1 .. 4
  std::array<std::int64_t, 4> totals{};   ///< n-grams of the hypothesis
  std::int64_t hypothesis_length = 0;
  std::int64_t reference_length = 0;      ///< of the reference closest in length, the shorter one of two equally close

  BleuCounts& operator+=(const BleuCounts& other);
};

/// references: at least one.
BleuCounts count_bleu(std::string_view hypothesis, std::span<const std::string> references);

/// BLEU (Papineni et al. 2002) of a corpus as sacreBLEU 2 prints it by default: tokenizer 13a, cased, exponential smoothing of zero
/// counts, in 0 .. 100. An empty corpus scores 0.
double bleu(const BleuCounts& corpus);

/// A 95 % interval by bootstrap over segments (Koehn 2004): percentiles 2.5 and 97.5 of `resamples` scores, seeded.
std::array<double, 2> bleu_interval(std::span<const BleuCounts> segments, int resamples, std::uint64_t seed);

}  // namespace regard
