#include "training/path_gradient.h"

#include <Eigen/Dense>

#include "catch.h"
#include "training/pick_run.h"

using namespace regard;

namespace {

constexpr double kStep = 1e-5;

/// A net that has learnt a little, so that its choices are neither all alike nor made, and one example for it.
struct Fixture {
  PickRun run{PickKind::kHard, PickSize::kSmall, 1};
  AlignedVector<double> values;
  TokenPair pair;

  Fixture() {
    run.advance(60);
    values.assign(run.values().begin(), run.values().end());
    pair = pick_pair(all_pick_examples()[100], 0);
  }
};

/// The statistic of the mean of `count` vectors against `expected`, in the directions in which they vary (Hotelling's T^2, about chi-square
/// for so many samples), and the number of those directions.
struct Comparison {
  double statistic = 0;
  int directions = 0;
  double beyond = 0;  ///< the largest difference in a direction without variance
};

Comparison compare(const Eigen::VectorXd& sum, const Eigen::MatrixXd& squares, int count, const std::vector<double>& expected) {
  const Eigen::VectorXd mean = sum / count;
  const Eigen::MatrixXd covariance = squares / count - mean * mean.transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  const Eigen::VectorXd off = solver.eigenvectors().transpose() * (mean - Eigen::Map<const Eigen::VectorXd>(expected.data(), mean.size()));
  const double least = 1e-9 * solver.eigenvalues().maxCoeff();
  Comparison comparison;
  for (Eigen::Index k = 0; k < off.size(); ++k) {
    const double variance = solver.eigenvalues()[k];
    if (variance > least) {
      comparison.statistic += count * off[k] * off[k] / variance;
      ++comparison.directions;
    } else {
      comparison.beyond = std::max(comparison.beyond, std::abs(off[k]));
    }
  }
  return comparison;
}

/// The value that a chi-square with so many degrees of freedom exceeds with probability 0.001 (Wilson & Hilferty 1931).
double chi_square_999(int freedom) {
  const double part = 2.0 / (9.0 * freedom);
  return freedom * std::pow(1 - part + 3.0902 * std::sqrt(part), 3);
}

}  // namespace

TEST_CASE("the net that picks has under 200 parameters, and every path is counted once", "[training][path_gradient]") {
  const Fixture fixture;
  CHECK(fixture.values.size() == 193);
  const auto all = enumerate_paths(fixture.run.net(), fixture.values, fixture.pair, {}, {});
  REQUIRE(all.paths.size() == 125);
  CHECK(all.paths[0].positions == std::vector<int>{0, 0, 0});
  CHECK(all.paths[1].positions == std::vector<int>{0, 0, 1});
  CHECK(all.paths[124].positions == std::vector<int>{4, 4, 4});
  double sum = 0;
  for (const LookPath& path : all.paths) {
    CHECK(path.log_likelihood < 0);
    sum += path.probability;
  }
  CHECK(sum == Approx(1).epsilon(1e-12));
  CHECK(all.bound < all.log_likelihood);
}

TEST_CASE("the enumerated gradient is that of central differences of the bound, with or without a baseline",
          "[training][path_gradient][gradient]") {
  Fixture fixture;
  const Seq2Seq& net = fixture.run.net();
  const RewardBaseline baseline = constant_baseline(net, fixture.values, fixture.pair, 500, 9);
  const auto with = enumerate_paths(net, fixture.values, fixture.pair, {.reward_weight = 1}, baseline);
  const auto without = enumerate_paths(net, fixture.values, fixture.pair, {.reward_weight = 1, .has_baseline = false}, {});
  CHECK(with.bound == without.bound);
  double largest = 0;
  for (std::size_t k = 0; k < fixture.values.size(); ++k) {
    CAPTURE(k);
    CHECK(with.gradient[k] == Approx(without.gradient[k]).epsilon(1e-9).margin(1e-12));
    largest = std::max(largest, std::abs(with.gradient[k]));
    if (k % 4 != 0) continue;
    const double kept = fixture.values[k];
    fixture.values[k] = kept + kStep;
    const double above = enumerate_paths(net, fixture.values, fixture.pair, {}, {}).bound;
    fixture.values[k] = kept - kStep;
    const double below = enumerate_paths(net, fixture.values, fixture.pair, {}, {}).bound;
    fixture.values[k] = kept;
    CHECK(with.gradient[k] == Approx((above - below) / (2 * kStep)).epsilon(1e-6).margin(1e-9));
  }
  CHECK(largest > 0.01);
}

TEST_CASE("the mean of 20,000 REINFORCE samples is the exact gradient, and a baseline lowers their variance", "[training][path_gradient]") {
  constexpr int kSamples = 20000;
  const Fixture fixture;
  const Seq2Seq& net = fixture.run.net();
  const auto size = static_cast<Eigen::Index>(fixture.values.size());
  double traces[2] = {};
  for (const bool has_baseline : {false, true}) {
    CAPTURE(has_baseline);
    const ReinforceOptions options{.reward_weight = 1, .has_baseline = has_baseline};
    const RewardBaseline baseline = has_baseline ? constant_baseline(net, fixture.values, fixture.pair, 1000, 9) : RewardBaseline{};
    const auto exact = enumerate_paths(net, fixture.values, fixture.pair, options, baseline);
    ReinforceSampler<double> sampler(net, fixture.values, fixture.pair, options, baseline, 4);
    // An estimate depends on its path alone, so that counting the paths is adding up the estimates.
    std::vector<int> counts(exact.paths.size());
    bool same = true;
    for (int k = 0; k < kSamples; ++k) {
      const AlignedVector<double>& estimate = sampler.next();
      const std::vector<int>& at = sampler.positions();
      const auto path = static_cast<std::size_t>((at[0] * kPickLength + at[1]) * kPickLength + at[2]);
      same = same && std::equal(estimate.begin(), estimate.end(), exact.estimate(path));
      ++counts[path];
    }
    CHECK(same);
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(size);
    Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(size, size);
    for (std::size_t a = 0; a < counts.size(); ++a) {
      const Eigen::Map<const Eigen::VectorXd> estimate(exact.estimate(a), size);
      sum += counts[a] * estimate;
      squares += counts[a] * estimate * estimate.transpose();
    }
    const Comparison comparison = compare(sum, squares, kSamples, exact.gradient);
    CAPTURE(comparison.statistic, comparison.directions);
    CHECK(comparison.directions > 10);
    CHECK(comparison.statistic < chi_square_999(comparison.directions));
    CHECK(comparison.beyond < 1e-4);
    const Eigen::VectorXd mean = sum / kSamples;
    traces[has_baseline] = (squares / kSamples).trace() - mean.squaredNorm();
    CHECK(traces[has_baseline] == Approx(estimate_variance(exact)).epsilon(0.05));
  }
  CHECK(traces[1] < 0.7 * traces[0]);
}

TEST_CASE("the principal directions are eigenvectors of the estimates' covariance", "[training][path_gradient]") {
  const Fixture fixture;
  const auto all = enumerate_paths(fixture.run.net(), fixture.values, fixture.pair, {.reward_weight = 1, .has_baseline = false}, {});
  const PrincipalDirections found = principal_directions(all);
  const auto size = static_cast<Eigen::Index>(fixture.values.size());
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(size, size);
  for (std::size_t a = 0; a < all.paths.size(); ++a) {
    const Eigen::VectorXd off =
        Eigen::Map<const Eigen::VectorXd>(all.estimate(a), size) - Eigen::Map<const Eigen::VectorXd>(all.gradient.data(), size);
    covariance += all.paths[a].probability * off * off.transpose();
  }
  CHECK(covariance.trace() == Approx(estimate_variance(all)).epsilon(1e-10));
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  for (std::size_t which = 0; which < 2; ++which) {
    const Eigen::Index at = size - 1 - static_cast<Eigen::Index>(which);
    CHECK(found.shares[which] == Approx(solver.eigenvalues()[at] / covariance.trace()).epsilon(1e-6));
    const Eigen::Map<const Eigen::VectorXd> direction(found.directions[which].data(), size);
    CHECK(std::abs(direction.dot(solver.eigenvectors().col(at))) == Approx(1).epsilon(1e-5));
    CHECK(direction.maxCoeff() >= -direction.minCoeff());
  }
}
