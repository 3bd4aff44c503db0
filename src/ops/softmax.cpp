#include "ops/softmax.h"

#include <cmath>

#include "ops/eigen.h"

namespace regard {

template <class T>
T softmax_in_place(T* x, int n) {
  auto p = vector(x, n);
  const T highest = p.maxCoeff();
  p = (p - highest).exp();
  const T sum = p.sum();
  p *= T(1) / sum;
  return highest + std::log(sum);
}

template float softmax_in_place(float*, int);
template double softmax_in_place(double*, int);

}  // namespace regard
