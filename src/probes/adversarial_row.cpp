#include "probes/adversarial_row.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/rng.h"
#include "ops/attention.h"
#include "ops/softmax.h"
#include "probes/divergence.h"

namespace regard {
namespace {

constexpr double kPenalty = 20;
/// Of Adam, at the first step and at the last; in between geometrically.
constexpr double kFirstRate = 0.5, kLastRate = 0.05;
/// A start's smallest weight: softmax gives 0 no gradient.
constexpr double kLeastWeight = 1e-3;
/// So far there is little to gain: JSD is at most ln 2 = 0.693.
constexpr double kFarEnough = 0.68;
constexpr int kHalvings = 7;

template <class T>
std::span<const T> row_of(const AlignedVector<T>& rows, std::size_t k, std::size_t width) {
  return std::span<const T>(rows).subspan(k * width, width);
}

}  // namespace

template <class T>
Var<T> penalised_distance(Tape<T>& tape, const OtherRow<T>& step, Var<T> rows, double bound, double penalty, RowScores& scores) {
  const std::span<const T> learned = step.alpha(), output = step.output();
  const Var<T> logits = step.logits(tape, rows);
  const int count = rows.rows(), width = rows.cols();
  Tensor<T> p = tape.scratch(count, logits.cols());
  std::copy_n(logits.value.data, p.size(), p.data);
  Tensor<T> over = tape.scratch(1, count);
  Var<T> sum = tape.make_zero(1, 1);
  scores = {};
  for (int k = 0; k < count; ++k) {
    softmax_in_place(p.row(k), p.cols);
    scores.distance.push_back(jensen_shannon<T>({rows.value.row(k), learned.size()}, learned));
    scores.effect.push_back(total_variation<T>({p.row(k), output.size()}, output));
    const double excess = scores.effect.back() - bound;
    over.data[k] = excess > 0 ? T(1) : T(0);
    *sum.value.data += static_cast<T>(scores.distance.back() - penalty * std::max(0.0, excess));
  }
  tape.record([=] {
    for (int k = 0; k < count; ++k) {
      for (int j = 0; j < width; ++j) {
        const T r = rows.value(k, j), middle = (r + learned[static_cast<std::size_t>(j)]) / 2;
        if (r > 0) rows.d()(k, j) += *sum.grad * std::log(r / middle) / 2;
      }
      if (over.data[k] == T(0)) continue;
      // d TVD / d p_v = sign(p_v - q_v) / 2, through the softmax.
      const auto sign = [&](int v) {
        const T difference = p(k, v) - output[static_cast<std::size_t>(v)];
        return difference > 0 ? 0.5 : difference < 0 ? -0.5 : 0.0;
      };
      double mean = 0;
      for (int v = 0; v < p.cols; ++v) mean += static_cast<double>(p(k, v)) * sign(v);
      for (int v = 0; v < p.cols; ++v) {
        logits.d()(k, v) -= *sum.grad * static_cast<T>(penalty * static_cast<double>(p(k, v)) * (sign(v) - mean));
      }
    }
  });
  return sum;
}

template <class T>
AdversarialSearch<T>::AdversarialSearch(const OtherRow<T>& step, const AdversarySearch& options) : at_(step), options_(options) {
  check(options.bound > 0 && options.bound <= 1, "AdversarialSearch: the bound lies above 0 and is at most 1.");
  check(options.steps >= 0 && options.random >= 0, "AdversarialSearch: there is no negative number of steps or of starts.");
}

template <class T>
bool AdversarialSearch<T>::step() {
  check(!over_, "AdversarialSearch: a search that is over takes no part.");
  if (at_.sources() < 2) {
    over_ = true;
  } else if (taken_ < 0) {
    begin();
    taken_ = 0;
  } else if (taken_ < options_.steps) {
    ascend();
    ++taken_;
  } else {
    draw_back();
    over_ = true;
  }
  if (best_ && best_->distance >= kFarEnough) over_ = true;
  return over_;
}

template <class T>
void AdversarialSearch<T>::begin() {
  const std::span<const T> alpha = at_.alpha();
  const std::size_t width = alpha.size();
  std::vector<std::size_t> order(width);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return alpha[a] > alpha[b]; });

  // All weight on one token, for each of them.
  AlignedVector<T> single(width * width);
  for (std::size_t j = 0; j < width; ++j) single[j * width + j] = T(1);
  const AlignedVector<T> outputs = at_.outputs(single);
  std::size_t least = order[1];
  double least_effect = 1;
  for (std::size_t j = 0; j < width; ++j) {
    const double effect = total_variation<T>(row_of(outputs, j, at_.output().size()), at_.output());
    if (j == order[0] || effect >= least_effect) continue;
    least = j;
    least_effect = effect;
  }

  const auto start = [&](const std::vector<double>& weights) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double weight : weights) logits_.push_back(static_cast<T>(std::log(std::max(weight / sum, kLeastWeight))));
  };
  std::vector<double> weights(width, 1.0);
  start(weights);
  for (std::size_t j = 0; j < width; ++j) weights[j] = j == order[0] ? 0.0 : static_cast<double>(alpha[j]) + kLeastWeight;
  start(weights);
  for (std::size_t k = 0; k < width; ++k) weights[order[k]] = static_cast<double>(alpha[order[width - 1 - k]]);
  start(weights);
  for (std::size_t j = 0; j < width; ++j) weights[j] = j == least ? 1.0 : 0.0;
  start(weights);
  Rng rng(options_.seed);
  for (int k = 0; k < options_.random; ++k) {
    for (double& weight : weights) weight = std::exp(2 * rng.normal());
    start(weights);
  }
  first_.assign(logits_.size(), 0.0);
  second_.assign(logits_.size(), 0.0);
  rows_ = logits_;
  for (std::size_t k = 0; k < rows_.size(); k += width) softmax_in_place(rows_.data() + k, static_cast<int>(width));
  rows_.insert(rows_.end(), single.begin() + static_cast<std::ptrdiff_t>(least * width),
               single.begin() + static_cast<std::ptrdiff_t>((least + 1) * width));
  draw_back();
}

template <class T>
void AdversarialSearch<T>::ascend() {
  const int width = at_.sources(), count = static_cast<int>(logits_.size()) / width;
  arena_.reset();
  Tape<T> tape(arena_, Tape<T>::Mode::kRecording);
  const Var<T> z = tape.make(count, width);
  std::copy(logits_.begin(), logits_.end(), z.value.data);
  const Var<T> rows = masked_softmax(tape, z, std::span<const int>());
  RowScores scores;
  const Var<T> sum = penalised_distance(tape, at_, rows, options_.bound, kPenalty, scores);
  for (int k = 0; k < count; ++k) {
    consider({rows.value.row(k), static_cast<std::size_t>(width)}, scores.effect[static_cast<std::size_t>(k)]);
  }
  tape.backward(sum);
  const double part = options_.steps > 1 ? static_cast<double>(taken_) / (options_.steps - 1) : 0;
  const double rate = kFirstRate * std::pow(kLastRate / kFirstRate, part);
  for (std::size_t k = 0; k < logits_.size(); ++k) {
    const double gradient = static_cast<double>(z.grad[k]);
    first_[k] = 0.9 * first_[k] + 0.1 * gradient;
    second_[k] = 0.99 * second_[k] + 0.01 * gradient * gradient;
    const double mean = first_[k] / (1 - std::pow(0.9, taken_ + 1)), square = second_[k] / (1 - std::pow(0.99, taken_ + 1));
    logits_[k] += static_cast<T>(rate * mean / (std::sqrt(square) + 1e-8));
  }
  rows_ = logits_;
  for (int k = 0; k < count; ++k) softmax_in_place(rows_.data() + k * width, width);
}

/// By halving t, all rows side by side.
template <class T>
void AdversarialSearch<T>::draw_back() {
  const std::size_t width = at_.alpha().size(), count = rows_.size() / width;
  std::vector<double> keeps(count, 0.0), breaks(count, 1.0), t(count, 1.0);
  for (int halving = 0; halving <= kHalvings; ++halving) {
    AlignedVector<T> mixed(rows_.size());
    for (std::size_t k = 0; k < mixed.size(); ++k) {
      const double share = t[k / width];
      mixed[k] = static_cast<T>((1 - share) * static_cast<double>(at_.alpha()[k % width]) + share * static_cast<double>(rows_[k]));
    }
    const AlignedVector<T> outputs = at_.outputs(mixed);
    for (std::size_t k = 0; k < count; ++k) {
      const double effect = total_variation<T>(row_of(outputs, k, at_.output().size()), at_.output());
      consider(row_of(mixed, k, width), effect);
      if (effect <= options_.bound) {
        keeps[k] = t[k];
      } else {
        breaks[k] = t[k];
      }
      // A whole row that keeps the bound needs no drawing back.
      t[k] = keeps[k] == 1 ? 1 : (keeps[k] + breaks[k]) / 2;
    }
  }
}

template <class T>
void AdversarialSearch<T>::consider(std::span<const T> row, double effect) {
  if (effect > options_.bound) return;
  const double distance = jensen_shannon<T>(row, at_.alpha());
  if (distance > 0 && (!best_ || distance > best_->distance)) {
    best_ = AdversarialRow{std::vector<double>(row.begin(), row.end()), distance, effect};
  }
}

template <class T>
std::optional<AdversarialRow> adversarial_row(const OtherRow<T>& step, const AdversarySearch& options) {
  AdversarialSearch<T> search(step, options);
  while (!search.step()) {
  }
  return search.best();
}

#define REGARD_INSTANTIATE(T)                                                                         \
  template class AdversarialSearch<T>;                                                                \
  template std::optional<AdversarialRow> adversarial_row(const OtherRow<T>&, const AdversarySearch&); \
  template Var<T> penalised_distance(Tape<T>&, const OtherRow<T>&, Var<T>, double, double, RowScores&);
REGARD_INSTANTIATE(float)
REGARD_INSTANTIATE(double)
#undef REGARD_INSTANTIATE

}  // namespace regard
