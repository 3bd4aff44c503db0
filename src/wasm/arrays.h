#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/result.h"
#include "nets/trace.h"
#include "text/byte_pair.h"
#include "wasm/value.h"

namespace regard {

inline constexpr int kLongestSource = 60;   ///< tokens of one sentence in the page
inline constexpr int kWidestBeam = 16;
inline constexpr int kLongestTarget = 130;  ///< tokens of a translation that is forced; no search writes more

/// {data: Float32Array, shape: [rows, cols]}, copied out of the heap; null where the model has no such matrix.
Value to_js(const TraceMatrix& matrix);

/// {id, piece, text, word, unknown}.
Value to_js(const Token& token);

/// An array of such tokens.
Value to_js(const std::vector<Token>& tokens);

/// An array of {piece, text, probability}.
Value to_js(std::span<const TraceCandidate> candidates, const BytePairTokenizer& tokenizer);

/// {error: {code, message}}.
Value to_js(const Error& error);

/// What is wrong with a beam that is not in 1 .. kWidestBeam.
Error bad_beam(int beam);

#ifndef REGARD_READER
/// The bytes of a Uint8Array, copied into the heap.
std::vector<std::byte> bytes_of(const emscripten::val& array);
#endif

}  // namespace regard
