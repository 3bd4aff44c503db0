#pragma once

#include <emscripten/val.h>

#include "nets/trace.h"
#include "text/byte_pair.h"

namespace regard {

/// {data: Float32Array, shape: [rows, cols]}, copied out of the heap; null where the model has no such matrix.
emscripten::val to_js(const TraceMatrix& matrix);

/// {id, piece, text, word, unknown}.
emscripten::val to_js(const Token& token);

/// An array of such tokens.
emscripten::val to_js(const std::vector<Token>& tokens);

/// {error: {code, message}}.
emscripten::val to_js(const Error& error);

}  // namespace regard
