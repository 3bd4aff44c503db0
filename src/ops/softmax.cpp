#include "ops/softmax.h"

#include <cmath>

#include "ops/eigen.h"
#include "ops/squash.h"

namespace regard {

template <class T>
T softmax_in_place(T* x, int n) {
  auto p = vector(x, n);
  T highest, sum;
  if constexpr (kLanesAreFastest && std::is_same_v<T, float>) {
    highest = highest4(x, n);
    sum = replace_by_exp4(x, n, highest);
  } else {
    highest = p.maxCoeff();
    p = (p - highest).exp();
    sum = p.sum();
  }
  p *= T(1) / sum;
  return highest + std::log(sum);
}

template <class T>
T log_sum_exp(const T* x, int n) {
  if constexpr (kLanesAreFastest && std::is_same_v<T, float>) {
    const T highest = highest4(x, n);
    return highest + std::log(sum_exp4(x, n, highest));
  } else {
    const auto numbers = vector(x, n);
    const T highest = numbers.maxCoeff();
    return highest + std::log((numbers - highest).exp().sum());
  }
}

template float log_sum_exp(const float*, int);
template double log_sum_exp(const double*, int);
template float softmax_in_place(float*, int);
template double softmax_in_place(double*, int);

}  // namespace regard
