#include "ops/linear.h"

#include <type_traits>

#include "ops/eigen.h"
#include "ops/packed_matrix.h"
#include "ops/product.h"

namespace regard {

template <class T>
void product_with(Var<T> weight, Tensor<T> x, Tensor<T> y) {
  if constexpr (std::is_same_v<T, float>) {
    if (weight.packed) return weight.packed->multiply(x, y, Write::kReplace);
  }
  product_nt(x, weight.value, y, Write::kReplace);
}

template <class T>
Var<T> linear(Tape<T>& tape, Var<T> x, Var<T> weight) {
  check(x.cols() == weight.cols(), "linear: the input is as wide as the weight's rows are long.");
  Var<T> y = tape.make(x.rows(), weight.rows());
  product_with(weight, x.value, y.value);
  tape.record([=] {
    if (x.grad) product_nn(y.d(), weight.value, x.d(), Write::kAdd);
    if (weight.grad) product_tn(y.d(), x.value, weight.d(), Write::kAdd);
  });
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

template void product_with(Var<float>, Tensor<float>, Tensor<float>);
template void product_with(Var<double>, Tensor<double>, Tensor<double>);
template Var<float> linear(Tape<float>&, Var<float>, Var<float>);
template Var<double> linear(Tape<double>&, Var<double>, Var<double>);
template Var<float> linear(Tape<float>&, Var<float>, Var<float>, Var<float>);
template Var<double> linear(Tape<double>&, Var<double>, Var<double>, Var<double>);

}  // namespace regard
