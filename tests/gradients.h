#pragma once
// Gradients against central differences, in double.

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "catch.h"
#include "matrix.h"

namespace regard {

/// sum_k w_k y_k with random w: a scalar in which errors of two elements do not cancel. The weights depend on the shape alone.
inline Var<double> weighted_scalar(Tape<double>& tape, Var<double> y) {
  Rng rng(y.value.size());
  Tensor<double> w = tape.scratch(y.rows(), y.cols());
  for (std::size_t k = 0; k < w.size(); ++k) w.data[k] = rng.normal();
  Var<double> scalar = tape.make_zero(1, 1);
  for (std::size_t k = 0; k < w.size(); ++k) *scalar.value.data += w.data[k] * y.value.data[k];
  tape.record([=] {
    for (std::size_t k = 0; y.grad && k < w.size(); ++k) y.grad[k] += w.data[k] * *scalar.grad;
  });
  return scalar;
}

/// An operation under test: from its inputs to its output, on the tape. It must be a pure function of the inputs.
using Operation = std::function<Var<double>(Tape<double>&, const std::vector<Var<double>>&)>;

/// weighted_scalar(operation(inputs)) without recording.
inline double evaluate(const Operation& operation, std::vector<Matrix<double>>& inputs, Tape<double>::Mode mode) {
  Arena arena;
  Tape<double> tape(arena, mode);
  std::vector<Var<double>> leaves;
  for (Matrix<double>& input : inputs) leaves.push_back(input.leaf());
  return *weighted_scalar(tape, operation(tape, leaves)).value.data;
}

/// d weighted_scalar / d inputs added to a copy of `before`, times `seed`; inputs listed in `constant` are given no gradient.
inline std::vector<Matrix<double>> differentiate(const Operation& operation, std::vector<Matrix<double>>& inputs,
                                                 std::vector<Matrix<double>> before, double seed, int constant = -1) {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kRecording);
  std::vector<Var<double>> leaves;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    leaves.push_back(inputs[k].leaf(static_cast<int>(k) == constant ? nullptr : &before[k]));
  }
  tape.backward(weighted_scalar(tape, operation(tape, leaves)), seed);
  return before;
}

/// Checks four claims about an operation at these inputs:
///  - its gradients are those of central differences;
///  - they are added to what the gradients held before, and scale with the gradient from above;
///  - an input without a gradient changes nothing for the others;
///  - recording does not change the value.
inline void check_gradients(const Operation& operation, std::vector<Matrix<double>> inputs) {
  constexpr double kStep = 1e-5, kTolerance = 1e-7, kSeed = -1.75;
  Rng rng(inputs.size());
  std::vector<Matrix<double>> before;
  for (const Matrix<double>& input : inputs) before.push_back(random_matrix(rng, input.rows, input.cols));
  const std::vector<Matrix<double>> after = differentiate(operation, inputs, before, kSeed);
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    INFO("input " << k << " of shape (" << inputs[k].rows << ", " << inputs[k].cols << ")");
    Matrix<double> expected = before[k];
    for (std::size_t e = 0; e < expected.data.size(); ++e) {
      double& x = inputs[k].data[e];
      const double kept = x;
      x = kept + kStep;
      const double above = evaluate(operation, inputs, Tape<double>::Mode::kRecording);
      x = kept - kStep;
      const double below = evaluate(operation, inputs, Tape<double>::Mode::kRecording);
      x = kept;
      expected.data[e] += kSeed * (above - below) / (2 * kStep);
    }
    CHECK(difference(after[k], expected, kTolerance) == "");
    std::vector<Matrix<double>> without = differentiate(operation, inputs, before, kSeed, static_cast<int>(k));
    CHECK(without[k] == before[k]);
    without[k] = after[k];
    CHECK(without == after);
  }
}

/// The value is the same number whether the tape records or not.
inline void check_inference(const Operation& operation, std::vector<Matrix<double>> inputs) {
  CHECK(evaluate(operation, inputs, Tape<double>::Mode::kInference) == evaluate(operation, inputs, Tape<double>::Mode::kRecording));
}

}  // namespace regard
