#pragma once

#include <span>
#include <string>
#include <variant>

#include "layers/attention/additive.h"
#include "layers/attention/cosine.h"
#include "layers/attention/dot.h"
#include "layers/attention/general.h"
#include "layers/attention/hard.h"
#include "layers/attention/kind.h"
#include "layers/attention/location.h"
#include "layers/attention/scaled_dot.h"
#include "layers/attention/uniform.h"

namespace regard {

/// What attention returns for one step of the decoder.
template <class T>
struct Attended {
  Var<T> scores;                        ///< e_ij (B, S)
  Var<T> alpha;                         ///< alpha_ij (B, S), rows sum to 1
  Var<T> context;                       ///< c_i (B, width of the values)
  std::span<const int> positions = {};  ///< a_i of each sentence with hard attention, -1 where it took the expectation; else empty
};

#ifdef REGARD_READER
using Score = std::variant<AdditiveScore>;
#else
using Score = std::variant<AdditiveScore, DotScore, ScaledDotScore, GeneralScore, LocationScore, UniformScore, CosineScore>;
#endif

/// Attention with any score (Bahdanau et al. 2015, eq. 5-6):  alpha_i = softmax_j(e_ij),  c_i = sum_j alpha_ij h_j.  Everything behind it
/// speaks of states, keys and values, and does not know which score it is. A score has the part of the keys that depends on the source
/// alone, keys(pass, h) (S * B, anything; none where it needs none), e = score(pass, q, keys, S) (B, S), and parts(pass, q, keys, S), the
/// terms of e for one query. Hard attention takes one h_j, as its policy says, for the sum:  c_i = h_{a_i}.
struct Attention {
  Score score;
  bool hard;

  Attention(AttentionKind kind, ParameterLayout& layout, const std::string& name, const AttentionWidths& widths)
      : score(make(kind, layout, name, widths)), hard(kind == AttentionKind::kHard) {}

  /// What depends on the source alone, computed once.  states: h, time-major (S * B, width of h).
  template <class T>
  Var<T> keys(const Pass<T>& pass, Var<T> states) const {
    return std::visit([&](const auto& s) { return s.keys(pass, states); }, score);
  }

  /// state: q (B, D).  keys: as above.  values: h_j (S * B, width of h).  lengths: tokens of each source, or empty if none is padded;
  /// padding gets a weight of exactly 0.  policy: of hard attention alone.
  template <class T>
  Attended<T> operator()(const Pass<T>& pass, Var<T> state, Var<T> keys, Var<T> values, std::span<const int> lengths,
                         const HardPolicy& policy = {}) const {
    const int length = values.rows() / state.rows();
    const Var<T> scores = std::visit([&](const auto& s) { return s(pass, state, keys, length); }, score);
    const Var<T> alpha = masked_softmax(pass.tape, scores, lengths);
    if (kReader || !hard) return {scores, alpha, weighted_sum(pass.tape, alpha, values)};
    const std::span<const int> positions = choose_positions(pass.tape, alpha.value, policy);
    return {scores, alpha, weighted_sum(pass.tape, chosen_weights(pass.tape, alpha, positions), values), positions};
  }

  /// The scores of one query taken apart.  state: q (1, D).  keys: as above.  length: S.
  template <class T>
  ScoreParts<T> parts(const Pass<T>& pass, Var<T> state, Var<T> keys, int length) const {
    return std::visit([&](const auto& s) { return s.parts(pass, state, keys, length); }, score);
  }

 private:
  static Score make(AttentionKind kind, ParameterLayout& layout, const std::string& name, const AttentionWidths& widths) {
#ifndef REGARD_READER
    switch (kind) {
      case AttentionKind::kDot:
        return DotScore(layout, name, widths);
      case AttentionKind::kScaledDot:
        return ScaledDotScore(layout, name, widths);
      case AttentionKind::kGeneral:
        return GeneralScore(layout, name, widths);
      case AttentionKind::kLocation:
        return LocationScore(layout, name, widths);
      case AttentionKind::kUniform:
        return UniformScore(layout, name, widths);
      case AttentionKind::kCosine:
        return CosineScore(layout, name, widths);
      case AttentionKind::kAdditive:
      case AttentionKind::kConcat:
      case AttentionKind::kHard:
      case AttentionKind::kNone:
        break;
    }
#endif
    check(kind != AttentionKind::kNone, "Attention: there is a score.");
    return AdditiveScore(layout, name, widths);
  }
};

}  // namespace regard
