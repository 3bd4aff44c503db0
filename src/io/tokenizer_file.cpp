#include "io/tokenizer_file.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/check.h"
#include "io/strict_json.h"
#include "text/utf8.h"

namespace regard {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kNesting = 5;  ///< file, pre_tokenizer, its list, a step, its pattern

/// What split_units does, as regular expressions: a word (the Rust library's Metaspace splits there itself, the JavaScript one does
/// not), what stands alone, a hyphen, a French apostrophe.
constexpr const char* kWord = "\u2581[^\u2581]*";
constexpr const char* kAlone = "[\\x21-\\x26\\x28-\\x2C\\x2E-\\x40\\x5B-\\x60\\x7B-\\x7E\u00AB\u00BB\u2026]";
constexpr const char* kFromHyphen = "-[^-]*";
constexpr const char* kToApostrophe = "[^']*'";

Error bad(std::string sentence) { return {"bad-tokenizer", std::move(sentence)}; }

ordered_json metaspace() {
  return {{"type", "Metaspace"}, {"replacement", std::string(kWordMark)}, {"prepend_scheme", "always"}, {"split", true}};
}

ordered_json pre_tokenizer(Apostrophe apostrophe) {
  const auto split = [](const char* pattern) {
    return ordered_json{{"type", "Split"}, {"pattern", {{"Regex", pattern}}}, {"behavior", "Isolated"}, {"invert", false}};
  };
  ordered_json steps = ordered_json::array({metaspace(), split(kWord), split(kAlone), split(kFromHyphen)});
  if (apostrophe == Apostrophe::kEndsUnit) steps.push_back(split(kToApostrophe));
  return {{"type", "Sequence"}, {"pretokenizers", std::move(steps)}};
}

/// The whole file but for the vocabulary and the merges, which are left empty.
ordered_json skeleton(Apostrophe apostrophe) {
  ordered_json special = ordered_json::array();
  for (const auto& [id, piece] : {std::pair(kUnknownId, "<unk>"), std::pair(kBeginId, "<s>"), std::pair(kEndId, "</s>")}) {
    special.push_back({{"id", id}, {"content", piece}, {"single_word", false}, {"lstrip", false}, {"rstrip", false},
                       {"normalized", false}, {"special", true}});
  }
  return {{"version", "1.0"},
          {"truncation", nullptr},
          {"padding", nullptr},
          {"added_tokens", std::move(special)},
          {"normalizer", nullptr},
          {"pre_tokenizer", pre_tokenizer(apostrophe)},
          {"post_processor", nullptr},
          {"decoder", metaspace()},
          {"model",
           {{"type", "BPE"},
            {"dropout", nullptr},
            {"unk_token", "<unk>"},
            {"continuing_subword_prefix", nullptr},
            {"end_of_word_suffix", nullptr},
            {"fuse_unk", false},
            {"byte_fallback", false},
            {"ignore_merges", false},
            {"vocab", ordered_json::object()},
            {"merges", ordered_json::array()}}}};
}

/// A piece can only be made of what a clean line holds.
bool is_piece(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; });
}

/// Whether `object` has the members of `expected`, with the same values but for those named in `open`, and no others.
Result<bool> has_members(const json& object, const json& expected, const std::string& owner, const std::vector<std::string>& open) {
  if (!object.is_object()) return bad(owner + " is no object.");
  for (const auto& [name, value] : expected.items()) {
    const auto found = object.find(name);
    if (found == object.end()) return bad(owner + " lacks " + name + ".");
    if (std::find(open.begin(), open.end(), name) == open.end() && *found != value) {
      const std::string shown = value.dump();
      return bad(owner + " has another " + name + " than the one this program knows" + (shown.size() < 40 ? ", " + shown : "") + ".");
    }
  }
  for (const auto& [name, value] : object.items()) {
    if (!expected.contains(name)) return bad(owner + " has the unknown property " + in_quotes(name) + ".");
  }
  return true;
}

Result<std::vector<std::string>> parse_vocabulary(const json& vocabulary) {
  if (!vocabulary.is_object()) return bad("The vocabulary is no object.");
  std::vector<std::string> pieces(vocabulary.size());
  for (const auto& [piece, value] : vocabulary.items()) {
    const auto* id = value.get_ptr<const json::number_unsigned_t*>();
    if (!id) return bad("The id of the piece " + in_quotes(piece) + " is no whole number.");
    if (*id >= pieces.size()) {
      return bad("The piece " + in_quotes(piece) + " has id " + std::to_string(*id) + "; the ids of " + std::to_string(pieces.size()) +
                 " pieces are 0 .. " + std::to_string(pieces.size() - 1) + ".");
    }
    if (!is_piece(piece)) return bad("The piece with id " + std::to_string(*id) + " is empty or holds a space or a control character.");
    std::string& place = pieces[static_cast<std::size_t>(*id)];
    if (!place.empty()) {
      return bad("The pieces " + in_quotes(place) + " and " + in_quotes(piece) + " share id " + std::to_string(*id) + ".");
    }
    place = piece;
  }
  return pieces;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_merges(const json& list) {
  if (!list.is_array()) return bad("The merges are no list.");
  std::vector<std::pair<std::string, std::string>> merges;
  for (const json& merge : list) {
    const bool pair = merge.is_array() && merge.size() == 2;
    const auto* left = pair ? merge[0].get_ptr<const std::string*>() : nullptr;
    const auto* right = pair ? merge[1].get_ptr<const std::string*>() : nullptr;
    if (!left || !right) return bad("Merge " + std::to_string(merges.size()) + " is no pair of strings.");
    merges.emplace_back(*left, *right);
  }
  return merges;
}

}  // namespace

std::string write_tokenizer(const BytePairModel& model) {
  ordered_json file = skeleton(model.apostrophe);
  ordered_json::object_t vocabulary;
  for (std::size_t id = 0; id < model.pieces.size(); ++id) {
    check(is_piece(model.pieces[id]) && is_valid_utf8(model.pieces[id]), "write_tokenizer: pieces are clean text.");
    vocabulary.push_back({model.pieces[id], id});
  }
  file["model"]["vocab"] = std::move(vocabulary);
  ordered_json& merges = file["model"]["merges"];
  for (const auto& [left, right] : model.merges) merges.push_back(ordered_json::array({left, right}));
  return file.dump() + '\n';
}

Result<BytePairTokenizer> parse_tokenizer(std::string_view text) {
  const auto file = parse_strict_json(text, kNesting, "bad-tokenizer", "The tokenizer file");
  if (!file) return file.error();
  BytePairModel model;
  const json french = pre_tokenizer(Apostrophe::kEndsUnit);
  const auto found = file->find("pre_tokenizer");
  if (found != file->end() && *found == french) model.apostrophe = Apostrophe::kEndsUnit;

  const json expected = skeleton(model.apostrophe);
  if (auto same = has_members(*file, expected, "The tokenizer file", {"model"}); !same) return same.error();
  const json& stored = *file->find("model");
  if (auto same = has_members(stored, *expected.find("model"), "The tokenizer's model", {"vocab", "merges"}); !same) return same.error();
  auto pieces = parse_vocabulary(*stored.find("vocab"));
  if (!pieces) return pieces.error();
  auto merges = parse_merges(*stored.find("merges"));
  if (!merges) return merges.error();
  model.pieces = *std::move(pieces);
  model.merges = *std::move(merges);
  return BytePairTokenizer::from(std::move(model));
}

}  // namespace regard
