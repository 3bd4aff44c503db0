#include "translation/translator.h"

#include <cmath>

#include "catch.h"
#include "tiny_net.h"

using namespace regard;

namespace {

/// A model with random weights and vocabularies learned from two lines.
Translator tiny_translator(AttentionKind attention, std::uint64_t seed) {
  const std::vector<std::string> english = {"the cat sat.", "the dog sat on the mat."}, french = {"le chat est assis.", "l'ami est assis."};
  const auto learn = [](const std::vector<std::string>& lines, Apostrophe apostrophe) {
    return *BytePairTokenizer::from(learn_byte_pairs(lines, 30, 1, apostrophe));
  };
  BytePairTokenizer source = learn(english, Apostrophe::kLetter), target = learn(french, Apostrophe::kEndsUnit);
  Seq2SeqConfig config = tiny_config(attention);
  config.source_vocabulary = source.size();
  config.target_vocabulary = target.size();
  Seq2Seq net(config);
  AlignedVector<float> values = random_values<float>(net, seed);
  return Translator(std::make_unique<Model>(Model{std::move(net), std::move(values), std::move(source), std::move(target)}));
}

}  // namespace

TEST_CASE("a text without a visible character is refused", "[translation]") {
  const Translator translator = tiny_translator(AttentionKind::kAdditive, 1);
  for (const char* text : {"", "   ", "\t\n", "\xE2\x80\x8B"}) {
    const auto read = translator.read(text, 60);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "empty-text");
  }
}

TEST_CASE("a text is too long by one token, not by none, and the sentence says both numbers", "[translation]") {
  const Translator translator = tiny_translator(AttentionKind::kAdditive, 1);
  const auto length = static_cast<int>(translator.read("the cat sat.", 60)->size());
  CHECK(translator.read("the cat sat.", length));
  const auto read = translator.read("the cat sat.", length - 1);
  REQUIRE_FALSE(read);
  CHECK(read.error().code == "too-long");
  CHECK(read.error().message == "The sentence has " + std::to_string(length) + " tokens; the limit is " + std::to_string(length - 1) + ".");
}

TEST_CASE("unknown characters are read as unknown tokens that keep their text", "[translation]") {
  const Translator translator = tiny_translator(AttentionKind::kAdditive, 1);
  const auto tokens = translator.read("the Ω sat.", 60);
  REQUIRE(tokens);
  std::string text;
  int unknown = 0;
  for (const Token& token : *tokens) {
    text += token.text;
    if (token.id == kUnknownId) {
      ++unknown;
      CHECK(token.text == "Ω");
    }
  }
  CHECK(text == " the Ω sat.");
  CHECK(unknown == 1);
}

TEST_CASE("a translation's tokens are its text, and a token that begins with a space begins a word", "[translation]") {
  for (AttentionKind kind : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    for (std::uint64_t seed : {1u, 2u, 3u}) {
      const Translator translator = tiny_translator(kind, seed);
      const auto translation = translator.translate("  the  cat sat on the mat.", 3, 60);
      REQUIRE(translation);
      CHECK(translation->source == "the cat sat on the mat.");
      std::string text;
      int word = 0;
      for (const Token& token : translation->target_tokens) {
        if (!text.empty() && token.text.starts_with(' ')) ++word;
        text += token.text;
        CHECK(token.word == word);
      }
      CHECK((text.starts_with(' ') ? text.substr(1) : text) == translation->text);
      CHECK(translation->truncated == (translation->target_tokens.back().id != kEndId));
      CHECK(translation->target_tokens.size() <= 2 * translation->source_tokens.size() + 10);
    }
  }
}

TEST_CASE("the trace of a translation gives it the probability that the search gave it", "[translation]") {
  for (AttentionKind kind : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    const Translator translator = tiny_translator(kind, 4);
    const auto translation = translator.translate("the dog sat.", 4, 60);
    REQUIRE(translation);
    const Trace trace = translator.trace(*translation, {5, false, kBeginId});
    CHECK(trace.log_probability == Approx(translation->log_probability).epsilon(1e-5));
    CHECK(trace.steps.size() == translation->target_tokens.size());
    CHECK((trace.alpha.rows > 0) == (kind == AttentionKind::kAdditive));
  }
}

TEST_CASE("a forced translation is the text it was given, with the probability of writing it", "[translation]") {
  for (AttentionKind kind : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    const Translator translator = tiny_translator(kind, 5);
    const auto own = translator.translate("the dog sat.", 4, 60);
    REQUIRE(own);
    const auto other = translator.force(own->source_tokens, "  the  mat the cat. ", 60);
    REQUIRE(other);
    CHECK(other->text == "the mat the cat.");
    CHECK(other->target_tokens.back().id == kEndId);
    CHECK_FALSE(other->truncated);
    CHECK(other->source == own->source);
    CHECK(other->log_probability < 0);
    // Read again, a text of a net with random weights may have other tokens.
    const auto again = translator.force(own->source_tokens, own->text, 60);
    if (again && again->target_tokens.size() == own->target_tokens.size() && !own->truncated) {
      CHECK(again->log_probability == Approx(own->log_probability).epsilon(1e-5));
    }
    CHECK(translator.force(own->source_tokens, " ", 60).error().code == "empty-text");
    CHECK(translator.force(own->source_tokens, "the cat sat.", 2).error().code == "too-long");
  }
}
