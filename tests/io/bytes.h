#pragma once
// Files for the tests of io.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

inline std::vector<std::byte> as_file(std::string_view text) {
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

/// A safetensors file of that header, its length put ahead, and `data_bytes` zeros behind it.
inline std::vector<std::byte> safetensors_file(std::string_view header, std::size_t data_bytes) {
  std::string text;
  for (int i = 0; i < 8; ++i) text += static_cast<char>((header.size() >> (8 * i)) & 0xFF);
  return as_file((text += header) += std::string(data_bytes, '\0'));
}

}  // namespace regard
