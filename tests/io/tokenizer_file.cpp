#include "io/tokenizer_file.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "core/check.h"
#include "core/rng.h"

using namespace regard;
using nlohmann::json;

namespace {

BytePairModel model(Apostrophe apostrophe) {
  const std::vector<std::string> lines{"the cat sat on the mat", "l'herbe est-elle verte ?", "the hat, the cat", "\u00E9t\u00E9 1, 2"};
  return learn_byte_pairs(lines, 60, 1, apostrophe);
}

/// The sentence a file is refused with; empty when it is read.
std::string complaint(const std::string& text) {
  const auto result = parse_tokenizer(text);
  if (result) return "";
  CHECK(result.error().code == "bad-tokenizer");
  CHECK(result.error().message.ends_with('.'));
  return result.error().message;
}

/// A written file after `change`.
template <class Change>
std::string changed(Change change) {
  json file = json::parse(write_tokenizer(model(Apostrophe::kEndsUnit)));
  change(file);
  return file.dump();
}

template <class Change>
bool refused(Change change, std::string_view words) {
  const std::string sentence = complaint(changed(change));
  INFO(sentence);
  CHECK(sentence.find(words) != std::string::npos);
  return sentence.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a tokenizer comes back from its file as it was written", "[io][tokenizer]") {
  for (Apostrophe apostrophe : {Apostrophe::kLetter, Apostrophe::kEndsUnit}) {
    const BytePairModel written = model(apostrophe);
    const std::string text = write_tokenizer(written);
    const auto read = parse_tokenizer(text);
    REQUIRE(read);
    CHECK(read->model().pieces == written.pieces);
    CHECK(read->model().merges == written.merges);
    CHECK(read->model().apostrophe == written.apostrophe);
    CHECK(write_tokenizer(read->model()) == text);
    const auto direct = BytePairTokenizer::from(written);
    REQUIRE(direct);
    for (const char* line : {"the mat", "l'hat-the 12, \u00E9t\u00E9", "\u6F22", ""}) CHECK(read->ids(line) == direct->ids(line));
  }
}

TEST_CASE("the order of members and white space do not matter", "[io][tokenizer]") {
  CHECK(complaint(changed([](json&) {})).empty());
  CHECK(complaint(json::parse(write_tokenizer(model(Apostrophe::kLetter))).dump(2)).empty());
}

TEST_CASE("the shipped tokenizers have 4,000 pieces and write themselves", "[io][tokenizer]") {
  for (const char* name : {"en", "fr"}) {
    std::ifstream file(std::string(REGARD_SOURCE_DIR) + "/models/tokenizer." + name + ".json", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto read = parse_tokenizer(text);
    REQUIRE(read);
    CHECK(read->size() == 4000);
    CHECK(read->model().apostrophe == (std::string_view(name) == "fr" ? Apostrophe::kEndsUnit : Apostrophe::kLetter));
    CHECK(write_tokenizer(read->model()) == text);
  }
}

TEST_CASE("a file that is no plain JSON object is refused", "[io][tokenizer]") {
  const std::string text = write_tokenizer(model(Apostrophe::kLetter));
  CHECK_FALSE(complaint("").empty());
  CHECK_FALSE(complaint("[]").empty());
  CHECK_FALSE(complaint("\xEF\xBB\xBF" + text).empty());
  CHECK_FALSE(complaint(text + "x").empty());
  CHECK_FALSE(complaint(std::string("{\"version\":\"1.0\",") + text.substr(1)).empty());
  CHECK_FALSE(complaint("{\"model\":" + std::string(100000, '[')).empty());
  for (std::size_t length = 0; length + 1 < text.size(); length += 7) REQUIRE_FALSE(complaint(text.substr(0, length)).empty());
}

TEST_CASE("another kind of tokenizer is refused", "[io][tokenizer]") {
  CHECK(refused([](json& f) { f["version"] = "2.0"; }, "version"));
  CHECK(refused([](json& f) { f["truncation"] = 1; }, "truncation"));
  CHECK(refused([](json& f) { f["normalizer"] = {{"type", "NFC"}}; }, "normalizer"));
  CHECK(refused([](json& f) { f["post_processor"] = {{"type", "ByteLevel"}}; }, "post_processor"));
  CHECK(refused([](json& f) { f["decoder"]["prepend_scheme"] = "never"; }, "decoder"));
  CHECK(refused([](json& f) { f["added_tokens"].erase(0); }, "added_tokens"));
  CHECK(refused([](json& f) { f["added_tokens"][0]["id"] = 7; }, "added_tokens"));
  CHECK(refused([](json& f) { f["pre_tokenizer"] = nullptr; }, "pre_tokenizer"));
  CHECK(refused([](json& f) { f["pre_tokenizer"]["pretokenizers"][2]["pattern"]["Regex"] = "[a-z]"; }, "pre_tokenizer"));
  CHECK(refused([](json& f) { f["pre_tokenizer"]["pretokenizers"].erase(3); }, "pre_tokenizer"));
  CHECK(refused([](json& f) { f["extra"] = 1; }, "unknown property \"extra\""));
  CHECK(refused([](json& f) { f.erase("decoder"); }, "lacks decoder"));
  CHECK(refused([](json& f) { f.erase("pre_tokenizer"); }, "lacks pre_tokenizer"));
  CHECK(refused([](json& f) { f.erase("model"); }, "lacks model"));
  CHECK(refused([](json& f) { f["model"] = 3; }, "no object"));
  CHECK(refused([](json& f) { f["model"]["type"] = "WordPiece"; }, "type"));
  CHECK(refused([](json& f) { f["model"]["byte_fallback"] = true; }, "byte_fallback"));
  CHECK(refused([](json& f) { f["model"]["unk_token"] = nullptr; }, "unk_token"));
  CHECK(refused([](json& f) { f["model"]["dropout"] = 0.1; }, "dropout"));
  CHECK(refused([](json& f) { f["model"]["extra"] = 1; }, "unknown property \"extra\""));
  CHECK(refused([](json& f) { f["model"].erase("merges"); }, "lacks merges"));
}

TEST_CASE("ids with gaps, twice, or of another type are refused", "[io][tokenizer]") {
  CHECK(refused([](json& f) { f["model"]["vocab"] = json::array(); }, "no object"));
  CHECK(refused([](json& f) { f["model"]["vocab"]["a"] = 5000; }, "has id 5000"));
  CHECK(refused([](json& f) { f["model"]["vocab"]["a"] = 3.0; }, "no whole number"));
  CHECK(refused([](json& f) { f["model"]["vocab"]["a"] = -1; }, "no whole number"));
  CHECK(refused([](json& f) { f["model"]["vocab"]["a"] = "3"; }, "no whole number"));
  CHECK(refused([](json& f) { f["model"]["vocab"]["zz"] = 4; }, "share id 4"));
  CHECK(refused([](json& f) { f["model"]["vocab"].erase("a"); }, "has id"));
  CHECK(refused([](json& f) { f["model"]["vocab"][""] = f["model"]["vocab"].size(); }, "empty"));
  CHECK(refused([](json& f) { f["model"]["vocab"]["a b"] = f["model"]["vocab"].size(); }, "space"));
  CHECK(refused([](json& f) { f["model"]["vocab"]["a\n"] = f["model"]["vocab"].size(); }, "control"));
  CHECK(refused([](json& f) { f["model"]["vocab"] = json::object(); }, "does not begin with"));
  CHECK(refused([](json& f) { std::swap(f["model"]["vocab"]["<s>"], f["model"]["vocab"]["</s>"]); }, "does not begin with"));
}

TEST_CASE("merges of another shape or of unknown pieces are refused", "[io][tokenizer]") {
  CHECK(refused([](json& f) { f["model"]["merges"] = "a b"; }, "no list"));
  CHECK(refused([](json& f) { f["model"]["merges"][0] = "a b"; }, "Merge 0 is no pair"));
  CHECK(refused([](json& f) { f["model"]["merges"][1] = {"a"}; }, "Merge 1 is no pair"));
  CHECK(refused([](json& f) { f["model"]["merges"][1] = {"a", 1}; }, "Merge 1 is no pair"));
  CHECK(refused([](json& f) { f["model"]["merges"][0] = {"a", "qq"}; }, "needs the piece \"qq\""));
  CHECK(refused([](json& f) { f["model"]["merges"].push_back(f["model"]["merges"][0]); }, "as an earlier one does"));
}

TEST_CASE("no flipped, cut, doubled or inserted bytes of a file break the tokenizer's reader", "[io][tokenizer]") {
  const std::string text = write_tokenizer(model(Apostrophe::kEndsUnit));
  Rng rng(6);
  for (int round = 0; round < 1000; ++round) {
    std::string damaged = text;
    const std::size_t at = rng.below(damaged.size());
    switch (rng.below(3)) {
      case 0: damaged[at] = static_cast<char>(damaged[at] ^ (1 << rng.below(8))); break;
      case 1: damaged.erase(at, 1 + rng.below(3)); break;
      default: damaged.insert(at, 1, "0123456789[]{}\",:eE-."[rng.below(21)]); break;
    }
    const auto result = parse_tokenizer(damaged);
    if (result) {
      REQUIRE_NOTHROW(result->ids("l'herbe, the cat-mat"));
    } else {
      REQUIRE(result.error().message.ends_with('.'));
    }
  }
}

TEST_CASE("a vocabulary of pieces that are no clean text is not written", "[io][tokenizer]") {
  BytePairModel broken = model(Apostrophe::kLetter);
  broken.pieces.push_back("a b");
  CHECK_THROWS_AS(write_tokenizer(broken), MisuseError);
  broken.pieces.back() = "\xFF";
  CHECK_THROWS_AS(write_tokenizer(broken), MisuseError);
}
