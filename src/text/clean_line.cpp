#include "text/clean_line.h"

#include "text/utf8.h"

namespace regard {

namespace {

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_invisible(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

char32_t plain_form(char32_t c) {
  if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x02BC || c == 0x2032) return '\'';
  if (c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F || c == 0x2033) return '"';
  if (c >= 0x2010 && c <= 0x2015) return '-';
  return c;
}

}  // namespace

std::string clean_line(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  bool space_waits = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.length;
    if (is_space(point.value)) {
      space_waits = !clean.empty();
    } else if (!is_invisible(point.value)) {
      if (space_waits) clean.push_back(' ');
      space_waits = false;
      append_code_point(clean, plain_form(point.value));
    }
  }
  return clean;
}

}  // namespace regard
