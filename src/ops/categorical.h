#pragma once

#include <span>

#include "ops/tape.h"

namespace regard {

// Choices of one of S positions, each row its own: p_b = softmax(scores_b). positions: B numbers, the position chosen in each row, or
// negative where none was chosen; they must outlive the backward pass.

/// log p_b(positions[b]), 0 without a gradient where none was chosen.  scores: (B, S).  Returns (B, 1).
template <class T>
Var<T> log_probability_of_choice(Tape<T>& tape, Var<T> scores, std::span<const int> positions);

/// The entropy H(p_b) = -sum_j p_bj log p_bj in nats.  scores: (B, S).  Returns (B, 1).
template <class T>
Var<T> softmax_entropy(Tape<T>& tape, Var<T> scores);

/// The weights with which a choice looks: 1 at positions[b] and 0 elsewhere, without a gradient; where none was chosen, alpha_b itself with
/// its gradient.  alpha: (B, S).  Returns (B, S).
template <class T>
Var<T> chosen_weights(Tape<T>& tape, Var<T> alpha, std::span<const int> positions);

/// sum_k w_k x_k with constant w.  x: any shape.  w: as many numbers, which must outlive the backward pass.  Returns (1, 1).
template <class T>
Var<T> weighted_total(Tape<T>& tape, Var<T> x, std::span<const T> w);

}  // namespace regard
