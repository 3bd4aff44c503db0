#include "training/path_gradient.h"

#include <algorithm>
#include <cmath>

#include "ops/elementwise.h"

namespace regard {
namespace {

constexpr std::size_t kMostPaths = 10000;

Batch batch_of_one(const TokenPair& pair) {
  // The ids of begin and end are those that the tokenizers and the tasks share.
  return make_batch({&pair}, 1, 2);
}

/// One pass over the batch and back. Leaves minus the gradient of cross-entropy and surrogate, an estimate of d L, in `gradient`.
template <class T>
void run(const Seq2Seq& net, const AlignedVector<T>& values, const Batch& batch, HardChoices<T>& choices, const ReinforceOptions& options,
         const RewardBaseline& baseline, Arena& arena, AlignedVector<T>& gradient) {
  arena.reset();
  std::fill(gradient.begin(), gradient.end(), T(0));
  Tape<T> tape(arena, Tape<T>::Mode::kRecording);
  RewardSums seen;
  const Var<T> loss = net.loss(Pass<T>{tape, values.data(), gradient.data()}, batch, 0.0, {}, nullptr, &choices);
  tape.backward(add(tape, loss, reinforce_loss(tape, choices, batch, options, baseline, seen)), T(-1));
}

template <class T>
double total(const HardChoices<T>& choices) {
  double sum = 0;
  for (double one : choices.log_likelihood) sum += one;
  return sum;
}

}  // namespace

template <class T>
EnumeratedPaths<T> enumerate_paths(const Seq2Seq& net, const AlignedVector<T>& values, const TokenPair& pair,
                                   const ReinforceOptions& options, const RewardBaseline& baseline) {
  const Batch batch = batch_of_one(pair);
  const int length = batch.source_length(), steps = batch.target_length();
  const double count = std::pow(length, steps);
  check(count <= static_cast<double>(kMostPaths), "enumerate_paths: there are few enough paths.");
  EnumeratedPaths<T> all;
  all.parameters = static_cast<int>(values.size());
  all.gradient.resize(values.size());
  Arena arena;
  AlignedVector<T> gradient(values.size());
  double likelihood = 0;
  for (std::size_t code = 0; code < static_cast<std::size_t>(count); ++code) {
    LookPath path;
    path.positions.resize(static_cast<std::size_t>(steps));
    std::size_t rest = code;
    for (auto position = path.positions.rbegin(); position != path.positions.rend(); ++position) {
      *position = static_cast<int>(rest % static_cast<std::size_t>(length));
      rest /= static_cast<std::size_t>(length);
    }
    HardChoices<T> choices;
    choices.policy.given = path.positions;
    run(net, values, batch, choices, options, baseline, arena, gradient);
    double log_probability = 0;
    for (int i = 0; i < steps; ++i) log_probability += static_cast<double>(choices.log_alpha.value(i, 0));
    path.probability = std::exp(log_probability);
    path.log_likelihood = total(choices);
    all.bound += path.probability * path.log_likelihood;
    likelihood += path.probability * std::exp(path.log_likelihood);
    for (std::size_t k = 0; k < gradient.size(); ++k) all.gradient[k] += path.probability * static_cast<double>(gradient[k]);
    all.estimates.insert(all.estimates.end(), gradient.begin(), gradient.end());
    all.paths.push_back(std::move(path));
  }
  all.log_likelihood = std::log(likelihood);
  return all;
}

template <class T>
EnumeratedPaths<T> EnumeratedPaths<T>::of_parameters(std::size_t first, std::size_t count) const {
  check(first + count <= gradient.size(), "of_parameters: there are such parameters.");
  EnumeratedPaths<T> some;
  some.paths = paths;
  some.bound = bound;
  some.log_likelihood = log_likelihood;
  some.parameters = static_cast<int>(count);
  for (std::size_t a = 0; a < paths.size(); ++a)
    some.estimates.insert(some.estimates.end(), estimate(a) + first, estimate(a) + first + count);
  const auto begin = gradient.begin() + static_cast<std::ptrdiff_t>(first);
  some.gradient.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
  return some;
}

template <class T>
RewardBaseline constant_baseline(const Seq2Seq& net, const AlignedVector<T>& values, const TokenPair& pair, int samples,
                                 std::uint64_t seed) {
  const Batch batch = batch_of_one(pair);
  Rng rng(seed);
  Arena arena;
  RewardSums sums, seen;
  for (int k = 0; k < samples; ++k) {
    arena.reset();
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    HardChoices<T> choices;
    choices.policy.rng = &rng;
    net.loss(Pass<T>{tape, values.data()}, batch, 0.0, {}, nullptr, &choices);
    reinforce_loss(tape, choices, batch, {}, {}, seen);
    sums.sums.resize(seen.sums.size());
    sums.counts.resize(seen.counts.size());
    for (std::size_t at = 0; at < seen.sums.size(); ++at) {
      sums.sums[at] += seen.sums[at];
      sums.counts[at] += seen.counts[at];
    }
  }
  RewardBaseline baseline;
  baseline.update({sums}, 0);
  return baseline;
}

template <class T>
ReinforceSampler<T>::ReinforceSampler(const Seq2Seq& net, const AlignedVector<T>& values, const TokenPair& pair,
                                      const ReinforceOptions& options, const RewardBaseline& baseline, std::uint64_t seed)
    : net_(net),
      values_(values),
      batch_(batch_of_one(pair)),
      options_(options),
      baseline_(baseline),
      rng_(seed),
      gradient_(values.size()) {}

template <class T>
const AlignedVector<T>& ReinforceSampler<T>::next() {
  HardChoices<T> choices;
  choices.policy.rng = &rng_;
  run(net_, values_, batch_, choices, options_, baseline_, arena_, gradient_);
  positions_ = choices.positions;
  return gradient_;
}

template <class T>
double estimate_variance(const EnumeratedPaths<T>& all) {
  double variance = 0;
  for (std::size_t a = 0; a < all.paths.size(); ++a) {
    double square = 0;
    for (std::size_t k = 0; k < all.gradient.size(); ++k) {
      const double off = static_cast<double>(all.estimate(a)[k]) - all.gradient[k];
      square += off * off;
    }
    variance += all.paths[a].probability * square;
  }
  return variance;
}

template <class T>
PrincipalDirections principal_directions(const EnumeratedPaths<T>& all) {
  const std::size_t size = all.gradient.size();
  const double trace = estimate_variance(all);
  PrincipalDirections found;
  for (std::size_t which = 0; which < 2; ++which) {
    Rng rng(which + 1);
    std::vector<double> direction(size), next(size);
    for (double& one : direction) one = rng.normal();
    double value = 0;
    for (int turn = 0; turn < 300; ++turn) {
      std::fill(next.begin(), next.end(), 0.0);
      for (std::size_t a = 0; a < all.paths.size(); ++a) {
        double along = 0;
        for (std::size_t k = 0; k < size; ++k) along += (static_cast<double>(all.estimate(a)[k]) - all.gradient[k]) * direction[k];
        along *= all.paths[a].probability;
        for (std::size_t k = 0; k < size; ++k) next[k] += along * (static_cast<double>(all.estimate(a)[k]) - all.gradient[k]);
      }
      for (std::size_t before = 0; before < which; ++before) {
        double along = 0;
        for (std::size_t k = 0; k < size; ++k) along += next[k] * found.directions[before][k];
        for (std::size_t k = 0; k < size; ++k) next[k] -= along * found.directions[before][k];
      }
      double square = 0;
      for (double one : next) square += one * one;
      value = std::sqrt(square);
      if (value == 0) break;
      for (std::size_t k = 0; k < size; ++k) direction[k] = next[k] / value;
    }
    // An eigenvector has no sign of its own: its largest coordinate points up.
    const auto largest = std::max_element(direction.begin(), direction.end(), [](double x, double y) { return std::abs(x) < std::abs(y); });
    if (largest != direction.end() && *largest < 0) {
      for (double& one : direction) one = -one;
    }
    found.directions[which] = std::move(direction);
    found.shares[which] = trace > 0 ? value / trace : 0;
  }
  return found;
}

#define REGARD_INSTANTIATE(T)                                                                                                     \
  template struct EnumeratedPaths<T>;                                                                                             \
  template EnumeratedPaths<T> enumerate_paths(const Seq2Seq&, const AlignedVector<T>&, const TokenPair&, const ReinforceOptions&, \
                                              const RewardBaseline&);                                                             \
  template RewardBaseline constant_baseline(const Seq2Seq&, const AlignedVector<T>&, const TokenPair&, int, std::uint64_t);       \
  template class ReinforceSampler<T>;                                                                                             \
  template double estimate_variance(const EnumeratedPaths<T>&);                                                                   \
  template PrincipalDirections principal_directions(const EnumeratedPaths<T>&);
REGARD_INSTANTIATE(float)
REGARD_INSTANTIATE(double)
#undef REGARD_INSTANTIATE

}  // namespace regard
