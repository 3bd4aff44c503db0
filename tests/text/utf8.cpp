#include "text/utf8.h"

#include "catch.h"
#include "core/check.h"

using namespace regard;

TEST_CASE("every Unicode scalar value survives writing and reading", "[text][utf8]") {
  for (char32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value == 0xD800) value = 0xE000;
    std::string text;
    append_code_point(text, value);
    const CodePoint point = code_point_at(text, 0);
    if (!point.valid || point.value != value || point.length != text.size()) {
      CAPTURE(static_cast<unsigned>(value));
      FAIL("does not come back");
    }
  }
}

TEST_CASE("bytes that are no UTF-8 are read one by one as U+FFFD", "[text][utf8]") {
  const std::string broken[] = {
      "\x80",              // a continuation without a lead
      "\xC3",              // cut
      "\xE2\x96",          // cut
      "\xC0\xAF",          // overlong
      "\xE0\x80\xAF",      // overlong
      "\xF0\x80\x80\xAF",  // overlong
      "\xED\xA0\x80",      // a surrogate
      "\xF4\x90\x80\x80",  // above U+10FFFF
      "\xF8\x88\x80\x80",  // no lead byte
      "\xFF",
      "\xC3(",
  };
  for (const std::string& text : broken) {
    const CodePoint point = code_point_at(text, 0);
    CHECK_FALSE(point.valid);
    CHECK(point.value == kReplacementCharacter);
    CHECK(point.length == 1);
    CHECK_FALSE(is_valid_utf8(text));
  }
}

TEST_CASE("a written U+FFFD is valid", "[text][utf8]") {
  CHECK(code_point_at("\xEF\xBF\xBD", 0).valid);
  CHECK(is_valid_utf8("a\xEF\xBF\xBD"));
  CHECK(is_valid_utf8(""));
}

TEST_CASE("a surrogate cannot be written", "[text][utf8]") {
  std::string text;
  CHECK_THROWS_AS(append_code_point(text, 0xD800), MisuseError);
  CHECK_THROWS_AS(append_code_point(text, 0x110000), MisuseError);
}
