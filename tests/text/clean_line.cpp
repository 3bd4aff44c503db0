#include "text/clean_line.h"

#include "catch.h"
#include "core/rng.h"
#include "text/utf8.h"

using namespace regard;

TEST_CASE("runs of white space of any kind become one space, none at the ends", "[text][clean_line]") {
  CHECK(clean_line("  a \t\r\n b  ") == "a b");
  CHECK(clean_line("a\u00A0b\u202Fc\u3000d\u2009 \u2028e") == "a b c d e");
  CHECK(clean_line(" \t ") == "");
  CHECK(clean_line("") == "");
}

TEST_CASE("curly quotes and dashes become plain ones, other characters stay", "[text][clean_line]") {
  CHECK(clean_line("\u2018a\u2019 \u201Cb\u201D l\u2019\u00E9t\u00E9") == "'a' \"b\" l'\u00E9t\u00E9");
  CHECK(clean_line("a\u2013b\u2014c\u2010d") == "a-b-c-d");
  CHECK(clean_line("\u00AB \u00E7a \u00BB\u2026 \u6F22 \U0001F600 e\u0301") == "\u00AB \u00E7a \u00BB\u2026 \u6F22 \U0001F600 e\u0301");
}

TEST_CASE("what nobody can see goes", "[text][clean_line]") {
  CHECK(clean_line(std::string_view("a\0b\x01\x7F", 5)) == "ab");
  CHECK(clean_line("\uFEFFa\u200Bb\u00ADc\u202Ed\u2060") == "abcd");
  CHECK(clean_line("a \u200B b") == "a b");
}

TEST_CASE("every byte that is no UTF-8 becomes U+FFFD", "[text][clean_line]") {
  CHECK(clean_line("a\xFFz") == "a\uFFFDz");
  CHECK(clean_line("\xE2\x96") == "\uFFFD\uFFFD");
}

TEST_CASE("cleaning twice is cleaning once, and gives UTF-8, whatever the bytes", "[text][clean_line]") {
  Rng rng(1);
  const std::string parts[] = {"a", " ", "\t", "\u00A0", "\u2019", "\u2014", "\u200B", "\xFF",
                               "\xE2", "\x80", "\xC3", "\u00E9", "-", "\u2581"};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::uint64_t k = rng.below(20); k > 0; --k) text += parts[rng.below(std::size(parts))];
    const std::string clean = clean_line(text);
    REQUIRE(clean_line(clean) == clean);
    REQUIRE(is_valid_utf8(clean));
    REQUIRE(clean.find("  ") == std::string::npos);
  }
}
