#pragma once
// What JavaScript gets from the page's two binaries: from the laboratory by Embind, from the reader as bytes.

#ifdef REGARD_READER
#include "wasm/reader/value.h"
#else
#include <emscripten/val.h>

#include <span>

namespace regard {

using Value = emscripten::val;

inline void push(Value& list, const Value& value) { list.call<void>("push", value); }

/// {data: Float32Array, shape: [rows, cols]}.
inline Value matrix_value(int rows, int cols, std::span<const float> numbers) {
  Value shape = Value::array();
  shape.call<void>("push", rows, cols);
  Value result = Value::object();
  // A view on the heap, copied at once: it would be detached when the memory grows.
  const Value view(emscripten::typed_memory_view(numbers.size(), numbers.data()));
  result.set("data", Value::global("Float32Array").new_(view));
  result.set("shape", shape);
  return result;
}

}  // namespace regard
#endif
