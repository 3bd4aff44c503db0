#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"

namespace regard {

/// Where the gradient goes: g_ij = d log p(y_i | y_<i, x) / d x_j, x_j the embedding of source token j, for every target token i under
/// forced decoding. Split by the way it takes:
///   recurrent: g_ij with every c_k, k <= i, held constant at its value. What is left runs through the encoder's recurrence to C, through
///              s_0 = tanh(W C + b), and through the decoder's recurrence to s_i.
///   attention: total - recurrent, as vectors: every way that passes at least one c_k, also those that go on in a recurrence behind it.
/// Norms of the two parts do not add up to the norm of the total: the parts may point anywhere, even cancel.
/// Without attention c_k is C at every step, a state of the encoder's recurrence, so there is no other way: recurrent is total, and
/// attention exactly zero.
/// Each array holds T * S vectors of E numbers; that of i and j, from 0, begins at (i * S + j) * E.
template <class T>
struct GradientFlow {
  int targets = 0;  ///< T
  int sources = 0;  ///< S
  int width = 0;    ///< E
  AlignedVector<T> total;
  AlignedVector<T> recurrent;
  AlignedVector<T> attention;
};

/// Target tokens first .. first + count - 1, from 0.
struct TargetRange {
  int first = 0;
  int count = 0;
};

/// The net reads `source` and is made to write `target`, behind kBeginId. Both hold at least one id. Costs about as much as a training
/// update on T copies of the sentence, twice that with attention; with attention and 400 tokens on either side it takes about 400 MB.
/// only: of these target tokens, the rows of the result; in parts it costs the same, up to what is shared by 16 tokens side by side.
template <class T>
GradientFlow<T> gradient_flow(const Seq2Seq& net, std::span<const T> values, std::span<const int> source, std::span<const int> target,
                              std::optional<TargetRange> only = {});

/// The L2 norm of each vector (T, S), row-major; summed in double.
template <class T>
std::vector<double> gradient_norms(const GradientFlow<T>& flow, std::span<const T> vectors);

/// Recurrent steps on the shortest way from x_j to y_i that leads through s_0, i and j from 1:
///   forward encoder:   (S - j) + i: from h_j to C = h_S, and from s_0 to s_i
///   backward encoder:  (j - 1) + i: C = h_1
///   bidirectional:     min(S - j, j - 1) + i: C is both
/// An encoder's own step into h_j, s_0 itself and the read-out count nothing. Where C enters every step, without attention, a way that is
/// i shorter exists, and with attention one of 0 steps, x_j -> h_j -> c_i -> y_i; this distance is what the recurrence has to bridge.
int recurrent_steps(EncoderKind encoder, int sources, int j, int i);

/// One norm, and how far it came.
struct FlowPoint {
  int target = 0;  ///< i of its token, from 1
  int steps = 0;
  double norm = 0;
};

/// The norms (T, S) of one sentence with their recurrent_steps, token by token.
std::vector<FlowPoint> flow_points(EncoderKind encoder, std::span<const double> norms, int targets, int sources);

/// A least-squares slope with its 95 % interval: percentiles 2.5 and 97.5 of a seeded bootstrap over sentences.
struct Slope {
  double value = 0;
  std::array<double, 2> interval{};
};

/// How norms change with distance, over many sentences. A norm of exactly zero has no logarithm: it is left out and counted.
struct Fading {
  struct Distance {
    int steps = 0;
    int count = 0;
    double mean_log10 = 0;  ///< the mean of log10 norm: log10 of the geometric mean
  };
  std::vector<Distance> by_distance;  ///< distances that occur, ascending
  int zeros = 0;                      ///< left out
  std::optional<Slope> slope;         ///< of log10 norm a step, over all points; none with fewer than two distances
  /// The same from differences between the source positions of one target token alone: both numbers less their means over the token. How
  /// sure the net is of a token scales all its gradients, as d log p shrinks with 1 - p, and late tokens are often sure: that moves
  /// `slope`, but not this. What is left is the encoder's share of the distance.
  std::optional<Slope> slope_within_token;
};

/// sentences: the points of each, token by token. resamples: 1 or more; one without two distances is drawn again.
Fading fading(std::span<const std::vector<FlowPoint>> sentences, int resamples, std::uint64_t seed);

}  // namespace regard
