#pragma once

#include "core/tensor.h"

namespace regard::bench {

/// c = a b^T by an Eigen without SIMD, in WebAssembly alone.
void eigen_as_it_comes_nt(Tensor<float> a, Tensor<float> b, Tensor<float> c);

}  // namespace regard::bench
