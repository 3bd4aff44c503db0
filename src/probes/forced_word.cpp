#include "probes/forced_word.h"

#include <cctype>
#include <string>

#include "core/check.h"

namespace regard {
namespace {

/// Bytes of other scripts and of accented letters count as letters.
bool is_letter(char c) { return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)); }

/// Where `word` begins in `line`, whole; npos when it does not.
std::size_t find_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_letter(line[at - 1])) && (end == line.size() || !is_letter(line[end]))) return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<double> forced_word(std::span<const Token> tokens, std::span<const TraceStep> steps, std::string_view word) {
  check(!word.empty() && tokens.size() == steps.size(), "forced_word: there is a word, and a step for each token.");
  std::string line;
  for (const Token& token : tokens) line += token.text;
  const std::size_t begin = find_word(line, word);
  if (begin == std::string::npos) return std::nullopt;
  double sum = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::size_t end = at + tokens[i].text.size();
    if (at < begin + word.size() && end > begin) sum += steps[i].log_probability;
    at = end;
  }
  return sum;
}

}  // namespace regard
