#include "ops/elementwise.h"

#include "ops/eigen.h"
#include "ops/squash.h"

namespace regard {

template <class T>
Var<T> add(Tape<T>& tape, Var<T> x, Var<T> y) {
  check(x.rows() == y.rows() && x.cols() == y.cols(), "add: both sides have the same shape.");
  Var<T> z = tape.make(x.rows(), x.cols());
  array(z.value) = array(x.value) + array(y.value);
  tape.record([=] {
    if (x.grad) array(x.d()) += array(z.d());
    if (y.grad) array(y.d()) += array(z.d());
  });
  return z;
}

template <class T>
Var<T> tanh(Tape<T>& tape, Var<T> x) {
  Var<T> y = tape.make(x.rows(), x.cols());
  array(y.value) = array(x.value);
  tanh_in_place(y.value.data, static_cast<int>(y.value.size()));
  tape.record([=] {
    if (x.grad) array(x.d()) += array(y.d()) * (T(1) - array(y.value).square());
  });
  return y;
}

template <class T>
Var<T> dropout(Tape<T>& tape, Var<T> x, double rate, Rng& rng) {
  check(rate >= 0 && rate < 1, "dropout: the rate lies in [0, 1).");
  if (rate == 0 || !tape.recording()) return x;
  Var<T> y = tape.make(x.rows(), x.cols());
  Tensor<T> mask = tape.scratch(x.rows(), x.cols());
  // Four 16-bit draws from each 64-bit number: the rate is rounded to a multiple of 2^-16.
  const auto threshold = static_cast<std::uint64_t>(rate * 65536.0);
  const T keep = static_cast<T>(1.0 / (1.0 - rate));
  std::uint64_t bits = 0;
  for (std::size_t k = 0; k < mask.size(); ++k) {
    bits = k % 4 == 0 ? rng.next() : bits >> 16;
    mask.data[k] = (bits & 0xffffu) < threshold ? T(0) : keep;
  }
  array(y.value) = array(x.value) * array(mask);
  tape.record([=] {
    if (x.grad) array(x.d()) += array(y.d()) * array(mask);
  });
  return y;
}

template Var<float> add(Tape<float>&, Var<float>, Var<float>);
template Var<double> add(Tape<double>&, Var<double>, Var<double>);
template Var<float> tanh(Tape<float>&, Var<float>);
template Var<double> tanh(Tape<double>&, Var<double>);
template Var<float> dropout(Tape<float>&, Var<float>, double, Rng&);
template Var<double> dropout(Tape<double>&, Var<double>, double, Rng&);

}  // namespace regard
