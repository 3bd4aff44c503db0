// Eigen as it comes, in a namespace of its own so that it does not meet the Eigen of ops/eigen.h: it knows no SIMD of WebAssembly, and what
// vectors there are were found by the compiler.
#define Eigen EigenAsItComes
#define EIGEN_DONT_VECTORIZE
#include "eigen_as_it_comes.h"

#include <Eigen/Core>

namespace regard::bench {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

void eigen_as_it_comes_nt(Tensor<float> a, Tensor<float> b, Tensor<float> c) {
  const Eigen::Map<const RowMajor> right(b.data, b.rows, b.cols);
  if (a.rows == 1) {
    Eigen::Map<Eigen::VectorXf>(c.data, c.cols).noalias() = right * Eigen::Map<const Eigen::VectorXf>(a.data, a.cols);
  } else {
    Eigen::Map<RowMajor>(c.data, c.rows, c.cols).noalias() = Eigen::Map<const RowMajor>(a.data, a.rows, a.cols) * right.transpose();
  }
}

}  // namespace regard::bench
