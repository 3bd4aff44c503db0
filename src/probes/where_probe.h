#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nets/seq2seq.h"
#include "nets/trace.h"

namespace regard {

/// "Where did the cat sit?", asked of a net that stays as it is: which of the places of a task (see tasks/where.h).
///   without attention:  logits = W C + b
///   with attention:     logits = W sum_j alpha_j h_j + b,  alpha = softmax_j(q . h_j),  q one learned query for every sentence
/// Parameters: where.weight (P, width of C) = W, where.bias (1, P) = b; with attention where.query (1, width of C) = q; and where.frequent
/// (1, 1), which is not trained: the place most often right while training.
struct WhereProbe {
  std::optional<Parameter> query;
  Parameter weight, bias, frequent;

  WhereProbe(ParameterLayout& layout, AttentionKind attention, int width, int places);

  int places() const { return weight.rows; }

  /// alpha (B, S), rows sum to 1; with attention alone.  states: h_j, time-major (S * B, width).
  template <class T>
  Var<T> attend(const Pass<T>& pass, Var<T> states, int batch) const;

  /// z (B, width): what the places are read from.  context: C (B, width).
  template <class T>
  Var<T> read(const Pass<T>& pass, Var<T> context, Var<T> states) const;

  /// Cross-entropy summed over the sentences: (1, 1).  truth: B places, which must outlive the pass.
  template <class T>
  Var<T> loss(const Pass<T>& pass, Var<T> context, Var<T> states, std::span<const int> truth, CrossEntropyCount* count) const;
};

/// What a probe says about one sentence.
struct WhereAnswer {
  std::vector<double> log_probability;  ///< of each place, in the order of the task
  std::vector<float> alpha;             ///< alpha_j of the probe's own query; empty without attention
  int guess = 0;                        ///< the most likely place
};

/// The answer about a sentence that has been traced. values: the probe's.
WhereAnswer answer_where(const WhereProbe& probe, std::span<const float> values, const Trace& trace);

/// The answer about a sentence that the net reads for it.
WhereAnswer answer_where(const WhereProbe& probe, std::span<const float> values, const Seq2Seq& net, std::span<const float> net_values,
                         std::span<const int> source);

}  // namespace regard
