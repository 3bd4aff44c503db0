#pragma once

#include "core/reader.h"

namespace regard {

/// How the decoder learns about the source: which score e_ij decides where it looks. q is the decoder's state that asks (D), see Wiring.
enum class AttentionKind {
  kNone,       ///< every step gets the same vector C
  kAdditive,   ///< v . tanh(W q + U h_j) (Bahdanau et al. 2015)
  kDot,        ///< q . h_j (Luong et al. 2015, eq. 8)
  kScaledDot,  ///< q . h_j / sqrt(D) (Vaswani et al. 2017, eq. 1)
  kGeneral,    ///< q . W h_j (Luong et al. 2015, eq. 8)
  kConcat,     ///< v . tanh(W [q; h_j]) (Luong et al. 2015, eq. 8): the additive score in Luong's wiring
  kLocation,   ///< (W q)_j, from the state alone (Luong et al. 2015, eq. 9)
  kUniform,    ///< 0: fixed, alpha_ij = 1 / S
  kCosine,     ///< cos(q, h_j) / 0.1: fixed, no parameters and no gradient through the score
  kHard,       ///< the additive score, but c_i is one h_j, chosen by alpha_i, instead of their sum (Xu et al. 2015, section 4.1)
};

/// When the decoder attends, and what it makes of c_i.
enum class Wiring {
  kAttendThenStep,  ///< Bahdanau et al. 2015, A.2.2: q = s_{i-1}; c_i goes into the step to s_i
  kStepThenAttend,  ///< Luong et al. 2015, 3.1 and 3.3: q = s_i; ~h_i = tanh(W [s_i; c_i] + b), which is fed into the next step
};

/// The wiring that goes with a kind: Luong's scores have Luong's, so that they differ in the score alone; all others have Bahdanau's.
constexpr Wiring wiring_of(AttentionKind kind) {
  if (kReader) return Wiring::kAttendThenStep;
  switch (kind) {
    case AttentionKind::kDot:
    case AttentionKind::kScaledDot:
    case AttentionKind::kGeneral:
    case AttentionKind::kConcat:
    case AttentionKind::kLocation:
      return Wiring::kStepThenAttend;
    default:
      return Wiring::kAttendThenStep;
  }
}

/// Whether the state and h_j must be equally wide.
constexpr bool needs_equal_widths(AttentionKind kind) {
  return !kReader && (kind == AttentionKind::kDot || kind == AttentionKind::kScaledDot || kind == AttentionKind::kCosine);
}

}  // namespace regard
