#include "text/split.h"

#include "text/utf8.h"

namespace regard {
namespace {

/// Stands alone: ASCII punctuation, symbols and digits but for the apostrophe and the hyphen; « » …
bool stands_alone(char32_t c) {
  if (c == '\'' || c == '-') return false;
  return (c >= '!' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~') || c == 0xAB || c == 0xBB || c == 0x2026;
}

}  // namespace

std::vector<Unit> split_units(std::string_view line, Apostrophe apostrophe) {
  std::vector<Unit> units;
  std::string open;
  int word = 0;
  const auto close = [&] {
    if (!open.empty()) units.push_back({open, word});
    open.clear();
  };
  if (!line.empty() && !line.starts_with(kWordMark)) open = kWordMark;
  for (std::size_t at = 0; at < line.size();) {
    const CodePoint point = code_point_at(line, at);
    const std::string_view text = line.substr(at, point.length);
    at += point.length;
    if (point.value == ' ' || text == kWordMark) {
      close();
      if (!units.empty()) ++word;
      open = kWordMark;
    } else if (stands_alone(point.value)) {
      close();
      units.push_back({std::string(text), word});
    } else if (point.value == '-') {
      close();
      open = text;
    } else {
      open += text;
      if (point.value == '\'' && apostrophe == Apostrophe::kEndsUnit) close();
    }
  }
  close();
  return units;
}

}  // namespace regard
