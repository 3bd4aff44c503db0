#include "text/split.h"

#include "catch.h"

using namespace regard;

namespace {

/// The units with | between them and _ in place of the mark.
std::string shown(std::string_view line, Apostrophe apostrophe) {
  std::string text;
  for (const Unit& unit : split_units(line, apostrophe)) {
    if (!text.empty()) text += '|';
    text += unit.text;
  }
  for (std::size_t at; (at = text.find(kWordMark)) != std::string::npos;) text.replace(at, kWordMark.size(), "_");
  return text;
}

std::string english(std::string_view line) { return shown(line, Apostrophe::kLetter); }
std::string french(std::string_view line) { return shown(line, Apostrophe::kEndsUnit); }

}  // namespace

TEST_CASE("a line is split at spaces, which mark the word behind them", "[text][split]") {
  CHECK(english("the cat sat") == "_the|_cat|_sat");
  CHECK(english("a") == "_a");
  CHECK(english("") == "");
}

TEST_CASE("digits, punctuation and symbols stand alone", "[text][split]") {
  CHECK(english("Hi, it's 10%!") == "_Hi|,|_it's|_|1|0|%|!");
  CHECK(english("(a)") == "_|(|a|)");
  CHECK(french("\u00ABa\u00BB\u2026") == "_|\u00AB|a|\u00BB|\u2026");
  for (char c = '!'; c <= '~'; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || c == '\'' || c == '-') continue;
    CHECK(english(std::string("a") + c + "b") == std::string("_a|") + c + "|b");
  }
}

TEST_CASE("a hyphen begins a unit", "[text][split]") {
  CHECK(french("est-ce") == "_est|-ce");
  CHECK(english("a--b - -c") == "_a|-|-b|_|-|_|-c");
}

TEST_CASE("an apostrophe ends a unit in French and is a letter in English", "[text][split]") {
  CHECK(french("l'herbe") == "_l'|herbe");
  CHECK(english("don't") == "_don't");
  CHECK(french("''a ' b'") == "_'|'|a|_'|_b'");
  CHECK(french("y a-t'il") == "_y|_a|-t'|il");
}

TEST_CASE("a mark in the line is taken as it stands", "[text][split]") {
  CHECK(english("\u2581a") == "_a");
  CHECK(english("a\u2581b") == "_a|_b");
  CHECK(english("a \u2581 b") == "_a|_|_|_b");
}

TEST_CASE("units know the word they belong to", "[text][split]") {
  std::vector<int> words;
  for (const Unit& unit : split_units("qu'est-ce que 10 ?", Apostrophe::kEndsUnit)) words.push_back(unit.word);
  CHECK(words == std::vector<int>{0, 0, 0, 1, 2, 2, 2, 3, 3});
}
