#include "wasm/arrays.h"

namespace regard {

using emscripten::val;

val to_js(const TraceMatrix& matrix) {
  if (matrix.rows == 0) return val::null();
  val shape = val::array();
  shape.call<void>("push", matrix.rows, matrix.cols);
  val result = val::object();
  // A view on the heap, copied at once: it would be detached when the memory grows.
  const val view(emscripten::typed_memory_view(matrix.data.size(), matrix.data.data()));
  result.set("data", val::global("Float32Array").new_(view));
  result.set("shape", shape);
  return result;
}

val to_js(const Token& token) {
  val result = val::object();
  result.set("id", token.id);
  result.set("piece", token.piece);
  result.set("text", token.text);
  result.set("word", token.word);
  result.set("unknown", token.id == kUnknownId);
  return result;
}

val to_js(const std::vector<Token>& tokens) {
  val result = val::array();
  for (const Token& token : tokens) result.call<void>("push", to_js(token));
  return result;
}

val to_js(std::span<const TraceCandidate> candidates, const BytePairTokenizer& tokenizer) {
  val result = val::array();
  for (const TraceCandidate& candidate : candidates) {
    const Token token = tokenizer.token(candidate.id);
    val one = val::object();
    one.set("piece", token.piece);
    one.set("text", token.text);
    one.set("probability", candidate.probability);
    result.call<void>("push", one);
  }
  return result;
}

std::vector<std::byte> bytes_of(const val& array) {
  std::vector<std::byte> bytes(array["length"].as<std::size_t>());
  val(emscripten::typed_memory_view(bytes.size(), reinterpret_cast<unsigned char*>(bytes.data()))).call<void>("set", array);
  return bytes;
}

val to_js(const Error& error) {
  val inner = val::object();
  inner.set("code", error.code);
  inner.set("message", error.message);
  val result = val::object();
  result.set("error", inner);
  return result;
}

}  // namespace regard
