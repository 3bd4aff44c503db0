#pragma once

#include <string>

#include "ops/arrange.h"
#include "ops/elementwise.h"
#include "ops/linear.h"
#include "ops/lstm_cell.h"

namespace regard {

/// A long short-term memory, PyTorch's variant (see ops/lstm_cell.h). Its state is [h; c], 2D wide. Parameters, with the gates i, f, g, o
/// below each other: name.weight_ih (4D, in), name.bias_ih (1, 4D), name.weight_hh (4D, D), name.bias_hh (1, 4D).
struct Lstm {
  static constexpr int kGates = 4;
  int width;
  Parameter weight_ih, bias_ih, weight_hh, bias_hh;

  Lstm(ParameterLayout& layout, const std::string& name, int in, int width_)
      : width(width_),
        weight_ih(layout.add(name + ".weight_ih", 4 * width, in)),
        bias_ih(layout.add(name + ".bias_ih", 1, 4 * width)),
        weight_hh(layout.add(name + ".weight_hh", 4 * width, width)),
        bias_hh(layout.add(name + ".bias_hh", 1, 4 * width)) {}

  int state_width() const { return 2 * width; }

  /// The input's share of the gates, W x + b, for any number of steps at once.  x: (N, in).  Returns (N, 4D).
  template <class T>
  Var<T> input_share(const Pass<T>& pass, Var<T> x) const {
    return linear(pass.tape, x, pass[weight_ih], pass[bias_ih]);
  }

  /// [h'; c'] from the input's share (B, 4D) and [h; c] (B, 2D).
  template <class T>
  Var<T> step(const Pass<T>& pass, Var<T> share, Var<T> state) const {
    const Var<T> own = linear(pass.tape, hidden(pass, state), pass[weight_hh], pass[bias_hh]);
    return lstm_cell(pass.tape, add(pass.tape, share, own), state);
  }

  /// What other layers see of a state: h (B, D).
  template <class T>
  Var<T> hidden(const Pass<T>& pass, Var<T> state) const {
    return columns(pass.tape, state, 0, width);
  }
};

}  // namespace regard
