#include "text/byte_pair.h"

#include <set>

#include "catch.h"
#include "core/check.h"
#include "core/rng.h"
#include "text/clean_line.h"
#include "text/utf8.h"

using namespace regard;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

const std::vector<std::string> kLines{"the cat sat on the mat", "the hat", "l'herbe, l'eau et l'air",
                                      "est-ce que c'est la table ?", "10 cats"};

BytePairTokenizer tokenizer(Apostrophe apostrophe, int size = 80) {
  return *BytePairTokenizer::from(learn_byte_pairs(kLines, size, 1, apostrophe));
}

std::vector<std::string> pieces(const BytePairTokenizer& tokenizer, std::string_view line) {
  std::vector<std::string> result;
  for (const Token& token : tokenizer.tokenize(line)) result.push_back(token.piece);
  return result;
}

/// Merge after merge over the whole unit, as the paper describes encoding.
std::vector<std::string> naive(const BytePairModel& model, std::string_view line) {
  std::vector<std::string> result;
  for (const Unit& unit : split_units(line, model.apostrophe)) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < unit.text.size();) {
      const std::size_t length = code_point_at(unit.text, at).length;
      parts.push_back(unit.text.substr(at, length));
      at += length;
    }
    for (bool merged = true; merged;) {
      merged = false;
      for (const auto& [left, right] : model.merges) {
        for (std::size_t k = 0; k + 1 < parts.size() && !merged; ++k) {
          if (parts[k] != left || parts[k + 1] != right) continue;
          parts[k] += right;
          parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(k) + 1);
          merged = true;
        }
        if (merged) break;
      }
    }
    result.insert(result.end(), parts.begin(), parts.end());
  }
  return result;
}

std::string random_line(Rng& rng) {
  const std::string parts[] = {"a", "b", "t", "h", "e", "s", " ", " ", "the", "at", "'", "l'",
                               "-", "-ce", ",", "1", "\u00E9", "\u6F22", "\u2581"};
  std::string line;
  for (std::uint64_t k = rng.below(25); k > 0; --k) line += parts[rng.below(std::size(parts))];
  return clean_line(line);
}

}  // namespace

TEST_CASE("learning a small example gives the merges counted by hand", "[text][byte_pair]") {
  // Units: _low 5, _lower 2, _new 6 (with _ for the mark). Pairs: n e 6, e w 6, _ n 6, l o 7, o w 7, _ l 7, w e 2, e r 2.
  // Of l o, o w and the mark with l the first in byte order is l o, whose letters come before the mark's bytes.
  std::vector<std::string> lines;
  for (int k = 0; k < 5; ++k) lines.push_back("low");
  for (int k = 0; k < 2; ++k) lines.push_back("lower");
  for (int k = 0; k < 6; ++k) lines.push_back("new");
  const BytePairModel model = learn_byte_pairs(lines, 3 + 7 + 6, 1, Apostrophe::kLetter);
  CHECK(model.pieces == std::vector<std::string>{"<unk>", "<s>", "</s>", "e", "l", "n", "o", "r", "w", "\u2581", "lo", "low",
                                                 "\u2581low", "ew", "new", "\u2581new"});
  CHECK(model.merges == Pairs{{"l", "o"}, {"lo", "w"}, {"\u2581", "low"}, {"e", "w"}, {"n", "ew"}, {"\u2581", "new"}});
}

TEST_CASE("learning stops when nothing is left to merge", "[text][byte_pair]") {
  const std::vector<std::string> lines{"ab"};
  const BytePairModel model = learn_byte_pairs(lines, 100, 1, Apostrophe::kLetter);
  CHECK(model.pieces.size() == 3 + 3 + 2);
}

TEST_CASE("a character seen too seldom gets no piece and stays out of merges", "[text][byte_pair]") {
  const std::vector<std::string> lines{"aa", "aa", "za", "za", "qa"};
  const BytePairModel model = learn_byte_pairs(lines, 100, 2, Apostrophe::kLetter);
  for (const std::string& piece : model.pieces) CHECK(piece.find('q') == std::string::npos);
  CHECK(pieces(*BytePairTokenizer::from(model), "qa") == std::vector<std::string>{"\u2581", "<unk>", "a"});
}

TEST_CASE("learning is deterministic, in any order of the lines", "[text][byte_pair]") {
  const BytePairModel model = learn_byte_pairs(kLines, 80, 1, Apostrophe::kEndsUnit);
  std::vector<std::string> backwards(kLines.rbegin(), kLines.rend());
  const BytePairModel other = learn_byte_pairs(backwards, 80, 1, Apostrophe::kEndsUnit);
  CHECK(other.pieces == model.pieces);
  CHECK(other.merges == model.merges);
}

TEST_CASE("no piece crosses a unit", "[text][byte_pair]") {
  const BytePairTokenizer french = tokenizer(Apostrophe::kEndsUnit, 200);
  for (const std::string& piece : french.model().pieces) {
    if (piece.front() == '<') continue;
    CHECK(piece.find(kWordMark, 1) == std::string::npos);
    CHECK(piece.find('-', 1) == std::string::npos);
    CHECK(piece.substr(0, piece.size() - 1).find('\'') == std::string::npos);
    if (piece.size() > 1) CHECK(piece.find_first_of(",?0123456789") == std::string::npos);
  }
}

TEST_CASE("no merge stands twice, so that every vocabulary can be read", "[text][byte_pair]") {
  Rng rng(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> lines;
    for (int k = 0; k < 20; ++k) {
      std::string line;
      for (std::uint64_t c = 1 + rng.below(12); c > 0; --c) line += static_cast<char>('a' + rng.below(2));
      lines.push_back(line);
    }
    const BytePairModel model = learn_byte_pairs(lines, 200, 1, Apostrophe::kLetter);
    CHECK(std::set(model.merges.begin(), model.merges.end()).size() == model.merges.size());
    CHECK(BytePairTokenizer::from(model));
  }
}

TEST_CASE("encoding equals merging one pair after another", "[text][byte_pair]") {
  const BytePairTokenizer english = tokenizer(Apostrophe::kLetter), french = tokenizer(Apostrophe::kEndsUnit);
  Rng rng(2);
  for (int round = 0; round < 2000; ++round) {
    const std::string line = random_line(rng);
    for (const BytePairTokenizer* one : {&english, &french}) {
      std::vector<std::string> expected = naive(one->model(), line);
      const std::set<std::string> known(one->model().pieces.begin(), one->model().pieces.end());
      for (std::string& piece : expected) {
        if (!known.contains(piece)) piece = "<unk>";
      }
      REQUIRE(pieces(*one, line) == expected);
    }
  }
}

TEST_CASE("every character of a clean line is in exactly one token", "[text][byte_pair]") {
  const BytePairTokenizer french = tokenizer(Apostrophe::kEndsUnit);
  Rng rng(3);
  for (int round = 0; round < 2000; ++round) {
    const std::string line = random_line(rng);
    std::string joined;
    for (const Token& token : french.tokenize(line)) joined += token.text;
    std::string expected = line.empty() || line.starts_with(kWordMark) ? line : " " + line;
    for (std::size_t at; (at = expected.find(kWordMark)) != std::string::npos;) expected.replace(at, kWordMark.size(), " ");
    REQUIRE(joined == expected);
  }
}

TEST_CASE("text gives back a line of known characters from its ids", "[text][byte_pair]") {
  const BytePairTokenizer french = tokenizer(Apostrophe::kEndsUnit);
  for (const std::string& line : kLines) CHECK(french.text(french.ids(line)) == line);
  CHECK(french.text(std::vector<int>{kBeginId, kEndId}) == "");
  CHECK(french.text({}) == "");
}

TEST_CASE("an unknown character keeps its text and gets the unknown id", "[text][byte_pair]") {
  const std::vector<Token> tokens = tokenizer(Apostrophe::kLetter).tokenize("\u6F22");
  REQUIRE(tokens.size() == 2);
  CHECK(tokens[1].id == kUnknownId);
  CHECK(tokens[1].piece == "<unk>");
  CHECK(tokens[1].text == "\u6F22");
}

TEST_CASE("a special token that is spelled out is text", "[text][byte_pair]") {
  for (int id : tokenizer(Apostrophe::kLetter).ids("<s> </s>")) CHECK((id != kBeginId && id != kEndId));
}

TEST_CASE("vocabularies that do not fit together are refused", "[text][byte_pair]") {
  const std::vector<std::string> base{"<unk>", "<s>", "</s>", "a", "b", "ab"};
  const auto refused = [](std::vector<std::string> list, Pairs merges) {
    const auto result = BytePairTokenizer::from({std::move(list), std::move(merges), Apostrophe::kLetter});
    return !result && result.error().code == "bad-tokenizer" && result.error().message.ends_with(".");
  };
  CHECK_FALSE(refused(base, {{"a", "b"}}));
  CHECK(refused({}, {}));
  CHECK(refused({"<s>", "<unk>", "</s>"}, {}));
  CHECK(refused({"<unk>", "<s>", "</s>", "a", "a"}, {}));
  CHECK(refused(base, {{"a", "c"}}));
  CHECK(refused(base, {{"b", "a"}}));
  CHECK(refused(base, {{"a", "b"}, {"a", "b"}}));
}

TEST_CASE("an id outside the vocabulary is misuse", "[text][byte_pair]") {
  const BytePairTokenizer english = tokenizer(Apostrophe::kLetter);
  CHECK_THROWS_AS(english.token(-1), MisuseError);
  CHECK_THROWS_AS(english.token(english.size()), MisuseError);
}
