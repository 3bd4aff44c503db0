#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace regard {

/// What JavaScript will get, written as bytes that web/core/reader.js reads: a tag, then
///   null, false, true: nothing;  number: 8 bytes;  text: its length and UTF-8;  list: its count and values;
///   object: its count, and for each member its name as a text and its value;  matrix: rows, columns and 32-bit floats.
/// Lengths and counts have 4 bytes; everything is little-endian. It has the part of emscripten::val's interface that is needed, so that the
/// same code writes for both.
class Value {
 public:
  static Value null() { return Value('n'); }
  static Value object() { return Value('o', 0u); }
  static Value array() { return Value('l', 0u); }
  static Value matrix(int rows, int cols, std::span<const float> numbers) {
    Value value('m', static_cast<std::uint32_t>(rows));
    value.put(static_cast<std::uint32_t>(cols));
    value.bytes_.append(reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes());
    return value;
  }
  Value(bool truth) : Value(truth ? 't' : 'f') {}
  Value(double number) : Value('d') { put(number); }
  Value(int number) : Value(static_cast<double>(number)) {}
  Value(const std::string& text) : Value('s') { put_text(text); }
  Value(const void* handle) : Value(static_cast<double>(reinterpret_cast<std::uintptr_t>(handle))) {}

  void set(const char* name, const Value& value) {
    count();
    put_text(name);
    bytes_ += value.bytes_;
  }
  void push(const Value& value) {
    count();
    bytes_ += value.bytes_;
  }

  const std::string& bytes() const { return bytes_; }

 private:
  explicit Value(char tag) : bytes_(1, tag) {}
  Value(char tag, std::uint32_t count) : Value(tag) { put(count); }

  template <class T>
  void put(T number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof(T));
  }
  void put_text(const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  void count() {
    std::uint32_t count;
    std::memcpy(&count, bytes_.data() + 1, sizeof count);
    ++count;
    std::memcpy(bytes_.data() + 1, &count, sizeof count);
  }

  std::string bytes_;
};

inline void push(Value& list, const Value& value) { list.push(value); }
inline Value matrix_value(int rows, int cols, std::span<const float> numbers) { return Value::matrix(rows, cols, numbers); }

}  // namespace regard
