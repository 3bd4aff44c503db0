#pragma once

#include <string>
#include <variant>
#include <vector>

#include "layers/gru.h"
#include "layers/lstm.h"
#include "layers/tanh_rnn.h"
#include "ops/arrange.h"

namespace regard {

enum class CellKind { kGru, kLstm, kTanh };

/// The order in which a recurrent layer reads.
enum class Direction { kForward, kBackward };

#ifdef REGARD_READER
using Cell = std::variant<Gru>;
#else
using Cell = std::variant<Gru, Lstm, TanhRnn>;
#endif

/// A recurrent layer with any cell. Everything behind it speaks of gates (G of them, G * D wide), states (state_width() wide) and hidden
/// states (D wide), and does not know which cell it is.
struct Recurrent {
  int width;  ///< D
  Cell cell;

  Recurrent(CellKind kind, ParameterLayout& layout, const std::string& name, int in, int width_)
      : width(width_), cell(make(kind, layout, name, in, width_)) {}

  int gates() const {
    return std::visit([](const auto& c) { return c.kGates; }, cell);
  }
  int state_width() const {
    return std::visit([](const auto& c) { return c.state_width(); }, cell);
  }

  /// The input's share of the gates, W x + b, for any number of steps at once.  x: (N, in).  Returns (N, G * D).
  template <class T>
  Var<T> input_share(const Pass<T>& pass, Var<T> x) const {
    return std::visit([&](const auto& c) { return c.input_share(pass, x); }, cell);
  }

  /// The next state from the input's share (B, G * D) and the state (B, state_width()).
  template <class T>
  Var<T> step(const Pass<T>& pass, Var<T> share, Var<T> state) const {
    return std::visit([&](const auto& c) { return c.step(pass, share, state); }, cell);
  }

  /// What other layers see of a state: (B, D).
  template <class T>
  Var<T> hidden(const Pass<T>& pass, Var<T> state) const {
    return std::visit([&](const auto& c) { return c.hidden(pass, state); }, cell);
  }

  /// All hidden states of a sequence read from a zero state.  x: time-major (S * B, in).  Returns S of (B, D), the j-th belonging to
  /// position j whatever the direction.
  template <class T>
  std::span<Var<T>> run(const Pass<T>& pass, Var<T> x, int batch, Direction direction) const {
    check(batch > 0 && x.rows() % batch == 0, "Recurrent: the sequence holds a whole number of batches.");
    const int length = x.rows() / batch;
    const Var<T> shares = input_share(pass, x);
    const std::span<Var<T>> states = pass.tape.list(length);
    Var<T> state = pass.tape.make_zero(batch, state_width());
    for (int k = 0; k < length; ++k) {
      const int j = direction == Direction::kForward ? k : length - 1 - k;
      state = step(pass, rows(shares, j * batch, batch), state);
      states[static_cast<std::size_t>(j)] = hidden(pass, state);
    }
    return states;
  }

 private:
  static Cell make([[maybe_unused]] CellKind kind, ParameterLayout& layout, const std::string& name, int in, int width) {
#ifndef REGARD_READER
    switch (kind) {
      case CellKind::kLstm:
        return Lstm(layout, name, in, width);
      case CellKind::kTanh:
        return TanhRnn(layout, name, in, width);
      case CellKind::kGru:
        break;
    }
#endif
    return Gru(layout, name, in, width);
  }
};

}  // namespace regard
