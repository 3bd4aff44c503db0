#include "probes/alignment.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/check.h"
#include "core/rng.h"
#include "text/clean_line.h"
#include "text/utf8.h"

namespace regard {
namespace {

/// Takes what stands before the first `separator`, or everything, off the front of `text`.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view front = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return front;
}

/// A link as the file writes it, counted from 1; nothing when it is none.
std::optional<AlignmentLink> parse_link(std::string_view text) {
  AlignmentLink link;
  const char* end = text.data() + text.size();
  const auto [sign, no_source] = std::from_chars(text.data(), end, link.source);
  if (no_source != std::errc() || sign == end || (*sign != '-' && *sign != '?')) return std::nullopt;
  if (sign + 1 == end || sign[1] == '-') return std::nullopt;
  const auto [rest, no_target] = std::from_chars(sign + 1, end, link.target);
  if (no_target != std::errc() || rest != end) return std::nullopt;
  link.sure = *sign == '-';
  return link;
}

/// Bytes of a unit in the text of its tokens, where a space stands for the mark.
std::size_t shown_length(std::string_view unit) {
  std::size_t length = unit.size();
  for (std::size_t at = unit.find(kWordMark); at != std::string_view::npos; at = unit.find(kWordMark, at + kWordMark.size())) {
    length -= kWordMark.size() - 1;
  }
  return length;
}

int units_in(std::span<const int> unit_of) { return unit_of.empty() ? 0 : unit_of.back() + 1; }

}  // namespace

std::vector<Unit> alignment_units(std::string_view line, Apostrophe apostrophe) {
  std::vector<Unit> units;
  std::string space;
  for (Unit& unit : split_units(line, apostrophe)) {
    unit.text.insert(0, space);
    space.clear();
    if (unit.text == kWordMark) {
      space = std::move(unit.text);
    } else {
      units.push_back(std::move(unit));
    }
  }
  if (!space.empty()) units.push_back({space, units.empty() ? 0 : units.back().word + 1});
  return units;
}

Result<std::vector<AlignedPair>> parse_alignments(std::string_view text, std::string_view name) {
  std::vector<AlignedPair> pairs;
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = take(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || (pairs.empty() && line.starts_with('#'))) continue;
    const auto fail = [&](const std::string& what) {
      return Error{"bad-alignments", "Line " + std::to_string(number) + " of " + std::string(name) + " " + what + "."};
    };
    if (!is_valid_utf8(line)) return fail("is not UTF-8");
    const auto tabs = std::count(line.begin(), line.end(), '\t');
    if (tabs != 2) return fail("has " + std::to_string(tabs + 1) + " columns instead of 3");
    AlignedPair pair;
    pair.source = clean_line(take(line, '\t'));
    pair.target = clean_line(take(line, '\t'));
    if (pair.source.empty() || pair.target.empty()) return fail("has an empty side");
    pair.source_units = alignment_units(pair.source, Apostrophe::kLetter);
    pair.target_units = alignment_units(pair.target, Apostrophe::kEndsUnit);
    const int sources = static_cast<int>(pair.source_units.size()), targets = static_cast<int>(pair.target_units.size());
    while (!line.empty()) {
      const std::string written(take(line, ' '));
      const std::optional<AlignmentLink> link = parse_link(written);
      if (!link) return fail("has the link \"" + written + "\" instead of one such as 1-1 or 1?2");
      if (link->source < 1 || link->source > sources) {
        return fail("has the link " + written + ", but " + std::to_string(sources) + " English units");
      }
      if (link->target < 1 || link->target > targets) {
        return fail("has the link " + written + ", but " + std::to_string(targets) + " French units");
      }
      for (const AlignmentLink& other : pair.links) {
        if (other.source + 1 == link->source && other.target + 1 == link->target) {
          return fail("links English unit " + std::to_string(link->source) + " and French unit " + std::to_string(link->target) + " twice");
        }
      }
      pair.links.push_back({link->source - 1, link->target - 1, link->sure});
    }
    if (pair.links.empty()) return fail("has no link");
    pairs.push_back(std::move(pair));
  }
  if (pairs.empty()) return Error{"bad-alignments", std::string(name) + " holds no pair."};
  return pairs;
}

std::vector<int> units_of_tokens(std::span<const Token> tokens, std::span<const Unit> units) {
  std::vector<int> unit_of;
  auto token = tokens.begin();
  for (std::size_t unit = 0; unit < units.size(); ++unit) {
    // No token crosses a unit and every character is in one token, an unknown one in that of its own: lengths are enough.
    std::size_t left = shown_length(units[unit].text);
    for (; left > 0; ++token) {
      check(token != tokens.end() && token->text.size() <= left, "units_of_tokens: the tokens and units are of one line.");
      left -= token->text.size();
      unit_of.push_back(static_cast<int>(unit));
    }
  }
  check(token == tokens.end(), "units_of_tokens: the tokens and units are of one line.");
  return unit_of;
}

TraceMatrix merge_tokens(const TraceMatrix& alpha, std::span<const int> source_unit, std::span<const int> target_unit) {
  check(alpha.cols == static_cast<int>(source_unit.size()), "merge_tokens: alpha has a column for each source token.");
  check(alpha.rows == static_cast<int>(target_unit.size()) + 1, "merge_tokens: alpha has a row for each target token and the end token.");
  TraceMatrix merged{units_in(target_unit), units_in(source_unit), {}};
  const auto cols = static_cast<std::size_t>(merged.cols);
  merged.data.resize(static_cast<std::size_t>(merged.rows) * cols);
  std::vector<int> tokens(static_cast<std::size_t>(merged.rows));
  for (int unit : target_unit) ++tokens[static_cast<std::size_t>(unit)];
  for (std::size_t i = 0; i < target_unit.size(); ++i) {
    const auto row = static_cast<std::size_t>(target_unit[i]);
    for (std::size_t j = 0; j < source_unit.size(); ++j) {
      merged.data[row * cols + static_cast<std::size_t>(source_unit[j])] +=
          alpha.data[i * source_unit.size() + j] / static_cast<float>(tokens[row]);
    }
  }
  return merged;
}

TraceMatrix unit_attention(const Model& model, const AlignedPair& pair) {
  const std::vector<Token> source = model.source.tokenize(pair.source), target = model.target.tokenize(pair.target);
  const std::vector<int> source_ids = ids_of(source);
  std::vector<int> target_ids = ids_of(target);
  target_ids.push_back(kEndId);
  const Trace forced = trace(model.net, model.values, source_ids, target_ids, {0, false, kBeginId});
  check(forced.alpha.rows > 0, "unit_attention: the model has attention.");
  return merge_tokens(forced.alpha, units_of_tokens(source, pair.source_units), units_of_tokens(target, pair.target_units));
}

std::vector<int> strongest_sources(const TraceMatrix& attention) {
  std::vector<int> sources;
  for (int i = 0; i < attention.rows; ++i) {
    const auto row = attention.data.begin() + static_cast<std::ptrdiff_t>(i) * attention.cols;
    sources.push_back(static_cast<int>(std::max_element(row, row + attention.cols) - row));
  }
  return sources;
}

std::vector<int> diagonal_sources(int source_units, int target_units) {
  std::vector<int> sources;
  // i = 1 + k: round((k + 1/2) S / T + 1/2) - 1 = floor((k + 1/2) S / T) = floor((2 k + 1) S / (2 T)), which is below S.
  for (int k = 0; k < target_units; ++k) {
    sources.push_back(static_cast<int>((2LL * k + 1) * source_units / (2LL * target_units)));
  }
  return sources;
}

AlignmentCounts& AlignmentCounts::operator+=(const AlignmentCounts& other) {
  sure_hits += other.sure_hits;
  possible_hits += other.possible_hits;
  links += other.links;
  sure += other.sure;
  return *this;
}

AlignmentCounts count_alignment(const AlignedPair& pair, std::span<const int> sources) {
  check(sources.size() == pair.target_units.size(), "count_alignment: each target unit has one link.");
  AlignmentCounts counts;
  counts.links = static_cast<double>(sources.size());
  for (const AlignmentLink& link : pair.links) {
    const bool hit = sources[static_cast<std::size_t>(link.target)] == link.source;
    counts.sure += link.sure;
    counts.sure_hits += hit && link.sure;
    counts.possible_hits += hit;
  }
  return counts;
}

AlignmentCounts expect_uniform(const AlignedPair& pair) {
  AlignmentCounts counts;
  counts.links = static_cast<double>(pair.target_units.size());
  for (const AlignmentLink& link : pair.links) counts.sure += link.sure;
  // A link of target unit i is drawn with probability 1 / S.
  const auto sources = static_cast<double>(pair.source_units.size());
  counts.sure_hits = counts.sure / sources;
  counts.possible_hits = static_cast<double>(pair.links.size()) / sources;
  return counts;
}

double alignment_error_rate(const AlignmentCounts& corpus) {
  check(corpus.links + corpus.sure > 0, "alignment_error_rate: the corpus holds a link.");
  return 1 - (corpus.sure_hits + corpus.possible_hits) / (corpus.links + corpus.sure);
}

double alignment_precision(const AlignmentCounts& corpus) {
  check(corpus.links > 0, "alignment_precision: the corpus holds a link in A.");
  return corpus.possible_hits / corpus.links;
}

double alignment_recall(const AlignmentCounts& corpus) {
  check(corpus.sure > 0, "alignment_recall: the corpus holds a sure link.");
  return corpus.sure_hits / corpus.sure;
}

std::array<double, 2> alignment_error_interval(std::span<const AlignmentCounts> pairs, int resamples, std::uint64_t seed) {
  check(!pairs.empty() && resamples > 0, "alignment_error_interval needs at least one pair and one resample.");
  Rng rng(seed);
  std::vector<double> rates;
  for (int k = 0; k < resamples; ++k) {
    AlignmentCounts corpus;
    for (std::size_t i = 0; i < pairs.size(); ++i) corpus += pairs[static_cast<std::size_t>(rng.below(pairs.size()))];
    rates.push_back(alignment_error_rate(corpus));
  }
  std::sort(rates.begin(), rates.end());
  const std::size_t cut = rates.size() / 40;
  return {rates[cut], rates[rates.size() - 1 - cut]};
}

}  // namespace regard
