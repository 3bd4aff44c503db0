#include "ops/cross_entropy.h"

#include <algorithm>
#include <cmath>

#include "ops/eigen.h"
#include "ops/linear.h"
#include "ops/softmax.h"

namespace regard {
namespace {

constexpr int kBlockRows = 64;

template <class T>
Tensor<T> block(Tensor<T> t, int first) {
  return {t.row(first), std::min(kBlockRows, t.rows - first), t.cols};
}

}  // namespace

template <class T>
Var<T> softmax_cross_entropy(Tape<T>& tape, Var<T> x, Var<T> weight, Var<T> bias, std::span<const int> targets, double smoothing,
                             CrossEntropyCount* count) {
  const int n = x.rows(), vocabulary = weight.rows();
  check(static_cast<int>(targets.size()) == n, "softmax_cross_entropy: there is one target a row.");
  check(weight.cols() == x.cols() && bias.cols() == vocabulary, "softmax_cross_entropy: weight is (V, D) and bias (1, V).");
  check(smoothing >= 0 && smoothing < 1, "softmax_cross_entropy: smoothing lies in [0, 1).");
  Var<T> loss = tape.make_zero(1, 1);
  // Holds logits, then probabilities, then d logits; whole only when a backward pass will need it. The logits of a block are still in a
  // core's cache when they become probabilities.
  Tensor<T> p = tape.scratch(tape.recording() ? n : std::min(n, kBlockRows), vocabulary);
  double total = 0;
  CrossEntropyCount seen;
  if (count) seen.log_likelihoods = count->log_likelihoods;
  check(seen.log_likelihoods.empty() || seen.log_likelihoods.size() == targets.size(),
        "softmax_cross_entropy: there is room for one log-likelihood a row.");
  std::fill(seen.log_likelihoods.begin(), seen.log_likelihoods.end(), 0.0);
  for (int first = 0; first < n; first += kBlockRows) {
    const Tensor<T> in = block(x.value, first);
    const Tensor<T> out = {p.row(tape.recording() ? first : 0), in.rows, vocabulary};
    multiply_forward(tape, in, weight, out);
    for (int i = 0; i < out.rows; ++i) {
      const int target = targets[static_cast<std::size_t>(first + i)];
      check(target < vocabulary, "softmax_cross_entropy: a target lies outside the vocabulary.");
      if (target < 0) continue;
      auto logits = vector(out.row(i), vocabulary);
      logits += vector(bias.value.data, vocabulary);
      const double chosen = static_cast<double>(logits[target]);
      const double mean = smoothing > 0 ? static_cast<double>(logits.mean()) : 0.0;
      const double normaliser = static_cast<double>(softmax_in_place(out.row(i), vocabulary));
      total += normaliser - (1 - smoothing) * chosen - smoothing * mean;
      seen.negative_log_likelihood += normaliser - chosen;
      if (!seen.log_likelihoods.empty()) seen.log_likelihoods[static_cast<std::size_t>(first + i)] = chosen - normaliser;
      ++seen.targets;
    }
  }
  *loss.value.data = static_cast<T>(total);
  if (count) *count = seen;
  tape.record([=, &tape] {
    const T upstream = *loss.grad;
    for (int i = 0; i < n; ++i) {
      const int target = targets[static_cast<std::size_t>(i)];
      auto d = vector(p.row(i), vocabulary);
      if (target < 0) {
        d.setZero();
        continue;
      }
      d = (d - static_cast<T>(smoothing / vocabulary)) * upstream;
      d[target] -= static_cast<T>(1 - smoothing) * upstream;
      if (bias.grad) vector(bias.grad, vocabulary) += d;
    }
    multiply_backward(tape, p, x.value, x.d(), weight);
  });
  return loss;
}

template Var<float> softmax_cross_entropy(Tape<float>&, Var<float>, Var<float>, Var<float>, std::span<const int>, double,
                                          CrossEntropyCount*);
template Var<double> softmax_cross_entropy(Tape<double>&, Var<double>, Var<double>, Var<double>, std::span<const int>, double,
                                           CrossEntropyCount*);

}  // namespace regard
