#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"
#include "nets/trace.h"

namespace regard {

struct SearchOptions {
  int beam = 1;                                   ///< K; 1 is greedy decoding
  int most_tokens = 100;                          ///< a translation is cut here
  double length_power = 0.7;                      ///< finished hypotheses compare by log p / length^power, the end token counted
  int begin = 1;                                  ///< id before the first target token
  int end = 2;                                    ///< id after the last
  std::optional<std::uint64_t> sample_seed = {};  ///< where given, hard attention draws the positions of every hypothesis; else arg max
};

/// One translation, whole or under way.
struct Hypothesis {
  std::vector<int> ids;        ///< without begin; with the end token where it was written
  double log_probability = 0;  ///< natural, summed over ids
  bool ended = false;
  std::vector<int> positions = {};  ///< a_i, the position hard attention chose for each id; else empty
};

/// Continuations of each hypothesis that a tree to be looked at keeps, when the beam is narrower.
inline constexpr int kLeastBranches = 3;

/// What became of a continuation that a beam search looked at.
enum class BranchFate {
  kKept,   ///< it is among the K best and goes on
  kEnded,  ///< it is among them and wrote the end token
  kCut,    ///< others were more probable
};

/// "kept", "ended" or "cut".
const char* name_of(BranchFate fate);

/// One continuation of a hypothesis by one token.
struct Branch {
  int parent = -1;  ///< index of the branch it goes on from; -1: the beginning
  int step = 0;     ///< tokens before this one
  int id = 0;
  double log_probability = 0;  ///< natural, of all tokens up to this one
  double score = 0;            ///< log p / length^power: how hypotheses that end here compare
  BranchFate fate = BranchFate::kCut;
  int row = 0;  ///< of BeamTree::alpha
};

/// What a beam search looked at: of every hypothesis it went on from, the best continuations.
struct BeamTree {
  std::vector<Branch> branches;  ///< step by step, the more probable first
  TraceMatrix alpha;             ///< (N, S): the weights with which a hypothesis was gone on from; none without attention
  int best = -1;                 ///< index of the last branch of BeamSearch::best()
};

/// Beam search over a sequence-to-sequence net, one target token a call, so that a caller can stop between two.
/// Each step keeps the K best continuations of the live hypotheses; those that end leave the beam, which narrows by one each.
/// A step in which no hypothesis ends allocates nothing, unless it is recorded.
/// It is over when K have ended or `most_tokens` are written. Of equals the hypothesis further up and the smaller id go first.
class BeamSearch {
 public:
  /// Borrows the net and its weights. source: 1 or more ids.
  BeamSearch(const Seq2Seq& net, Weights weights, std::vector<int> source, const SearchOptions& options);

  /// From now on keeps the tree, with K continuations of each hypothesis or `least` if that is more. Before the first step alone. The
  /// search finds the same, bit by bit, whether it is recorded or not.
  void record(int least);

  /// The tree so far of a search that is recorded.
  BeamTree tree() const;

  /// Extends every live hypothesis by one token. Returns true when the search is over; it takes no step after that.
  bool step();

  /// The best hypothesis: of those that ended, or, when none did, the most probable live one.
  const Hypothesis& best() const;

 private:
  /// A live hypothesis and one more token.
  struct Extension {
    double log_probability;
    int hypothesis;
    int id;

    /// Better ones first.
    bool operator<(const Extension& other) const {
      if (log_probability != other.log_probability) return log_probability > other.log_probability;
      return hypothesis != other.hypothesis ? hypothesis < other.hypothesis : id < other.id;
    }
  };

  void encode();
  const Encoded<float>& encoded_for(int count);
  void find_extensions(Tensor<float> logits, int count, int first, int end);
  void grow(const DecoderStep<float>& next, Tensor<float> logits, std::size_t room);
  std::size_t best_ended() const;

  const Seq2Seq& net_;
  Weights weights_;
  std::vector<int> source_;
  SearchOptions options_;
  Arena sentence_arena_;  ///< what the encoder left
  Arena step_arena_;
  Encoded<float> encoded_;
  Arena repeated_arena_;
  Encoded<float> repeated_;       ///< the same for each of several live hypotheses
  std::vector<Hypothesis> live_;  ///< the first live_count_ of them; the others are room
  int live_count_ = 1;
  std::vector<Hypothesis> next_;  ///< room for the step's
  std::vector<Hypothesis> ended_;
  bool over_ = false;
  int recorded_ = 0;  ///< continuations of each hypothesis that the tree keeps; 0: no tree
  BeamTree tree_;
  std::vector<int> live_branches_, ended_branches_;  ///< of the hypotheses, in the tree
  Rng rng_;                                          ///< of hard attention that draws
  AlignedVector<float> states_;                      ///< s_i of the live hypotheses, one row each
  AlignedVector<float> next_states_;
  std::vector<int> last_, places_;     ///< the live hypotheses' last tokens; the best tokens of one
  std::vector<Extension> extensions_;  ///< the best continuations, the best first
};

/// Runs a search to its end.
Hypothesis translate(const Seq2Seq& net, Weights weights, std::vector<int> source, const SearchOptions& options);

}  // namespace regard
