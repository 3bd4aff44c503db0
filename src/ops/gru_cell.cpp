#include "ops/gru_cell.h"

#include "ops/eigen.h"
#include "ops/linear.h"
#include "ops/squash.h"

namespace regard {

template <class T>
Var<T> gru_cell(Tape<T>& tape, Var<T> x, Var<T> h, Var<T> weight, Var<T> bias) {
  const int d = h.cols();
  check(x.cols() == 3 * d && x.rows() == h.rows(), "gru_cell: the input's share is three times as wide as the state.");
  check(weight.rows() == 3 * d && weight.cols() == d && bias.cols() == 3 * d, "gru_cell: weight is (3D, D) and bias (1, 3D).");
  Var<T> next = tape.make(h.rows(), d);
  // gates holds U h + b at first, then r and z in place of their thirds; the last third stays U_n h + b_n, needed for d r.
  Tensor<T> gates = tape.scratch(h.rows(), 3 * d);
  Tensor<T> candidate = tape.scratch(h.rows(), d);
  multiply_forward(tape, h.value, weight, gates);
  for (int b = 0; b < h.rows(); ++b) {
    auto g = vector(gates.row(b), 3 * d);
    auto in = vector(x.value.row(b), 3 * d);
    g += vector(bias.value.data, 3 * d);
    g.head(2 * d) += in.head(2 * d);
    sigmoid_in_place(gates.row(b), 2 * d);
    auto n = vector(candidate.row(b), d);
    n = in.tail(d) + g.head(d) * g.tail(d);
    tanh_in_place(candidate.row(b), d);
    auto z = g.segment(d, d);
    vector(next.value.row(b), d) = n + z * (vector(h.value.row(b), d) - n);
  }
  if (tape.recording()) {
    Tensor<T> d_gates = tape.scratch(h.rows(), 3 * d);
    tape.record([=, &tape] {
      for (int b = 0; b < h.rows(); ++b) {
        auto g = vector(gates.row(b), 3 * d);
        auto r = g.head(d);
        auto z = g.segment(d, d);
        auto n = vector(candidate.row(b), d);
        auto d_next = vector(next.d().row(b), d);
        auto dg = vector(d_gates.row(b), 3 * d);
        auto d_n = dg.tail(d);
        d_n = d_next * (T(1) - z) * (T(1) - n.square());
        dg.segment(d, d) = d_next * (vector(h.value.row(b), d) - n) * z * (T(1) - z);
        dg.head(d) = d_n * g.tail(d) * r * (T(1) - r);
        if (x.grad) vector(x.d().row(b), 3 * d) += dg;
        d_n *= r;
        if (h.grad) vector(h.d().row(b), d) += d_next * z;
      }
      multiply_backward(tape, d_gates, h.value, h.d(), weight);
      if (bias.grad) vector(bias.grad, 3 * d) += array(d_gates).colwise().sum();
    });
  }
  return next;
}

template Var<float> gru_cell(Tape<float>&, Var<float>, Var<float>, Var<float>, Var<float>);
template Var<double> gru_cell(Tape<double>&, Var<double>, Var<double>, Var<double>, Var<double>);

}  // namespace regard
