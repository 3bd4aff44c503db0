#pragma once
// Private to ops/: four floats at once, by the vector extension that GCC and Clang share. On WebAssembly a lane operation is one
// instruction.

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

inline float sum4(Float4 x) { return (x[0] + x[1]) + (x[2] + x[3]); }

}  // namespace regard
