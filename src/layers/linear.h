#pragma once

#include <string>

#include "ops/linear.h"

namespace regard {

/// y = x W^T + b, from `in` to `out` numbers. Parameters: name.weight (out, in), name.bias (1, out).
struct Linear {
  Parameter weight;
  Parameter bias;

  Linear(ParameterLayout& layout, const std::string& name, int in, int out)
      : weight(layout.add(name + ".weight", out, in)), bias(layout.add(name + ".bias", 1, out)) {}

  template <class T>
  Var<T> operator()(const Pass<T>& pass, Var<T> x) const {
    return linear(pass.tape, x, pass[weight], pass[bias]);
  }
};

}  // namespace regard
