#include "ops/linear.h"

#include <type_traits>

#include "ops/eigen.h"
#include "ops/packed_matrix.h"
#include "ops/product.h"

namespace regard {

template <class T>
void multiply_forward(Tape<T>& tape, Tensor<T> x, Var<T> weight, Tensor<T> y) {
  if constexpr (std::is_same_v<T, float>) {
    if (weight.packed) return weight.packed->multiply(x, y, Write::kReplace);
  }
  if (tape.recording() && weight.parameter) return tape.shared().multiply(tape.arena(), x, weight.value, y);
  product_nt(x, weight.value, y, Write::kReplace);
}

template <class T>
void multiply_backward(Tape<T>& tape, Tensor<T> d_y, Tensor<T> x, Tensor<T> d_x, Var<T> weight) {
  if (weight.parameter) {
    if (d_x.data) tape.shared().multiply_back(tape.arena(), d_y, weight.value, d_x);
    if (weight.grad) tape.shared().keep(tape.arena(), d_y, x, weight.d());
    return;
  }
  if (d_x.data) product_nn(d_y, weight.value, d_x, Write::kAdd);
  if (weight.grad) product_tn(d_y, x, weight.d(), Write::kAdd);
}

template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight) {
  check(x.cols() == weight.cols(), "linear: the input is as wide as the weight's rows are long.");
  Var<T> y = tape.make(x.rows(), weight.rows());
  multiply_forward(tape, x.value, weight, y.value);
  tape.record([=, &tape] { multiply_backward(tape, y.d(), x.value, x.d(), weight); });
  return y;
}

template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight, Var<T> bias) {
  check(bias.rows() == 1 && bias.cols() == weight.rows(), "linear: the bias is one row, as long as the output.");
  Var<T> y = linear(tape, x, weight);
  array(y.value).rowwise() += vector(bias.value.data, bias.cols());
  tape.record([=] {
    if (bias.grad) vector(bias.grad, bias.cols()) += array(y.d()).colwise().sum();
  });
  return y;
}

template void multiply_forward(Tape<float>&, Tensor<float>, Var<float>, Tensor<float>);
template void multiply_forward(Tape<double>&, Tensor<double>, Var<double>, Tensor<double>);
template void multiply_backward(Tape<float>&, Tensor<float>, Tensor<float>, Tensor<float>, Var<float>);
template void multiply_backward(Tape<double>&, Tensor<double>, Tensor<double>, Tensor<double>, Var<double>);
template Var<float> linear(Tape<float>&, Var<float>, Var<float>);
template Var<double> linear(Tape<double>&, Var<double>, Var<double>);
template Var<float> linear(Tape<float>&, Var<float>, Var<float>, Var<float>);
template Var<double> linear(Tape<double>&, Var<double>, Var<double>, Var<double>);

}  // namespace regard
