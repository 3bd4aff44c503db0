#include "probes/kendall_tau.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.h"

namespace regard {
namespace {

constexpr int kExact = 33;

/// Twice the share of the n! orders that have at most `inversions` of them, at most 1.
double exact_p(int n, long long inversions) {
  // shares[k]: of the orders of m things those with k inversions. A thing more, put behind 0 .. m of the others, adds 0 .. m inversions.
  std::vector<double> shares{1};
  for (int m = 1; m < n; ++m) {
    std::vector<double> next(shares.size() + static_cast<std::size_t>(m));
    for (std::size_t k = 0; k < shares.size(); ++k) {
      for (std::size_t more = 0; more <= static_cast<std::size_t>(m); ++more) next[k + more] += shares[k] / (m + 1);
    }
    shares = std::move(next);
  }
  double sum = 0;
  for (std::size_t k = 0; k < shares.size() && static_cast<long long>(k) <= inversions; ++k) sum += shares[k];
  return std::min(1.0, 2 * sum);
}

/// Sums over groups of t equal numbers.
struct Ties {
  double pairs = 0;     ///< t (t - 1) / 2
  double triples = 0;   ///< t (t - 1) (t - 2)
  double variance = 0;  ///< t (t - 1) (2 t + 5)

  explicit Ties(std::span<const double> values) {
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t from = 0; from < sorted.size();) {
      std::size_t end = from;
      while (end < sorted.size() && sorted[end] == sorted[from]) ++end;
      const auto t = static_cast<double>(end - from);
      pairs += t * (t - 1) / 2;
      triples += t * (t - 1) * (t - 2);
      variance += t * (t - 1) * (2 * t + 5);
      from = end;
    }
  }
};

double normal_p(double n, double difference, const Ties& x, const Ties& y) {
  const double m = n * (n - 1);
  double variance = (m * (2 * n + 5) - x.variance - y.variance) / 18 + 2 * x.pairs * y.pairs / m;
  if (n > 2) variance += x.triples * y.triples / (9 * m * (n - 2));
  return std::erfc(std::abs(difference) / std::sqrt(2 * variance));
}

}  // namespace

std::optional<KendallTau> kendall_tau(std::span<const double> x, std::span<const double> y) {
  check(x.size() == y.size(), "kendall_tau: both rankings are of the same things.");
  long long concordant = 0, discordant = 0, tied_in_x = 0, tied_in_y = 0;
  for (std::size_t a = 0; a < x.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const bool same_x = x[a] == x[b], same_y = y[a] == y[b];
      if (same_x && same_y) continue;
      if (same_x) {
        ++tied_in_x;
      } else if (same_y) {
        ++tied_in_y;
      } else {
        ++((x[a] > x[b]) == (y[a] > y[b]) ? concordant : discordant);
      }
    }
  }
  const auto ordered = static_cast<double>(concordant + discordant);
  const double untied_y = ordered + static_cast<double>(tied_in_x), untied_x = ordered + static_cast<double>(tied_in_y);
  if (untied_x == 0 || untied_y == 0) return std::nullopt;
  const auto difference = static_cast<double>(concordant - discordant);
  const Ties in_x(x), in_y(y);
  const int n = static_cast<int>(x.size());
  const bool exact = n <= kExact && in_x.pairs == 0 && in_y.pairs == 0;
  return KendallTau{difference / std::sqrt(untied_x * untied_y),
                    exact ? exact_p(n, std::min(concordant, discordant)) : normal_p(n, difference, in_x, in_y)};
}

}  // namespace regard
