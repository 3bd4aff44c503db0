#pragma once

#include <span>
#include <vector>

#include "nets/steered_decoding.h"

namespace regard {

/// How far one step was led away from what the net would have done from the same state. All in nats, see kl_divergence.h.
struct RowChange {
  bool weights = false;       ///< whether there are weights to compare; not where c_i is fixed
  double alpha_from_own = 0;  ///< D(alpha_i || own alpha_i); infinite where a weight is given to what has none
  double own_from_alpha = 0;  ///< D(own alpha_i || alpha_i); infinite where a weight is taken away whole
  double output = 0;          ///< D(own p || p), of the next token
};

/// How one token of a given translation fared: all before it given, unsteered and steered.
struct ForcedChange {
  int id = 0;
  double own_log_probability = 0;
  double log_probability = 0;
  double divergence = 0;  ///< D(unsteered p || steered p), nats; what earlier steps did to the state is in it
};

/// One sentence under an intervention, beside the net's own translation: what is written then, and, forced to write the net's own
/// translation, how the distribution of each of its tokens changes.
class Steering {
 public:
  /// source: 1 or more ids. target: what takes the place of the net's own translation; empty: its own, greedy. The policy's target_length
  /// is set here. Borrows the net and its values.
  Steering(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, SteeredOptions options, AlphaPolicy policy,
           std::vector<int> target = {});

  /// Takes one step of what is to be done next. Returns true when nothing is left.
  bool step();
  bool over() const;

  /// See SteeredDecoder.
  void edit(int i, const std::vector<float>& alpha);
  void reset(int i);

  const SteeredDecoder& own() const { return own_; }
  const SteeredDecoder& steered() const { return steered_; }
  const SteeredDecoder& forced() const { return forced_; }

  /// Of step i of steered().
  RowChange row_change(int i) const;

  /// For each token of own(). Only when it is over.
  std::vector<ForcedChange> forced_changes() const;

  /// The first step at which own() and steered() write different tokens; -1 when they write the same. Only when it is over.
  int departure() const;

 private:
  AlphaPolicy policy_;
  SteeredDecoder own_;
  SteeredDecoder steered_;
  SteeredDecoder forced_;
};

/// Decodes to the end under a policy. Its target_length is set here, where it needs one, by decoding without it first.
void decode(SteeredDecoder& decoder, AlphaPolicy policy);

/// The weights used by a decoding (T, S); fewer rows where c_i is fixed.
TraceMatrix alpha_of(const SteeredDecoder& decoder);

/// The net's own weights at the states of a decoding (T, S).
TraceMatrix own_alpha_of(const SteeredDecoder& decoder);

}  // namespace regard
