#pragma once

#include <string>

#include "ops/elementwise.h"
#include "ops/gru_cell.h"
#include "ops/linear.h"

namespace regard {

/// A gated recurrent unit, PyTorch's variant (see ops/gru_cell.h). Parameters, with the gates r, z, n below each other:
/// name.weight_ih (3D, in), name.bias_ih (1, 3D), name.weight_hh (3D, D), name.bias_hh (1, 3D).
struct Gru {
  static constexpr int kGates = 3;
  int width;
  Parameter weight_ih, bias_ih, weight_hh, bias_hh;

  Gru(ParameterLayout& layout, const std::string& name, int in, int width_)
      : width(width_),
        weight_ih(layout.add(name + ".weight_ih", 3 * width, in)),
        bias_ih(layout.add(name + ".bias_ih", 1, 3 * width)),
        weight_hh(layout.add(name + ".weight_hh", 3 * width, width)),
        bias_hh(layout.add(name + ".bias_hh", 1, 3 * width)) {}

  int state_width() const { return width; }

  /// The input's share of the gates, W x + b, for any number of steps at once.  x: (N, in).  Returns (N, 3D).
  template <class T>
  Var<T> input_share(const Pass<T>& pass, Var<T> x) const {
    return linear(pass.tape, x, pass[weight_ih], pass[bias_ih]);
  }

  /// h' from the input's share (B, 3D) and h (B, D).
  template <class T>
  Var<T> step(const Pass<T>& pass, Var<T> share, Var<T> h) const {
    return gru_cell(pass.tape, share, h, pass[weight_hh], pass[bias_hh]);
  }

  /// What the gates r and z are the sigmoids of, from the input's share (N, 3D) and the states before (N, D): the first 2D columns.
  template <class T>
  Var<T> gate_sums(const Pass<T>& pass, Var<T> share, Var<T> before) const {
    return add(pass.tape, share, linear(pass.tape, before, pass[weight_hh], pass[bias_hh]));
  }

  /// What other layers see of a state: all of it.
  template <class T>
  Var<T> hidden(const Pass<T>&, Var<T> h) const {
    return h;
  }
};

}  // namespace regard
