#pragma once

#include <optional>
#include <span>
#include <vector>

#include "nets/seq2seq.h"
#include "nets/trace.h"
#include "probes/gradient_flow.h"

namespace regard {

/// One token that could be written, with its probability before a change and after it.
struct CandidateChange {
  int id = 0;
  double before = 0;
  double after = 0;
};

/// What the output of one step becomes when other weights mix c_i and everything before that step stays as it was.
struct OutputChange {
  double moved = 0;                         ///< total variation, 0 .. 1: the share of the probability that goes elsewhere
  std::vector<CandidateChange> candidates;  ///< the most likely before, the most likely after, the token written; by `before`, then `after`
};

/// One step of attention, taken apart into what it adds up.
struct AttentionStep {
  TraceMatrix query;                  ///< q (1, D): s_{i-1}, in Luong's wiring s_i
  TraceMatrix share;                  ///< what of it goes into the score: ScoreParts::query (1, W)
  std::vector<float> scale;           ///< ScoreParts::scale
  std::vector<OutputChange> without;  ///< S, for each j: as if e_ij were -infinity, so that the others share its weight; none when S is 1
  OutputChange mean;                  ///< all weights equal: c_i = sum_j h_j / S
  std::optional<OutputChange>
      product;  ///< weights softmax_j(q . h_j); where q and h_j are equally wide and that is not the net's own score
};

/// Steps of attention with what their scores are made of, see ScoreParts.
struct AttentionSteps {
  TraceMatrix keys;  ///< (S, W), those that have any
  TraceMatrix v;     ///< (1, W), of additive scores
  std::vector<AttentionStep> steps;
};

/// The net reads `source` and is made to write `target`, behind kBeginId. Both hold at least one id. only: of these target tokens.
/// top: candidates before a change and after it. Each step costs S + 3 steps of the decoder with their output.
/// The net must have attention. Hard attention's own c_i is one h_j; the changes of its output are those of mixes all the same.
AttentionSteps attention_steps(const Seq2Seq& net, std::span<const float> values, std::span<const int> source, std::span<const int> target,
                               TargetRange only, int top);

}  // namespace regard
