#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace regard {

/// One character of a UTF-8 text.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;  ///< bytes it took
  bool valid = true;       ///< false: `value` is U+FFFD and stands for one byte that is no UTF-8
};

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// The character that starts at `position` < text.size(). Overlong forms, surrogates and cut sequences are not valid.
CodePoint code_point_at(std::string_view text, std::size_t position);

/// Appends the UTF-8 form of `value`, which must be a Unicode scalar value.
void append_code_point(std::string& text, char32_t value);

/// True when every byte belongs to a well-formed character.
bool is_valid_utf8(std::string_view text);

}  // namespace regard
