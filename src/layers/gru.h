#pragma once

#include <string>
#include <vector>

#include "ops/arrange.h"
#include "ops/gru_cell.h"
#include "ops/linear.h"

namespace regard {

/// The order in which a recurrent layer reads.
enum class Direction { kForward, kBackward };

/// A gated recurrent unit, PyTorch's variant (see ops/gru_cell.h). Parameters, with the gates r, z, n below each other:
/// name.weight_ih (3D, in), name.bias_ih (1, 3D), name.weight_hh (3D, D), name.bias_hh (1, 3D).
struct Gru {
  int width;
  Parameter weight_ih, bias_ih, weight_hh, bias_hh;

  Gru(ParameterLayout& layout, const std::string& name, int in, int width_)
      : width(width_),
        weight_ih(layout.add(name + ".weight_ih", 3 * width, in)),
        bias_ih(layout.add(name + ".bias_ih", 1, 3 * width)),
        weight_hh(layout.add(name + ".weight_hh", 3 * width, width)),
        bias_hh(layout.add(name + ".bias_hh", 1, 3 * width)) {}

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

  /// All states of a sequence read from a zero state.  x: time-major (S * B, in).  Returns S states (B, D), states[j] belonging to
  /// position j whatever the direction.
  template <class T>
  std::vector<Var<T>> run(const Pass<T>& pass, Var<T> x, int batch, Direction direction) const {
    check(batch > 0 && x.rows() % batch == 0, "Gru: the sequence holds a whole number of batches.");
    const int length = x.rows() / batch;
    const Var<T> shares = input_share(pass, x);
    std::vector<Var<T>> states(static_cast<std::size_t>(length));
    Var<T> h = pass.tape.make_zero(batch, width);
    for (int k = 0; k < length; ++k) {
      const int j = direction == Direction::kForward ? k : length - 1 - k;
      h = step(pass, rows(shares, j * batch, batch), h);
      states[static_cast<std::size_t>(j)] = h;
    }
    return states;
  }
};

}  // namespace regard
