#pragma once

#include <optional>
#include <span>

namespace regard {

/// Kendall's rank correlation with ties, tau-b (Kendall 1945, "The Treatment of Ties in Ranking Problems"), over all pairs of n things:
///   tau = (P - Q) / sqrt((P + Q + X) (P + Q + Y))
/// P pairs stand in the same order in both rankings, Q in opposite order, X are tied in x alone, Y in y alone; pairs tied in both count
/// nowhere. From -1, one ranking is the other reversed, to 1, both are the same.
struct KendallTau {
  double tau = 0;
  /// Two-sided probability of a tau at least as far from 0 when the rankings have nothing to do with each other. Exact where nothing is
  /// tied and n is at most 33, the share of all orders with so few inversions; else by the normal approximation whose variance is
  /// corrected for ties (Kendall 1970, Rank Correlation Methods, 4.8).
  double p = 1;
};

/// x, y: n finite numbers each. None when all of x or all of y are equal, as for n < 2: there is no ranking. Takes n^2 steps.
std::optional<KendallTau> kendall_tau(std::span<const double> x, std::span<const double> y);

}  // namespace regard
