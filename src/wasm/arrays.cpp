#include "wasm/arrays.h"

namespace regard {

Value to_js(const TraceMatrix& matrix) {
  if (matrix.rows == 0) return Value::null();
  return matrix_value(matrix.rows, matrix.cols, matrix.data);
}

Value to_js(const Token& token) {
  Value result = Value::object();
  result.set("id", token.id);
  result.set("piece", token.piece);
  result.set("text", token.text);
  result.set("word", token.word);
  result.set("unknown", token.id == kUnknownId);
  return result;
}

Value to_js(const std::vector<Token>& tokens) {
  Value result = Value::array();
  for (const Token& token : tokens) push(result, to_js(token));
  return result;
}

Value to_js(std::span<const TraceCandidate> candidates, const BytePairTokenizer& tokenizer) {
  Value result = Value::array();
  for (const TraceCandidate& candidate : candidates) {
    const Token token = tokenizer.token(candidate.id);
    Value one = Value::object();
    one.set("piece", token.piece);
    one.set("text", token.text);
    one.set("probability", candidate.probability);
    push(result, one);
  }
  return result;
}

Value to_js(const Error& error) {
  Value inner = Value::object();
  inner.set("code", error.code);
  inner.set("message", error.message);
  Value result = Value::object();
  result.set("error", inner);
  return result;
}

Error bad_beam(int beam) {
  return {"bad-beam", "The beam is " + std::to_string(beam) + "; it lies in 1 .. " + std::to_string(kWidestBeam) + "."};
}

#ifndef REGARD_READER
std::vector<std::byte> bytes_of(const emscripten::val& array) {
  std::vector<std::byte> bytes(array["length"].as<std::size_t>());
  emscripten::val(emscripten::typed_memory_view(bytes.size(), reinterpret_cast<unsigned char*>(bytes.data()))).call<void>("set", array);
  return bytes;
}
#endif

}  // namespace regard
