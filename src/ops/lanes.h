#pragma once
// Private to ops/: floats at once, by the vector extension that GCC and Clang share. Four are one instruction on WebAssembly, and as many
// as the machine adds in one are a Wide.

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

namespace regard {

using Float4 = float __attribute__((vector_size(16)));
using Int4 = int __attribute__((vector_size(16)));

inline Float4 load4(const float* from) {
  using Unaligned = float __attribute__((vector_size(16), aligned(4), may_alias));
  return *reinterpret_cast<const Unaligned*>(from);
}

inline void store4(float* to, Float4 x) {
  using Unaligned = float __attribute__((vector_size(16), aligned(4), may_alias));
  *reinterpret_cast<Unaligned*>(to) = x;
}

inline Float4 splat4(float x) { return Float4{x, x, x, x}; }

/// Numbers of a Wide, which is the machine's vector but for AVX-512, where it is half of one.
#ifdef __AVX__
inline constexpr int kWide = 8;
#else
inline constexpr int kWide = 4;
#endif
using Wide = float __attribute__((vector_size(4 * kWide)));

inline Wide load_wide(const float* from) {
  using Unaligned = float __attribute__((vector_size(4 * kWide), aligned(4), may_alias));
  return *reinterpret_cast<const Unaligned*>(from);
}

inline void store_wide(float* to, Wide x) {
  using Unaligned = float __attribute__((vector_size(4 * kWide), aligned(4), may_alias));
  *reinterpret_cast<Unaligned*>(to) = x;
}

#ifdef __AVX__
inline Wide splat_wide(float x) { return Wide{x, x, x, x, x, x, x, x}; }
#else
inline Wide splat_wide(float x) { return splat4(x); }
#endif

/// The smaller, and the larger, of each lane; x where one is not a number.
#ifdef __wasm_simd128__
inline Float4 min4(Float4 x, Float4 y) {
  return reinterpret_cast<Float4>(wasm_f32x4_pmin(reinterpret_cast<v128_t>(x), reinterpret_cast<v128_t>(y)));
}
inline Float4 max4(Float4 x, Float4 y) {
  return reinterpret_cast<Float4>(wasm_f32x4_pmax(reinterpret_cast<v128_t>(x), reinterpret_cast<v128_t>(y)));
}
#else
inline Float4 min4(Float4 x, Float4 y) { return y < x ? y : x; }
inline Float4 max4(Float4 x, Float4 y) { return x < y ? y : x; }
#endif

/// Is one of the lanes larger?
inline bool exceeds4(Float4 x, float limit) {
#ifdef __wasm_simd128__
  return wasm_v128_any_true(reinterpret_cast<v128_t>(x > splat4(limit)));
#else
  return x[0] > limit || x[1] > limit || x[2] > limit || x[3] > limit;
#endif
}

inline float sum4(Float4 x) { return (x[0] + x[1]) + (x[2] + x[3]); }

}  // namespace regard
