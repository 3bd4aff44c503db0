#include "ops/lstm_cell.h"

#include "ops/eigen.h"
#include "ops/squash.h"

namespace regard {

template <class T>
Var<T> lstm_cell(Tape<T>& tape, Var<T> gates, Var<T> state) {
  const int d = state.cols() / 2;
  check(state.cols() == 2 * d && gates.cols() == 4 * d, "lstm_cell: the gates are twice as wide as the state [h; c].");
  check(gates.rows() == state.rows(), "lstm_cell: there is one row of gates for each state.");
  Var<T> next = tape.make(state.rows(), 2 * d);
  Tensor<T> act = tape.scratch(state.rows(), 4 * d);   // i, f, g, o behind their nonlinearities
  Tensor<T> squashed = tape.scratch(state.rows(), d);  // tanh(c')
  for (int b = 0; b < state.rows(); ++b) {
    auto a = vector(act.row(b), 4 * d);
    const auto in = vector(gates.value.row(b), 4 * d);
    a = in;
    sigmoid_in_place(act.row(b), 2 * d);
    tanh_in_place(act.row(b) + 2 * d, d);
    sigmoid_in_place(act.row(b) + 3 * d, d);
    auto c = vector(next.value.row(b) + d, d);
    auto t = vector(squashed.row(b), d);
    c = a.segment(d, d) * vector(state.value.row(b) + d, d) + a.head(d) * a.segment(2 * d, d);
    t = c;
    tanh_in_place(squashed.row(b), d);
    vector(next.value.row(b), d) = a.tail(d) * t;
  }
  if (!tape.recording()) return next;
  Tensor<T> d_cell = tape.scratch(state.rows(), d);
  tape.record([=] {
    for (int b = 0; b < state.rows(); ++b) {
      const auto a = vector(act.row(b), 4 * d);
      const auto i = a.head(d), f = a.segment(d, d), g = a.segment(2 * d, d), o = a.tail(d);
      const auto d_h = vector(next.d().row(b), d);
      const auto t = vector(squashed.row(b), d);
      auto d_c = vector(d_cell.row(b), d);
      d_c = vector(next.d().row(b) + d, d) + d_h * o * (T(1) - t.square());
      if (gates.grad) {
        auto d_gates = vector(gates.d().row(b), 4 * d);
        d_gates.head(d) += d_c * g * i * (T(1) - i);
        d_gates.segment(d, d) += d_c * vector(state.value.row(b) + d, d) * f * (T(1) - f);
        d_gates.segment(2 * d, d) += d_c * i * (T(1) - g.square());
        d_gates.tail(d) += d_h * t * o * (T(1) - o);
      }
      if (state.grad) vector(state.d().row(b) + d, d) += d_c * f;
    }
  });
  return next;
}

template Var<float> lstm_cell(Tape<float>&, Var<float>, Var<float>);
template Var<double> lstm_cell(Tape<double>&, Var<double>, Var<double>);

}  // namespace regard
