#include "ops/product.h"

#include <type_traits>

#include "ops/blocked_product.h"
#include "ops/eigen.h"

namespace regard {
namespace {

bool is_blocked(int rows) { return kBlockedRows == 0 || rows >= kBlockedRows; }

template <class C, class P>
void assign(C c, const P& product, Write write) {
  if (write == Write::kAdd) {
    c.noalias() += product;
  } else {
    c.noalias() = product;
  }
}

}  // namespace

template <class T>
void product_nt(Tensor<T> a, Tensor<T> b, Tensor<T> c, Write write) {
  if constexpr (std::is_same_v<T, float>) {
    if (is_blocked(c.rows)) return blocked_product({a.data, a.cols, 1}, {b.data, 1, b.cols}, a.cols, c, write);
  }
  // One row against many: Eigen's matrix-vector kernel reads b once, its matrix kernel would pack b first.
  if (a.rows == 1) {
    Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, 1>> y(c.data, c.cols);
    const Eigen::Map<const Eigen::Matrix<T, Eigen::Dynamic, 1>> x(a.data, a.cols);
    return assign<decltype(y)&>(y, matrix(b) * x, write);
  }
  assign(matrix(c), matrix(a) * matrix(b).transpose(), write);
}

template <class T>
void product_nn(Tensor<T> a, Tensor<T> b, Tensor<T> c, Write write) {
  if constexpr (std::is_same_v<T, float>) {
    if (is_blocked(c.rows)) return blocked_product({a.data, a.cols, 1}, {b.data, b.cols, 1}, a.cols, c, write);
  }
  assign(matrix(c), matrix(a) * matrix(b), write);
}

template <class T>
void product_tn(Tensor<T> a, Tensor<T> b, Tensor<T> c, Write write) {
  if constexpr (std::is_same_v<T, float>) {
    if (is_blocked(c.rows)) return blocked_product({a.data, 1, a.cols}, {b.data, b.cols, 1}, a.rows, c, write);
  }
  assign(matrix(c), matrix(a).transpose() * matrix(b), write);
}

template void product_nt(Tensor<float>, Tensor<float>, Tensor<float>, Write);
template void product_nt(Tensor<double>, Tensor<double>, Tensor<double>, Write);
template void product_nn(Tensor<float>, Tensor<float>, Tensor<float>, Write);
template void product_nn(Tensor<double>, Tensor<double>, Tensor<double>, Write);
template void product_tn(Tensor<float>, Tensor<float>, Tensor<float>, Write);
template void product_tn(Tensor<double>, Tensor<double>, Tensor<double>, Write);

}  // namespace regard
