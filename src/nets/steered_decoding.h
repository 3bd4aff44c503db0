#pragma once

#include <map>
#include <span>
#include <vector>

#include "core/aligned.h"
#include "nets/alpha_policy.h"
#include "nets/seq2seq.h"

namespace regard {

struct SteeredOptions {
  int most_tokens = 100;    ///< a translation is cut here
  int begin = 1;            ///< id before the first target token
  int end = 2;              ///< id after the last
  bool own_logits = false;  ///< fills SteeredStep::own_logits, which takes about twice the time
};

/// Fails with "no-attention" when the net has no weights to replace, and with "bad-policy" when it lacks what the policy needs: a last
/// forward state, a temperature above 0, rows.
Result<bool> can_follow(const Seq2Seq& net, const AlphaPolicy& policy);

/// One step: what the net would have looked at, what it was made to look at, and what came of it. S source tokens.
struct SteeredStep {
  int id = 0;
  double log_probability = 0;       ///< natural, of the id
  std::vector<float> scores;        ///< e_ij, the net's own at this step (S)
  std::vector<float> own;           ///< their softmax (S)
  std::vector<float> alpha;         ///< the weights used (S), of hard attention 1 where it looked; empty where c_i is fixed
  AlignedVector<float> context;     ///< c_i (H)
  AlignedVector<float> state;       ///< what the next step goes on from
  AlignedVector<float> logits;      ///< (V)
  AlignedVector<float> own_logits;  ///< from the same state with the net's own weights (V), where asked for
};

/// Greedy decoding of one sentence by one net, in which the attention weights can be replaced: at every step by a policy, at single steps
/// by a row. A row goes before the policy. The most probable token is written, of equals the smaller id; or, forced, a given target.
/// Every step's state is kept: a change at step i goes on from s_{i-1} and leaves the steps before it as they are, and taking the change
/// back gives the same bits again. Unsteered it computes what BeamSearch with a beam of 1 and trace do, bit by bit.
class SteeredDecoder {
 public:
  /// Borrows the net, which has attention, and its values. source: 1 or more ids.
  SteeredDecoder(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, const SteeredOptions& options);

  /// From now on this policy, which the net can_follow; all steps are forgotten.
  void follow(AlphaPolicy policy);

  /// From now on these ids are written, whatever is likely; empty: the most probable ones. All steps are forgotten.
  void force(std::vector<int> target);

  /// alpha_i (S), which sums to 1 (see normalised_row), for step i from 0, there already or still to come; it is used also where the policy
  /// fixes c_i. Steps from i on are forgotten.
  void edit(int i, std::vector<float> alpha);

  /// Takes the row of step i back; if there was one, steps from i on are forgotten.
  void reset(int i);

  /// Takes the next step. Returns true when the translation is whole or cut; it takes no step after that.
  bool step();

  bool over() const;
  const std::vector<SteeredStep>& steps() const { return steps_; }
  const std::map<int, std::vector<float>>& edits() const { return edits_; }
  std::vector<int> ids() const;
  double log_probability() const;
  bool ended() const { return !steps_.empty() && steps_.back().id == options_.end; }

 private:
  void encode();
  SteeredStep compute(int i);

  const Seq2Seq& net_;
  std::span<const float> values_;
  std::vector<int> source_;
  SteeredOptions options_;
  AlphaPolicy policy_;
  std::vector<int> target_;
  std::map<int, std::vector<float>> edits_;
  Arena sentence_arena_;  ///< what the encoder left
  Arena step_arena_;
  Encoded<float> encoded_;
  AlignedVector<float> start_;         ///< the decoder's first state; empty before the encoder has read
  AlignedVector<float> last_forward_;  ///< [last forward state; 0]
  std::vector<SteeredStep> steps_;
};

}  // namespace regard
