#include "text/bleu.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "core/check.h"
#include "core/rng.h"
#include "text/utf8.h"

namespace regard {
namespace {

using Words = std::span<const std::string>;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_period_or_comma(char c) { return c == '.' || c == ','; }

/// ASCII punctuation and symbols but for ' , - . and the characters of words. Spaces, which are of this kind too, stay spaces.
bool is_punctuation(char c) {
  return (c >= '{' && c <= '~') || (c >= '[' && c <= '`') || (c >= ' ' && c <= '&') || (c >= '(' && c <= '+') || (c >= ':' && c <= '@') ||
         c == '/';
}

/// Replaces every pair of neighbouring characters of those kinds, from left to right without overlap, by itself with `before` ahead,
/// `between` inside and `after` behind. Works on bytes: a byte of a longer character is of neither kind that a pair is split at.
template <class Left, class Right>
std::string space_pairs(std::string_view text, Left left, Right right, std::string_view before, std::string_view after) {
  std::string spaced;
  for (std::size_t at = 0; at < text.size();) {
    if (at + 1 < text.size() && left(text[at]) && right(text[at + 1])) {
      ((spaced += before) += text[at]) += ' ';
      (spaced += text[at + 1]) += after;
      at += 2;
    } else {
      spaced += text[at++];
    }
  }
  return spaced;
}

/// White space as Python's str.split() knows it, since that is what sacreBLEU splits with.
bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::vector<std::string> split_at_spaces(std::string_view text) {
  std::vector<std::string> words;
  std::string open;
  const auto close = [&] {
    if (!open.empty()) words.push_back(std::move(open));
    open.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (is_space(point.value)) {
      close();
    } else {
      open += text.substr(at, point.length);
    }
    at += point.length;
  }
  close();
  return words;
}

std::string_view without_trailing_space(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.length;
    if (!is_space(point.value)) end = at;
  }
  return text.substr(0, end);
}

std::map<std::vector<std::string>, std::int64_t> count_ngrams(Words words, std::size_t n) {
  std::map<std::vector<std::string>, std::int64_t> counts;
  for (std::size_t k = 0; k + n <= words.size(); ++k) {
    const Words ngram = words.subspan(k, n);
    ++counts[{ngram.begin(), ngram.end()}];
  }
  return counts;
}

std::int64_t length_of(Words words) { return static_cast<std::int64_t>(words.size()); }

}  // namespace

std::vector<std::string> tokenize_13a(std::string_view line) {
  std::string text(without_trailing_space(line));
  replace_all(text, "<skipped>", "");
  replace_all(text, "-\n", "");
  replace_all(text, "\n", " ");
  replace_all(text, "&quot;", "\"");
  replace_all(text, "&amp;", "&");
  replace_all(text, "&lt;", "<");
  replace_all(text, "&gt;", ">");

  std::string spaced = " ";
  for (char c : text) {
    if (is_punctuation(c)) {
      ((spaced += ' ') += c) += ' ';
    } else {
      spaced += c;
    }
  }
  spaced += ' ';
  const auto no_digit = [](char c) { return !is_digit(c); };
  spaced = space_pairs(spaced, no_digit, is_period_or_comma, "", " ");
  spaced = space_pairs(spaced, is_period_or_comma, no_digit, " ", "");
  spaced = space_pairs(spaced, is_digit, [](char c) { return c == '-'; }, "", " ");
  return split_at_spaces(spaced);
}

BleuCounts& BleuCounts::operator+=(const BleuCounts& other) {
  for (std::size_t n = 0; n < matches.size(); ++n) {
    matches[n] += other.matches[n];
    totals[n] += other.totals[n];
  }
  hypothesis_length += other.hypothesis_length;
  reference_length += other.reference_length;
  return *this;
}

BleuCounts count_bleu(std::string_view hypothesis, std::span<const std::string> references) {
  check(!references.empty(), "count_bleu needs a reference.");
  const std::vector<std::string> words = tokenize_13a(hypothesis);
  std::vector<std::vector<std::string>> reference_words;
  for (const std::string& reference : references) reference_words.push_back(tokenize_13a(reference));

  BleuCounts counts;
  counts.hypothesis_length = length_of(words);
  const auto closer = [&](std::int64_t a, std::int64_t b) {
    return std::pair(std::abs(a - counts.hypothesis_length), a) < std::pair(std::abs(b - counts.hypothesis_length), b);
  };
  counts.reference_length = length_of(reference_words.front());
  for (const auto& reference : reference_words) counts.reference_length = std::min(counts.reference_length, length_of(reference), closer);

  for (std::size_t n = 1; n <= counts.matches.size(); ++n) {
    std::map<std::vector<std::string>, std::int64_t> most;
    for (const auto& reference : reference_words) {
      for (const auto& [ngram, count] : count_ngrams(reference, n)) most[ngram] = std::max(most[ngram], count);
    }
    for (const auto& [ngram, count] : count_ngrams(words, n)) {
      counts.totals[n - 1] += count;
      if (const auto found = most.find(ngram); found != most.end()) counts.matches[n - 1] += std::min(count, found->second);
    }
  }
  return counts;
}

double bleu(const BleuCounts& corpus) {
  const auto some = [](std::int64_t count) { return count > 0; };
  if (std::none_of(corpus.matches.begin(), corpus.matches.end(), some)) return 0;
  if (!std::all_of(corpus.totals.begin(), corpus.totals.end(), some)) return 0;
  double smoothing = 1, logarithms = 0;
  for (std::size_t n = 0; n < corpus.matches.size(); ++n) {
    const auto total = static_cast<double>(corpus.totals[n]);
    if (corpus.matches[n] == 0) smoothing *= 2;
    logarithms += std::log(corpus.matches[n] == 0 ? 100 / (smoothing * total) : 100 * static_cast<double>(corpus.matches[n]) / total);
  }
  const auto ratio = static_cast<double>(corpus.reference_length) / static_cast<double>(corpus.hypothesis_length);
  const double brevity = ratio > 1 ? std::exp(1 - ratio) : 1;
  return brevity * std::exp(logarithms / static_cast<double>(corpus.matches.size()));
}

std::array<double, 2> bleu_interval(std::span<const BleuCounts> segments, int resamples, std::uint64_t seed) {
  check(resamples > 0, "bleu_interval needs at least one resample.");
  if (segments.empty()) return {0, 0};
  Rng rng(seed);
  std::vector<double> scores;
  for (int k = 0; k < resamples; ++k) {
    BleuCounts corpus;
    for (std::size_t i = 0; i < segments.size(); ++i) corpus += segments[static_cast<std::size_t>(rng.below(segments.size()))];
    scores.push_back(bleu(corpus));
  }
  std::sort(scores.begin(), scores.end());
  const std::size_t cut = scores.size() / 40;
  return {scores[cut], scores[scores.size() - 1 - cut]};
}

}  // namespace regard
