#include "text/pairs.h"

#include <algorithm>
#include <unordered_map>

#include "core/check.h"
#include "core/rng.h"
#include "text/clean_line.h"
#include "text/utf8.h"

namespace regard {

Result<std::vector<SentencePair>> parse_pairs(std::string_view text, std::string_view name) {
  std::vector<SentencePair> pairs;
  int number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line == "\r") continue;
    const auto fail = [&](const char* what) {
      return Error{"bad-pairs", "Line " + std::to_string(number) + " of " + std::string(name) + " " + what};
    };
    if (!is_valid_utf8(line)) return fail("is not UTF-8.");
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return fail("has no tab between a sentence and its translation.");
    const std::string_view rest = line.substr(tab + 1);
    SentencePair pair{clean_line(line.substr(0, tab)), clean_line(rest.substr(0, std::min(rest.find('\t'), rest.size())))};
    if (pair.source.empty() || pair.target.empty()) return fail("has an empty side.");
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

std::vector<ReferencedSentence> gather_references(const std::vector<SentencePair>& pairs) {
  std::vector<ReferencedSentence> sentences;
  std::unordered_map<std::string, std::size_t> place;
  for (const SentencePair& pair : pairs) {
    const auto [at, fresh] = place.emplace(pair.source, sentences.size());
    if (fresh) sentences.push_back({pair.source, {}});
    sentences[at->second].references.push_back(pair.target);
  }
  return sentences;
}

int count_words(std::string_view line) {
  int words = 0;
  bool inside = false;
  for (char c : line) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words;
}

std::vector<ReferencedSentence> join_sentences(const std::vector<ReferencedSentence>& sentences, int k, std::uint64_t seed) {
  check(k >= 1, "join_sentences: a group has at least one member.");
  if (k == 1) return sentences;
  std::vector<std::size_t> order(sentences.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  Rng rng(seed);
  rng.shuffle(order);
  std::vector<ReferencedSentence> groups;
  // Sources are distinct after gather_references, so a group never holds one twice.
  for (std::size_t first = 0; first + static_cast<std::size_t>(k) <= order.size(); first += static_cast<std::size_t>(k)) {
    ReferencedSentence group;
    std::size_t references = 0;
    for (int m = 0; m < k; ++m) references = std::max(references, sentences[order[first + static_cast<std::size_t>(m)]].references.size());
    group.references.resize(references);
    for (int m = 0; m < k; ++m) {
      const ReferencedSentence& member = sentences[order[first + static_cast<std::size_t>(m)]];
      const char* space = m > 0 ? " " : "";
      group.source += space + member.source;
      for (std::size_t r = 0; r < references; ++r) group.references[r] += space + member.references[r % member.references.size()];
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace regard
