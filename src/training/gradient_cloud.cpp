#include "training/gradient_cloud.h"

#include <cmath>

namespace regard {

GradientCloud::GradientCloud(std::uint64_t seed, int after, int example)
    : example_(all_pick_examples().at(static_cast<std::size_t>(example))), run_(PickKind::kHard, PickSize::kSmall, seed) {
  run_.advance(after);
  for (const Parameter& p : run_.net().layout().parameters()) {
    if (!p.name.starts_with("attention.")) continue;
    if (count_ == 0) first_ = p.offset;
    check(p.offset == first_ + count_, "GradientCloud: attention's parameters lie side by side.");
    count_ += p.size();
  }
  const TokenPair pair = pick_pair(example_, 0);
  const ReinforceOptions without{.reward_weight = 1, .has_baseline = false}, with{.reward_weight = 1};
  paths_ = enumerate_paths(run_.net(), run_.values(), pair, without, {}).of_parameters(first_, count_);
  plane_ = principal_directions(paths_);
  kinds_[0].drawn.variance = estimate_variance(paths_);
  // The paths, the baseline and the estimates have draws of their own.
  RewardBaseline constant = constant_baseline(run_.net(), run_.values(), pair, kBaselineSamples, 2 * seed + 1);
  std::vector<int> written = pair.target;
  written.push_back(2);
  for (int id : written) baseline_.push_back(static_cast<double>(constant.means()[static_cast<std::size_t>(id)]));
  kinds_[1].drawn.variance =
      estimate_variance(enumerate_paths(run_.net(), run_.values(), pair, with, constant).of_parameters(first_, count_));
  kinds_[0].sampler = std::make_unique<ReinforceSampler<float>>(run_.net(), run_.values(), pair, without, RewardBaseline{}, 2 * seed);
  kinds_[1].sampler = std::make_unique<ReinforceSampler<float>>(run_.net(), run_.values(), pair, with, constant, 2 * seed);
  for (Drawing& kind : kinds_) kind.sum.resize(count_);
}

template <class Number>
std::array<double, 2> GradientCloud::in_plane(const Number* gradient) const {
  std::array<double, 2> point{};
  for (std::size_t which = 0; which < 2; ++which) {
    for (std::size_t k = 0; k < plane_.directions[which].size(); ++k) {
      point[which] += static_cast<double>(gradient[k]) * plane_.directions[which][k];
    }
  }
  return point;
}

std::array<double, 2> GradientCloud::exact() const { return in_plane(paths_.gradient.data()); }

double GradientCloud::norm() const {
  double square = 0;
  for (double one : paths_.gradient) square += one * one;
  return std::sqrt(square);
}

void GradientCloud::draw(int count) {
  for (Drawing& kind : kinds_) {
    for (int n = 0; n < count; ++n) {
      const float* estimate = kind.sampler->next().data() + first_;
      const double seen = static_cast<double>(kind.drawn.distance.size() + 1);
      double square = 0;
      for (std::size_t k = 0; k < kind.sum.size(); ++k) {
        kind.sum[k] += static_cast<double>(estimate[k]);
        const double off = kind.sum[k] / seen - paths_.gradient[k];
        square += off * off;
      }
      const std::array<double, 2> point = in_plane(estimate), mean = in_plane(kind.sum.data());
      for (std::size_t which = 0; which < 2; ++which) {
        kind.drawn.points.push_back(static_cast<float>(point[which]));
        kind.drawn.means.push_back(static_cast<float>(mean[which] / seen));
      }
      kind.drawn.distance.push_back(static_cast<float>(std::sqrt(square)));
    }
  }
}

}  // namespace regard
