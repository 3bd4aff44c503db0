#include "probes/forced_word.h"

#include "catch.h"

namespace {

using namespace regard;

/// Tokens of these texts; step i has the log probability -(i + 1).
struct Written {
  std::vector<Token> tokens;
  std::vector<TraceStep> steps;

  explicit Written(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      tokens.push_back({});
      tokens.back().text = text;
      steps.push_back({});
      steps.back().log_probability = -static_cast<double>(steps.size());
    }
  }
  std::optional<double> operator()(std::string_view word) const { return forced_word(tokens, steps, word); }
};

TEST_CASE("a forced word has the product of the probabilities of its tokens", "[probes]") {
  const Written written({" Le", " ta", "pis", " est", " l'", "herbe", ".", ""});
  CHECK(written("tapis") == -5.0);
  CHECK(written("herbe") == -6.0);
  CHECK(written("est") == -4.0);
  CHECK(written("Le") == -1.0);
}

TEST_CASE("a forced word is whole: neither the beginning nor the end of another", "[probes]") {
  const Written written({" un", " tapissier", " tapis", "."});
  CHECK(written("tapis") == -3.0);
  CHECK_FALSE(written("sier"));
  CHECK_FALSE(Written({" caf\xC3\xA9"})("caf"));
}

TEST_CASE("a word that was not written has no probability, the first of two counts", "[probes]") {
  const Written written({" le", " mur", " et", " le", " toit"});
  CHECK_FALSE(written("tapis"));
  CHECK(written("le") == -1.0);
}

}  // namespace
