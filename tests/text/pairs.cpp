#include "text/pairs.h"

#include <algorithm>
#include <set>

#include "catch.h"

using namespace regard;

TEST_CASE("pairs are cleaned, and further columns, empty lines and carriage returns left out", "[text]") {
  const auto pairs = parse_pairs("Hi.\tSalut !\r\n\nI  am\there.\tIgnored, third column\nGo \xE2\x80\x99on\tVas-y\tCC BY 2.0\n", "some.tsv");
  REQUIRE(pairs);
  REQUIRE(pairs->size() == 3);
  CHECK((*pairs)[0].source == "Hi.");
  CHECK((*pairs)[0].target == "Salut !");
  CHECK((*pairs)[1].source == "I am");
  CHECK((*pairs)[1].target == "here.");
  CHECK((*pairs)[2].source == "Go 'on");
  CHECK((*pairs)[2].target == "Vas-y");
}

TEST_CASE("a line that is no pair is named with its number and file", "[text]") {
  const auto message = [](std::string_view text) { return parse_pairs(text, "some.tsv").error().message; };
  CHECK(message("Hi.\tSalut !\nno tab\n") == "Line 2 of some.tsv has no tab between a sentence and its translation.");
  CHECK(message("\tSalut !\n") == "Line 1 of some.tsv has an empty side.");
  CHECK(message("Hi.\t \n") == "Line 1 of some.tsv has an empty side.");
  CHECK(message("Hi.\tSal\xFFut !\n") == "Line 1 of some.tsv is not UTF-8.");
}

TEST_CASE("pairs with one source become one sentence with several references", "[text]") {
  const auto sentences = gather_references({{"Run!", "Cours !"}, {"Hi.", "Salut !"}, {"Run!", "Courez !"}});
  REQUIRE(sentences.size() == 2);
  CHECK(sentences[0].source == "Run!");
  CHECK(sentences[0].references == std::vector<std::string>{"Cours !", "Courez !"});
  CHECK(sentences[1].references == std::vector<std::string>{"Salut !"});
}

TEST_CASE("words are what white space parts", "[text]") {
  CHECK(count_words("") == 0);
  CHECK(count_words("  ") == 0);
  CHECK(count_words("The cat sat.") == 3);
  CHECK(count_words(" Qui est\tlà ? ") == 4);
}

TEST_CASE("joined sentences use each sentence at most once, and reference r joins reference r of each member, cycling", "[text]") {
  const std::vector<ReferencedSentence> sentences = {{"a", {"A1", "A2", "A3"}}, {"b", {"B1"}}, {"c", {"C1", "C2"}}, {"d", {"D1"}}, {"e", {"E1"}}};
  const auto groups = join_sentences(sentences, 2, 7);
  REQUIRE(groups.size() == 2);
  std::set<char> seen;
  for (const ReferencedSentence& group : groups) {
    REQUIRE(group.source.size() == 3);
    CHECK(group.source[1] == ' ');
    const auto member = [&](char name) -> const std::vector<std::string>& { return sentences[static_cast<std::size_t>(name - 'a')].references; };
    const auto& first = member(group.source[0]);
    const auto& second = member(group.source[2]);
    REQUIRE(group.references.size() == std::max(first.size(), second.size()));
    for (std::size_t r = 0; r < group.references.size(); ++r) {
      CHECK(group.references[r] == first[r % first.size()] + " " + second[r % second.size()]);
    }
    seen.insert({group.source[0], group.source[2]});
  }
  CHECK(seen.size() == 4);
}

TEST_CASE("the same seed joins the same sentences, another seed others, and groups of one are the sentences themselves", "[text]") {
  std::vector<ReferencedSentence> sentences;
  for (int k = 0; k < 50; ++k) sentences.push_back({"s" + std::to_string(k), {"t" + std::to_string(k)}});
  const auto sources = [](const std::vector<ReferencedSentence>& groups) {
    std::vector<std::string> result;
    for (const auto& group : groups) result.push_back(group.source);
    return result;
  };
  CHECK(sources(join_sentences(sentences, 3, 1)) == sources(join_sentences(sentences, 3, 1)));
  CHECK(sources(join_sentences(sentences, 3, 1)) != sources(join_sentences(sentences, 3, 2)));
  CHECK(sources(join_sentences(sentences, 1, 1)) == sources(sentences));
}
