#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "probes/other_row.h"

namespace regard {

/// A row of attention far from the learned one with nearly the same output (Jain & Wallace 2019, 4.2.2).
struct AdversarialRow {
  std::vector<double> row;  ///< S weights that sum to 1
  double distance = 0;      ///< JSD(row, alpha_i), from 0 to ln 2
  double effect = 0;        ///< TVD of the outputs, at most the bound
};

struct AdversarySearch {
  double bound = 0.05;  ///< the most TVD of the outputs
  int steps = 80;       ///< of the ascent; of 153 written tokens 24 get a row beyond 0.4 by 80 steps, 25 by 400
  int random = 3;       ///< starts drawn at random, besides those that the learned row gives
  std::uint64_t seed = 1;
};

/// Looks for the row r that maximises JSD(r, alpha_i) subject to TVD(p_r, p) <= bound, p_r the output with r in place of alpha_i and all
/// else as it was. As in the paper the bound is relaxed to a penalty, JSD - lambda max(0, TVD - bound), here ascended with Adam over the
/// logits of r, r = softmax(z), from several starts side by side: uniform; the learned row without its heaviest token; the learned weights
/// in reverse order; all weight on the one token, not the heaviest, that changes the output least; and rows drawn from a seed. Every row on
/// the way that keeps the bound counts. Starts and ends that do not are drawn towards the learned row, (1 - t) alpha_i + t r, until they
/// do. The same net, sentence and options give the same row. What is found is a lower bound: a farther row may exist.
template <class T>
class AdversarialSearch {
 public:
  /// Borrows the step.
  AdversarialSearch(const OtherRow<T>& step, const AdversarySearch& options);

  /// A part of the search; true when it is over. It takes no part after that.
  bool step();

  /// The farthest row so far; none where no row but the learned one is known to keep the bound, as with a single source token.
  const std::optional<AdversarialRow>& best() const { return best_; }

 private:
  void begin();
  void ascend();
  void draw_back();
  void consider(std::span<const T> row, double effect);

  const OtherRow<T>& at_;
  AdversarySearch options_;
  Arena arena_;
  AlignedVector<T> logits_, rows_;      ///< z and softmax(z) of each start (K, S)
  std::vector<double> first_, second_;  ///< Adam's moments
  int taken_ = -1;                      ///< steps of the ascent; -1: not begun
  bool over_ = false;
  std::optional<AdversarialRow> best_;
};

/// A search to its end.
template <class T>
std::optional<AdversarialRow> adversarial_row(const OtherRow<T>& step, const AdversarySearch& options);

/// The scores of K rows.
struct RowScores {
  std::vector<double> distance;  ///< JSD(row, alpha_i)
  std::vector<double> effect;    ///< TVD of the outputs
};

/// sum_k (JSD_k - penalty * max(0, TVD_k - bound)) of K rows (K, S), as (1, 1); fills `scores`. The step must outlive the backward pass.
template <class T>
Var<T> penalised_distance(Tape<T>& tape, const OtherRow<T>& step, Var<T> rows, double bound, double penalty, RowScores& scores);

}  // namespace regard
