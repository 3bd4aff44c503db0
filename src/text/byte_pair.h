#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "text/split.h"

namespace regard {

inline constexpr int kUnknownId = 0;  ///< "<unk>", a character the vocabulary lacks
inline constexpr int kBeginId = 1;    ///< "<s>", before the first target token
inline constexpr int kEndId = 2;      ///< "</s>", after the last

/// One token of a line.
struct Token {
  int id = kUnknownId;
  std::string piece;  ///< as in the vocabulary, e.g. "▁mat"
  std::string text;   ///< its characters, with a space in place of the mark; those of an unknown token are the reader's own
  int word = 0;       ///< words of a line are split at spaces and counted from 0
};

/// The ids of tokens, in order.
std::vector<int> ids_of(std::span<const Token> tokens);

/// A byte-pair vocabulary (Sennrich et al. 2016, arXiv 1508.07909): the pieces by id and the merges by rank.
struct BytePairModel {
  std::vector<std::string> pieces;                          ///< pieces[0..2] = <unk>, <s>, </s>
  std::vector<std::pair<std::string, std::string>> merges;  ///< earlier merges go first
  Apostrophe apostrophe = Apostrophe::kLetter;
};

/// Learns a vocabulary of `size` pieces: the special ones, every character seen at least `least_count` times, then the most frequent
/// pair of neighbouring pieces, again and again, within units (see split.h); of equally frequent pairs the first in byte order.
/// lines: clean (see clean_line.h). Deterministic.
BytePairModel learn_byte_pairs(std::span<const std::string> lines, int size, int least_count, Apostrophe apostrophe);

/// Text to tokens and back.
class BytePairTokenizer {
 public:
  /// Fails with "bad-tokenizer" when a piece or a merge stands twice, or a merge joins or makes a piece that the vocabulary lacks.
  static Result<BytePairTokenizer> from(BytePairModel model);

  const BytePairModel& model() const { return model_; }
  int size() const { return static_cast<int>(model_.pieces.size()); }

  /// line: clean. Every character of the line is in the text of exactly one token.
  std::vector<Token> tokenize(std::string_view line) const;
  std::vector<int> ids(std::string_view line) const;

  /// A token standing for `id`, which lies in 0 .. size() - 1; its word is left 0.
  Token token(int id) const;

  /// The text of the ids, without special tokens and without a space at either end.
  std::string text(std::span<const int> ids) const;

 private:
  void tokenize_unit(const Unit& unit, std::vector<Token>& tokens) const;

  BytePairModel model_;
  std::map<std::string, int> id_of_;
  std::map<std::string, int> rank_of_;  ///< "left right" -> rank
};

}  // namespace regard
