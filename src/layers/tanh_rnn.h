#pragma once

#include <string>

#include "ops/elementwise.h"
#include "ops/linear.h"

namespace regard {

/// The plain recurrent layer (Elman 1990):  h' = tanh(W x + b + U h + b_h).
/// Parameters: name.weight_ih (D, in), name.bias_ih (1, D), name.weight_hh (D, D), name.bias_hh (1, D).
struct TanhRnn {
  static constexpr int kGates = 1;
  int width;
  Parameter weight_ih, bias_ih, weight_hh, bias_hh;

  TanhRnn(ParameterLayout& layout, const std::string& name, int in, int width_)
      : width(width_),
        weight_ih(layout.add(name + ".weight_ih", width, in)),
        bias_ih(layout.add(name + ".bias_ih", 1, width)),
        weight_hh(layout.add(name + ".weight_hh", width, width)),
        bias_hh(layout.add(name + ".bias_hh", 1, width)) {}

  int state_width() const { return width; }

  /// The input's share, W x + b, for any number of steps at once.  x: (N, in).  Returns (N, D).
  template <class T>
  Var<T> input_share(const Pass<T>& pass, Var<T> x) const {
    return linear(pass.tape, x, pass[weight_ih], pass[bias_ih]);
  }

  /// h' from the input's share (B, D) and h (B, D).
  template <class T>
  Var<T> step(const Pass<T>& pass, Var<T> share, Var<T> h) const {
    return tanh(pass.tape, add(pass.tape, share, linear(pass.tape, h, pass[weight_hh], pass[bias_hh])));
  }

  /// What other layers see of a state: all of it.
  template <class T>
  Var<T> hidden(const Pass<T>&, Var<T> h) const {
    return h;
  }
};

}  // namespace regard
