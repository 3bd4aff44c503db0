#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "core/check.h"
#include "text/byte_pair.h"
#include "text/utf8.h"

namespace regard {
namespace {

using Pair = std::pair<int, int>;  ///< piece ids

struct CountedUnit {
  std::vector<int> parts;
  std::int64_t count = 0;
};

/// Counts of neighbouring pairs, and where they stand, kept up to date while pairs are merged.
class PairCounts {
 public:
  explicit PairCounts(std::vector<CountedUnit>& units) : units_(units) {
    for (std::size_t u = 0; u < units.size(); ++u) add(u, +1);
  }

  /// The most frequent pair, of equals the one that `before` puts first; {-1, -1} when no pair is left.
  template <class Before>
  Pair best(Before before) const {
    Pair best{-1, -1};
    std::int64_t most = 0;
    for (const auto& [pair, count] : counts_) {
      if (count > most || (count == most && count > 0 && before(pair, best))) {
        best = pair;
        most = count;
      }
    }
    return best;
  }

  void merge(Pair pair, int merged) {
    const std::set<std::size_t> places = std::move(places_[pair]);
    for (std::size_t u : places) {
      add(u, -1);
      std::vector<int>& parts = units_[u].parts;
      std::vector<int> next;
      for (std::size_t k = 0; k < parts.size(); ++k) {
        const bool here = k + 1 < parts.size() && parts[k] == pair.first && parts[k + 1] == pair.second;
        next.push_back(here ? merged : parts[k]);
        if (here) ++k;
      }
      parts = std::move(next);
      add(u, +1);
    }
    counts_.erase(pair);
    places_.erase(pair);
  }

 private:
  void add(std::size_t u, std::int64_t sign) {
    const CountedUnit& unit = units_[u];
    for (std::size_t k = 0; k + 1 < unit.parts.size(); ++k) {
      const Pair pair{unit.parts[k], unit.parts[k + 1]};
      if (pair.first == 0 || pair.second == 0) continue;  // unknown characters never merge
      counts_[pair] += sign * unit.count;
      if (sign > 0) places_[pair].insert(u);
    }
  }

  std::vector<CountedUnit>& units_;
  std::map<Pair, std::int64_t> counts_;
  std::map<Pair, std::set<std::size_t>> places_;  ///< may name units that no longer hold the pair
};

std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> result;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    result.push_back(text.substr(at, point.length));
    at += point.length;
  }
  return result;
}

}  // namespace

BytePairModel learn_byte_pairs(std::span<const std::string> lines, int size, int least_count, Apostrophe apostrophe) {
  std::map<std::string, std::int64_t> unit_counts, character_counts;
  for (const std::string& line : lines) {
    for (const Unit& unit : split_units(line, apostrophe)) ++unit_counts[unit.text];
  }
  for (const auto& [text, count] : unit_counts) {
    for (const std::string& character : characters(text)) character_counts[character] += count;
  }
  BytePairModel model{{"<unk>", "<s>", "</s>"}, {}, apostrophe};
  std::map<std::string, int> ids;
  for (const auto& [character, count] : character_counts) {
    if (count < least_count) continue;
    ids[character] = static_cast<int>(model.pieces.size());
    model.pieces.push_back(character);
  }
  check(static_cast<int>(model.pieces.size()) <= size, "learn_byte_pairs: the vocabulary has room for every character.");

  std::vector<CountedUnit> units;
  for (const auto& [text, count] : unit_counts) {
    CountedUnit unit{{}, count};
    for (const std::string& character : characters(text)) {
      const auto found = ids.find(character);
      unit.parts.push_back(found == ids.end() ? kUnknownId : found->second);
    }
    units.push_back(std::move(unit));
  }
  PairCounts counts(units);
  const auto piece = [&](int id) -> const std::string& { return model.pieces[static_cast<std::size_t>(id)]; };
  const auto before = [&](Pair a, Pair b) {
    return std::pair(piece(a.first), piece(a.second)) < std::pair(piece(b.first), piece(b.second));
  };
  std::set<Pair> known;
  while (static_cast<int>(model.pieces.size()) < size) {
    const Pair pair = counts.best(before);
    if (pair.first < 0) break;
    std::string merged = piece(pair.first) + piece(pair.second);
    // A pair comes again when a later merge makes one of its sides in another way.
    if (known.insert(pair).second) model.merges.emplace_back(piece(pair.first), piece(pair.second));
    // Two different pairs can make the same piece; it keeps its first id.
    const auto [place, fresh] = ids.emplace(merged, static_cast<int>(model.pieces.size()));
    if (fresh) model.pieces.push_back(std::move(merged));
    counts.merge(pair, place->second);
  }
  return model;
}

}  // namespace regard
