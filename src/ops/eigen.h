#pragma once
// Private to ops/: the only place where Eigen is included and where tensors become Eigen maps.

#if defined(__EMSCRIPTEN__) && defined(__SSE4_1__)
// Eigen 3.4 knows no WebAssembly SIMD, but Emscripten translates SSE intrinsics to it. Around the include only:
//  - MMX does not exist there: its header is skipped by its own guard;
//  - Eigen must take neither the path for GCC < 6.3 nor the inline assembly for GCC >= 6, hence "GCC 5.13";
//  - Emscripten emulates the float to int conversions lane by lane, which makes exp slower than scalar code.
#define __MMINTRIN_H
#include <smmintrin.h>
#include <wasm_simd128.h>
#define EIGEN_OPTIMIZATION_BARRIER(X)
#pragma push_macro("__GNUC__")
#pragma push_macro("__GNUC_MINOR__")
#undef __GNUC__
#undef __GNUC_MINOR__
#define __GNUC__ 5
#define __GNUC_MINOR__ 13
#define _mm_cvttps_epi32(a) ((__m128i)wasm_i32x4_trunc_sat_f32x4((v128_t)(a)))
#define _mm_cvtps_epi32(a) ((__m128i)wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_nearest((v128_t)(a))))
#include <Eigen/Core>
#undef _mm_cvttps_epi32
#undef _mm_cvtps_epi32
#pragma pop_macro("__GNUC_MINOR__")
#pragma pop_macro("__GNUC__")
#else
#include <Eigen/Core>
#endif

#include "core/tensor.h"

namespace regard {

template <class T>
using MatrixMap = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
template <class T>
using ArrayMap = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
template <class T>
using VectorMap = Eigen::Map<Eigen::Array<T, 1, Eigen::Dynamic, Eigen::RowMajor>>;

template <class T>
MatrixMap<T> matrix(Tensor<T> t) {
  return {t.data, t.rows, t.cols};
}
template <class T>
ArrayMap<T> array(Tensor<T> t) {
  return {t.data, t.rows, t.cols};
}
template <class T>
VectorMap<T> vector(T* data, int size) {
  return {data, 1, size};
}
template <class T>
Eigen::Map<const Eigen::Array<T, 1, Eigen::Dynamic, Eigen::RowMajor>> vector(const T* data, int size) {
  return {data, 1, size};
}

}  // namespace regard
