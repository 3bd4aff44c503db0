#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// Marks the beginning of a word in a piece, U+2581.
inline constexpr std::string_view kWordMark = "\xE2\x96\x81";

/// Whether an apostrophe ends a unit: French elision ("l'|herbe"), or is a letter like others: English ("don't").
enum class Apostrophe { kLetter, kEndsUnit };

/// A run of characters that no token crosses.
struct Unit {
  std::string text;  ///< with kWordMark in place of the space before it
  int word = 0;      ///< index of the word it belongs to, words being split at spaces
};

/// Splits a clean line (see clean_line.h) into units: at spaces, each of which becomes the mark of the word behind it; around every
/// digit, punctuation mark and symbol of ASCII and each of « » … ; before a hyphen ("est|-ce"); and, for French, behind an apostrophe.
/// A line that begins with the mark itself gets no second one.
/// The same as the pre-tokenizers that io/tokenizer_file writes for the Hugging Face library.
std::vector<Unit> split_units(std::string_view line, Apostrophe apostrophe);

}  // namespace regard
