#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "nets/trace.h"

namespace regard {

/// What takes the place of alpha_i, or of c_i itself, at every step. S source tokens; i and j from 1.
enum class AlphaPolicyKind {
  kLearned,      ///< nothing: the net's own weights
  kUniform,      ///< alpha_ij = 1 / S
  kDiagonal,     ///< a bell around the diagonal: alpha_ij ~ exp(-(j - d_i)^2 / 2), d_i = (min(i, T) - 1/2) S / T + 1/2, T = target_length
  kOneHot,       ///< 1 where the net's own weight is largest, the first of equal ones
  kSampled,      ///< 1 at a position drawn from softmax_j(e_ij / temperature)
  kShuffled,     ///< the net's own weights in an order drawn for this step; all orders are equally likely, the old one too
  kAnother,      ///< another sentence's weights: row min(i, R) of `rows` (R, any width), see resampled_row
  kLastForward,  ///< no weights: c_i = [last forward state; 0], which makes RNNsearch an RNN Encoder-Decoder (Bahdanau et al. 2015, A.2.2)
  kVector,       ///< no weights: c_i = C, see EncoderKind
};

/// A kind, and what it needs. A draw for step i hangs on the seed and on i alone, not on what was drawn before.
struct AlphaPolicy {
  AlphaPolicyKind kind = AlphaPolicyKind::kLearned;
  std::uint64_t seed = 1;  ///< kSampled, kShuffled
  double temperature = 1;  ///< kSampled; above 0
  int target_length = 0;   ///< kDiagonal: T, the end token counted; 1 or more
  TraceMatrix rows = {};   ///< kAnother
};

/// "learned", "uniform", "diagonal", "one-hot", "sampled", "shuffled", "another", "last-forward", "vector"; none for another name.
std::optional<AlphaPolicyKind> alpha_policy_kind(std::string_view name);

/// Whether the kind fixes c_i and leaves no weights.
constexpr bool fixes_context(AlphaPolicyKind kind) { return kind == AlphaPolicyKind::kLastForward || kind == AlphaPolicyKind::kVector; }

/// alpha_i (S) under a policy of weights; sums to 1.  i: from 0.  scores: e_ij, own: alpha_ij, both the net's own at this step (S).
std::vector<float> policy_row(const AlphaPolicy& policy, int i, std::span<const float> scores, std::span<const float> own);

/// Weights over C tokens spread over S: both sentences are laid over 0 .. 1, token k of C covering (k - 1) / C .. k / C, and token j of S
/// gets the weight of what it covers. The sum stays, and S = C changes nothing.
std::vector<float> resampled_row(std::span<const float> row, int sources);

/// weights / their sum. Fails with "bad-row" unless there is one for each of the S source tokens, none is negative or no number, and one
/// is above 0.
Result<std::vector<float>> normalised_row(std::span<const double> weights, int sources);

}  // namespace regard
