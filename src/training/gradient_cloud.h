#pragma once

#include <memory>

#include "training/path_gradient.h"
#include "training/pick_run.h"

namespace regard {

/// The exact gradient of one pick example and REINFORCE estimates of it, without a baseline and with one, in a plane that can be drawn.
/// Of all parameters only those of attention itself count here (W, U and v of the additive score): they alone decide where to look, and
/// hard attention learns them by REINFORCE alone, while the others also get an ordinary gradient along the path taken. The plane goes
/// through 0 along the two directions in which the estimates without a baseline vary most. Both kinds of estimate are drawn along the same
/// paths, so that they differ by the baseline alone. In float, as the page computes.
class GradientCloud {
 public:
  static constexpr int kBaselineSamples = 1000;

  /// after: updates by which a net with hard attention (and a baseline) has learnt before; 0: none. example: 0 .. all_pick_examples() - 1.
  GradientCloud(std::uint64_t seed, int after, int example);

  /// `count` more estimates of both kinds.
  void draw(int count);

  struct Kind {
    double variance = 0;          ///< trace of the covariance, exact
    std::vector<float> points;    ///< (N, 2): the estimates in the plane
    std::vector<float> means;     ///< (N, 2): the mean of the first n estimates in the plane
    std::vector<float> distance;  ///< (N): |mean of the first n - d L|, over all attention's parameters
  };
  const Kind& without() const { return kinds_[0].drawn; }
  const Kind& with() const { return kinds_[1].drawn; }

  const PickExample& example() const { return example_; }
  const EnumeratedPaths<float>& paths() const { return paths_; }
  /// Shares of the variance without a baseline that lie along the plane's two directions.
  const std::array<double, 2>& shares() const { return plane_.shares; }
  /// How many parameters attention has, and the net.
  int parameters() const { return static_cast<int>(count_); }
  int all_parameters() const { return static_cast<int>(run_.values().size()); }
  /// d L in the plane, and its norm over all attention's parameters.
  std::array<double, 2> exact() const;
  double norm() const;
  /// m(y_i) of each step's token, nats.
  const std::vector<double>& baseline() const { return baseline_; }

 private:
  struct Drawing {
    Kind drawn;
    std::unique_ptr<ReinforceSampler<float>> sampler;
    std::vector<double> sum;
  };
  template <class Number>
  std::array<double, 2> in_plane(const Number* gradient) const;

  PickExample example_;
  PickRun run_;
  std::size_t first_ = 0, count_ = 0;  ///< attention's parameters
  EnumeratedPaths<float> paths_;
  PrincipalDirections plane_;
  std::vector<double> baseline_;
  std::array<Drawing, 2> kinds_;
};

}  // namespace regard
