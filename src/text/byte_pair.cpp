#include "text/byte_pair.h"

#include <climits>

#include "core/check.h"
#include "text/utf8.h"

namespace regard {
namespace {

/// A character that no piece holds separates the two sides of a merge's key.
std::string merge_key(const std::string& left, const std::string& right) { return left + '\n' + right; }

std::string shown(std::string_view piece) {
  std::string text;
  for (std::size_t at = 0; at < piece.size();) {
    if (piece.substr(at, kWordMark.size()) == kWordMark) {
      text += ' ';
      at += kWordMark.size();
    } else {
      text += piece[at++];
    }
  }
  return text;
}

}  // namespace

std::vector<int> ids_of(std::span<const Token> tokens) {
  std::vector<int> ids;
  for (const Token& token : tokens) ids.push_back(token.id);
  return ids;
}

Result<BytePairTokenizer> BytePairTokenizer::from(BytePairModel model) {
  BytePairTokenizer tokenizer;
  const auto fail = [](std::string sentence) { return Error{"bad-tokenizer", std::move(sentence)}; };
  if (model.pieces.size() < 3 || model.pieces[kUnknownId] != "<unk>" || model.pieces[kBeginId] != "<s>" || model.pieces[kEndId] != "</s>") {
    return fail("The vocabulary does not begin with <unk>, <s>, </s>.");
  }
  for (std::size_t id = 0; id < model.pieces.size(); ++id) {
    if (!tokenizer.id_of_.emplace(model.pieces[id], static_cast<int>(id)).second) {
      return fail("The vocabulary holds the piece \"" + model.pieces[id] + "\" twice.");
    }
  }
  for (std::size_t rank = 0; rank < model.merges.size(); ++rank) {
    const auto& [left, right] = model.merges[rank];
    for (const std::string& piece : {left, right, left + right}) {
      if (!tokenizer.id_of_.contains(piece)) {
        return fail("Merge " + std::to_string(rank) + " needs the piece \"" + piece + "\", which the vocabulary lacks.");
      }
    }
    if (!tokenizer.rank_of_.emplace(merge_key(left, right), static_cast<int>(rank)).second) {
      return fail("Merge " + std::to_string(rank) + " joins \"" + left + "\" and \"" + right + "\", as an earlier one does.");
    }
  }
  tokenizer.model_ = std::move(model);
  return tokenizer;
}

void BytePairTokenizer::tokenize_unit(const Unit& unit, std::vector<Token>& tokens) const {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < unit.text.size();) {
    const CodePoint point = code_point_at(unit.text, at);
    parts.push_back(unit.text.substr(at, point.length));
    at += point.length;
  }
  while (parts.size() > 1) {
    int best = INT_MAX;
    std::size_t where = 0;
    for (std::size_t k = 0; k + 1 < parts.size(); ++k) {
      const auto found = rank_of_.find(merge_key(parts[k], parts[k + 1]));
      if (found != rank_of_.end() && found->second < best) {
        best = found->second;
        where = k;
      }
    }
    if (best == INT_MAX) break;
    parts[where] += parts[where + 1];
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(where) + 1);
  }
  for (const std::string& part : parts) {
    const auto found = id_of_.find(part);
    const int id = found == id_of_.end() ? kUnknownId : found->second;
    tokens.push_back({id, model_.pieces[static_cast<std::size_t>(id)], shown(part), unit.word});
  }
}

std::vector<Token> BytePairTokenizer::tokenize(std::string_view line) const {
  std::vector<Token> tokens;
  for (const Unit& unit : split_units(line, model_.apostrophe)) tokenize_unit(unit, tokens);
  return tokens;
}

std::vector<int> BytePairTokenizer::ids(std::string_view line) const {
  std::vector<int> ids;
  for (const Token& token : tokenize(line)) ids.push_back(token.id);
  return ids;
}

Token BytePairTokenizer::token(int id) const {
  check(id >= 0 && id < size(), "token: the id lies inside the vocabulary.");
  const std::string& piece = model_.pieces[static_cast<std::size_t>(id)];
  return {id, piece, id <= kEndId ? "" : shown(piece), 0};
}

std::string BytePairTokenizer::text(std::span<const int> ids) const {
  std::string text;
  for (int id : ids) text += token(id).text;
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first);
}

}  // namespace regard
