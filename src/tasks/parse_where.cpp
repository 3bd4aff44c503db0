#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "tasks/where.h"

namespace regard {
namespace {

/// "a" is in "a b" and "l'a", not in "ab".
bool has_word(std::string_view text, std::string_view word) {
  const auto inside = [&](std::size_t at) { return at < text.size() && std::string_view(" ',.").find(text[at]) == std::string_view::npos; };
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if ((at == 0 || !inside(at - 1)) && !inside(at + word.size())) return true;
  }
  return false;
}

std::string_view last_word(std::string_view phrase) { return phrase.substr(phrase.find_last_of(' ') + 1); }

template <class T>
bool contains(const std::vector<T>& items, const T& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

struct Row {
  int line = 0;
  std::vector<std::string> columns;
};

/// How many columns follow the kind: `least`, and any multiple of `step` more.
struct Shape {
  std::string_view kind;
  std::size_t least;
  std::size_t step;
};
constexpr Shape kShapes[] = {{"sat", 5, 0},    {"place", 4, 2}, {"subject", 4, 0}, {"verb", 10, 0},   {"clause", 2, 0}, {"adjunct", 2, 0},
                             {"reason", 8, 0}, {"join", 2, 0},  {"while", 2, 0},   {"opening", 2, 2}, {"closing", 2, 2}};
constexpr std::string_view kForms[kWhereForms] = {"m", "f", "mp", "fp"};

/// Fills a task from rows; the first thing wrong is kept in `error`.
struct Reader {
  std::string name;
  WhereTask task;
  std::vector<std::string> kinds;
  std::optional<Error> error;

  void fail(const Row& row, const std::string& what) {
    if (!error) error = Error{"bad-where", "Line " + std::to_string(row.line) + " of " + name + " " + what};
  }

  void check_shape(const Row& row) {
    const std::string& kind = row.columns[0];
    const auto shape = std::find_if(std::begin(kShapes), std::end(kShapes), [&](const Shape& s) { return s.kind == kind; });
    if (shape == std::end(kShapes)) return fail(row, "is of the unknown kind \"" + kind + "\".");
    const std::size_t columns = row.columns.size() - 1;
    const bool fits = columns == shape->least || (columns > shape->least && shape->step > 0 && (columns - shape->least) % shape->step == 0);
    if (!fits) {
      return fail(row, "has, after \"" + kind + "\", " + std::to_string(columns) + " instead of " + std::to_string(shape->least) +
                           " columns" + (shape->step > 0 ? " or an even number more." : "."));
    }
    for (std::size_t k = 1; k <= columns; ++k) {
      if (row.columns[k].empty()) return fail(row, "has an empty column " + std::to_string(k + 1) + ".");
    }
    kinds.push_back(kind);
  }

  static WherePhrase phrase(const Row& row, std::size_t at) { return {row.columns[at], row.columns[at + 1]}; }
  static void copy_forms(const Row& row, std::size_t at, std::string (&forms)[kWhereForms]) {
    std::copy_n(row.columns.begin() + static_cast<std::ptrdiff_t>(at), kWhereForms, forms);
  }

  void read_sat(const Row& row) {
    if (!task.sat.past.empty()) return fail(row, "is a second row of the kind \"sat\".");
    task.sat.past = row.columns[1];
    copy_forms(row, 2, task.sat.target_past);
  }

  void read_place(const Row& row) {
    WherePlace place{phrase(row, 1), {}};
    for (const WherePlace& other : task.places) {
      if (other.word.source == place.word.source || other.word.target == place.word.target) {
        return fail(row, "gives the place \"" + place.word.source + "\" a second time.");
      }
    }
    for (std::size_t k = 3; k < row.columns.size(); k += 2) {
      place.phrases.push_back(phrase(row, k));
      if (!has_word(row.columns[k], place.word.source) || !has_word(row.columns[k + 1], place.word.target)) {
        fail(row, "has a phrase without the place \"" + place.word.source + "\".");
      }
    }
    task.places.push_back(std::move(place));
  }

  void read_subject(const Row& row) {
    const std::string& set = row.columns[1];
    if (set != "training" && set != "evaluation") {
      return fail(row, "names the set \"" + set + "\"; there are training and evaluation.");
    }
    const auto form = std::find(std::begin(kForms), std::end(kForms), row.columns[4]);
    if (form == std::end(kForms)) return fail(row, "names the form \"" + row.columns[4] + "\"; there are m, f, mp and fp.");
    for (const auto* subjects : {&task.training_subjects, &task.evaluation_subjects}) {
      for (const WhereSubject& other : *subjects) {
        if (last_word(other.phrase.source) == last_word(row.columns[2])) {
          return fail(row, "gives the subject \"" + std::string(last_word(row.columns[2])) + "\" a second time.");
        }
      }
    }
    auto& subjects = set == "training" ? task.training_subjects : task.evaluation_subjects;
    subjects.push_back({phrase(row, 2), static_cast<int>(form - std::begin(kForms))});
  }

  /// A piece, looked through for places and subjects, and for what it must not name.
  WherePiece piece(const Row& row, std::size_t at, bool training) {
    WherePiece result{phrase(row, at), {}, {}};
    for (std::size_t p = 0; p < task.places.size(); ++p) {
      const WherePhrase& word = task.places[p].word;
      const bool named = has_word(result.text.source, word.source);
      if (named != has_word(result.text.target, word.target)) {
        fail(row, "names the place \"" + word.source + "\" in one language alone.");
      }
      if (named) result.places.push_back(static_cast<int>(p));
    }
    const auto& own = training ? task.training_subjects : task.evaluation_subjects;
    const auto& others = training ? task.evaluation_subjects : task.training_subjects;
    for (std::size_t s = 0; s < own.size(); ++s) {
      if (has_word(result.text.source, last_word(own[s].phrase.source))) result.subjects.push_back(static_cast<int>(s));
    }
    for (const WhereSubject& other : others) {
      const std::string_view word = last_word(other.phrase.source);
      if (!has_word(result.text.source, word)) continue;
      fail(row, training ? "is for training and names the evaluation subject \"" + std::string(word) + "\"."
                         : "is for evaluation and names the training subject \"" + std::string(word) + "\".");
    }
    return result;
  }

  /// Rows that name no places or subjects, then those that may, once all are known.
  void read_plain(const Row& row) {
    const std::string& kind = row.columns[0];
    if (kind == "sat") read_sat(row);
    if (kind == "place") read_place(row);
    if (kind == "subject") read_subject(row);
    if (kind == "join") task.joins.push_back(phrase(row, 1));
    if (kind == "while") task.while_word = phrase(row, 1);
    if (kind == "verb") {
      task.verbs.push_back({row.columns[1], row.columns[2], {}, {}});
      copy_forms(row, 3, task.verbs.back().target_past);
      copy_forms(row, 3 + kWhereForms, task.verbs.back().target_imperfect);
    }
  }

  void read_pieces(const Row& row) {
    const std::string& kind = row.columns[0];
    if (kind == "sat") return;
    for (const std::string& column : row.columns) {
      bool sits = has_word(column, task.sat.past);
      for (const std::string& form : task.sat.target_past) sits = sits || has_word(column, form);
      if (sits) return fail(row, "has the verb \"" + task.sat.past + "\" in another clause.");
    }
    if (kind == "clause") task.clauses.push_back(piece(row, 1, true));
    if (kind == "adjunct") task.adjuncts.push_back(piece(row, 1, true));
    if (kind == "reason") {
      task.reasons.emplace_back();
      for (std::size_t form = 0; form < kWhereForms; ++form) task.reasons.back().push_back(piece(row, 1 + 2 * form, true));
    }
    if (kind == "opening" || kind == "closing") {
      std::vector<WherePiece> pieces;
      for (std::size_t k = 1; k < row.columns.size(); k += 2) pieces.push_back(piece(row, k, false));
      (kind == "opening" ? task.openings : task.closings).push_back(std::move(pieces));
    }
  }

  void missing(const std::string& what) {
    if (!error) error = Error{"bad-where", name + " has no " + what + "."};
  }

  void check_kinds() {
    for (const Shape& shape : kShapes) {
      if (!contains(kinds, std::string(shape.kind))) missing("row of the kind \"" + std::string(shape.kind) + "\"");
    }
    if (task.training_subjects.empty()) missing("training subject");
    if (task.evaluation_subjects.empty()) missing("evaluation subject");
  }

  void check_chains() {
    for (std::size_t s = 0; s < task.evaluation_subjects.size(); ++s) {
      for (std::size_t p = 0; p < task.places.size(); ++p) {
        if (!where_chains(task, static_cast<int>(s), static_cast<int>(p)).empty()) continue;
        missing("opening and closing for \"" + task.evaluation_subjects[s].phrase.source + "\" \"" + task.places[p].phrases[0].source +
                "\"");
      }
    }
  }
};

}  // namespace

Result<WhereTask> parse_where_task(std::string_view text, std::string_view name) {
  Reader reader;
  reader.name = name;
  std::vector<Row> rows;
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view rest = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
    if (rest.empty() || rest[0] == '#') continue;
    Row row{line, {}};
    row.columns.emplace_back();
    for (const char c : rest) {
      if (c == '\t') {
        row.columns.emplace_back();
      } else {
        row.columns.back() += c;
      }
    }
    reader.check_shape(row);
    if (reader.error) return *reader.error;
    rows.push_back(std::move(row));
  }
  for (const Row& row : rows) reader.read_plain(row);
  reader.check_kinds();
  if (reader.error) return *reader.error;
  for (const Row& row : rows) reader.read_pieces(row);
  if (reader.error) return *reader.error;
  reader.check_chains();
  if (reader.error) return *reader.error;
  return std::move(reader.task);
}

}  // namespace regard
