#include "tasks/where.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/check.h"

namespace regard {
namespace {

constexpr int kMaxClauses = 6;
constexpr int kMaxWords = 45;

int count_words(std::string_view line) { return static_cast<int>(std::count(line.begin(), line.end(), ' ')) + 1; }

template <class T>
bool contains(const std::vector<T>& items, const T& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

bool meet(const std::vector<int>& a, const std::vector<int>& b) {
  return std::any_of(a.begin(), a.end(), [&](int x) { return contains(b, x); });
}

void append(std::vector<int>& to, const std::vector<int>& from) { to.insert(to.end(), from.begin(), from.end()); }

/// The verb of a subject at a place, in the past.
WherePhrase clause_of(const WhereSubject& subject, const WhereVerb& verb, const WherePhrase& at) {
  return {subject.phrase.source + " " + verb.past + " " + at.source,
          subject.phrase.target + " " + verb.target_past[subject.form] + " " + at.target};
}

/// A sentence under way, and what it names.
struct Draft {
  WherePhrase text;
  std::vector<int> places;
  std::vector<int> subjects;

  void add(const WherePhrase& words) {
    const auto add_to = [](std::string& line, const std::string& more) {
      if (!line.empty() && more[0] != ',') line += ' ';
      line += more;
    };
    add_to(text.source, words.source);
    add_to(text.target, words.target);
  }

  void add(const WherePiece& piece) {
    add(piece.text);
    append(places, piece.places);
    append(subjects, piece.subjects);
  }

  WhereExample example(int subject, int place) const {
    const auto sentence = [](std::string line) {
      if (line[0] >= 'a' && line[0] <= 'z') line[0] = static_cast<char>(line[0] - 'a' + 'A');
      return line + '.';
    };
    WhereExample result{sentence(text.source), sentence(text.target), subject, place, places, count_words(text.source)};
    result.other_places.erase(std::remove(result.other_places.begin(), result.other_places.end(), place), result.other_places.end());
    return result;
  }
};

/// One of 0 .. n - 1.
std::size_t draw_below(std::size_t n, Rng& rng) { return static_cast<std::size_t>(rng.below(n)); }

/// Draws a training sentence clause by clause.
class Drawing {
 public:
  Drawing(const WhereTask& task, Rng& rng) : task_(task), rng_(rng) {}

  WhereExample example() {
    const int clauses = 1 + below(kMaxClauses);
    const int sat_at = below(clauses);
    const int subject = below(task_.training_subjects.size());
    const int place = below(task_.places.size());
    const WherePiece sat{clause_of(who(subject), task_.sat, where(place).phrases[0]), {place}, {subject}};
    draft_.places = sat.places;
    draft_.subjects = sat.subjects;
    kept_ = words_of(sat);
    for (int k = 0; k < clauses; ++k) {
      if (k == sat_at) {
        kept_ = 0;
        join();
        draft_.add(sat.text);
        actor_ = subject;
      } else if (!(actor_ && below(3) == 0 && add_ending())) {
        // Where a few draws find nothing new the clause is left out: few subjects give shorter sentences, never an endless search.
        constexpr int kTries = 20;
        for (int attempt = 0; attempt < kTries && !(below(3) == 0 ? add_clause() : add_other()); ++attempt) {
        }
      }
    }
    return draft_.example(subject, place);
  }

 private:
  int below(std::size_t n) { return static_cast<int>(draw_below(n, rng_)); }
  template <class T>
  const T& draw(const std::vector<T>& items) {
    return items[draw_below(items.size(), rng_)];
  }
  const WhereSubject& who(int subject) const { return task_.training_subjects[static_cast<std::size_t>(subject)]; }
  const WherePlace& where(int place) const { return task_.places[static_cast<std::size_t>(place)]; }

  /// Never the same twice running, where there are two.
  void join() {
    if (draft_.text.source.empty()) return;
    std::size_t drawn = draw_below(task_.joins.size(), rng_);
    while (drawn == last_join_ && task_.joins.size() > 1) drawn = draw_below(task_.joins.size(), rng_);
    draft_.add(task_.joins[drawn]);
    last_join_ = drawn;
  }

  /// With the join that may come before it.
  static int words_of(const WherePiece& piece) { return count_words(piece.text.source) + 2; }

  bool may_add(const WherePiece& piece) const {
    const int before = draft_.text.source.empty() ? 0 : count_words(draft_.text.source);
    return before + words_of(piece) + kept_ <= kMaxWords && !meet(draft_.places, piece.places) && !meet(draft_.subjects, piece.subjects);
  }

  /// A reason or a time of the last clause.
  bool add_ending() {
    const WherePiece& ending = below(2) == 0 ? draw(task_.reasons)[static_cast<std::size_t>(who(*actor_).form)] : draw(task_.adjuncts);
    if (!may_add(ending)) return false;
    draft_.add(ending);
    actor_.reset();
    return true;
  }

  bool add_clause() {
    const WherePiece& clause = draw(task_.clauses);
    if (!may_add(clause)) return false;
    join();
    draft_.add(clause);
    actor_.reset();
    return true;
  }

  /// Somebody else at another place, perhaps at the same time.
  bool add_other() {
    const bool meanwhile = actor_ && below(3) == 0;
    const int subject = below(task_.training_subjects.size());
    const int place = below(task_.places.size());
    const WhereVerb& verb = draw(task_.verbs);
    const WherePhrase& at = draw(where(place).phrases);
    const WherePiece other{meanwhile ? while_clause_of(who(subject), verb, at) : clause_of(who(subject), verb, at), {place}, {subject}};
    if (!may_add(other)) return false;
    if (!meanwhile) join();
    draft_.add(other);
    actor_ = meanwhile ? std::nullopt : std::optional<int>(subject);
    return true;
  }

  WherePhrase while_clause_of(const WhereSubject& subject, const WhereVerb& verb, const WherePhrase& at) const {
    const std::string was = subject.form < 2 ? " was " : " were ";
    return {task_.while_word.source + " " + subject.phrase.source + was + verb.progressive + " " + at.source,
            task_.while_word.target + " " + subject.phrase.target + " " + verb.target_imperfect[subject.form] + " " + at.target};
  }

  const WhereTask& task_;
  Rng& rng_;
  Draft draft_;
  int kept_ = 0;  // words kept free for the clause with "sat"
  std::optional<std::size_t> last_join_;
  std::optional<int> actor_;  // who acts in the last clause, while it can still be given an ending
};

}  // namespace

std::vector<WhereChain> where_chains(const WhereTask& task, int subject, int place) {
  const auto add_all = [](Draft& draft, const std::vector<WherePiece>& pieces) {
    return std::all_of(pieces.begin(), pieces.end(), [&](const WherePiece& piece) {
      const bool fits = !meet(draft.places, piece.places) && !contains(piece.subjects, draft.subjects[0]);
      append(draft.places, piece.places);
      return fits;
    });
  };
  std::vector<WhereChain> chains;
  for (std::size_t o = 0; o < task.openings.size(); ++o) {
    Draft opened{{}, {place}, {subject}};
    if (!add_all(opened, task.openings[o])) continue;
    for (std::size_t c = 0; c < task.closings.size(); ++c) {
      Draft closed = opened;
      if (add_all(closed, task.closings[c])) chains.push_back({o, c});
    }
  }
  return chains;
}

std::vector<WhereExample> training_examples(const WhereTask& task, int count, Rng& rng) {
  std::vector<WhereExample> examples;
  for (int k = 0; k < count; ++k) examples.push_back(Drawing(task, rng).example());
  return examples;
}

std::vector<WhereLadder> evaluation_ladders(const WhereTask& task, int count, std::uint64_t seed) {
  const std::size_t subjects = task.evaluation_subjects.size();
  const std::size_t places = task.places.size();
  check(count >= 0 && static_cast<std::size_t>(count) <= subjects * places,
        "evaluation_ladders: " + std::to_string(count) + " ladders of " + std::to_string(subjects * places) + " pairs.");
  Rng rng(seed);
  std::vector<WhereLadder> ladders;
  for (std::size_t k = 0; k < static_cast<std::size_t>(count); ++k) {
    // Both go round; each time both are back at the first, the subjects shift by one, since what follows would repeat itself.
    const std::size_t p = k % places;
    const std::size_t s = (k + k / std::lcm(subjects, places)) % subjects;
    const int place = static_cast<int>(p);
    const int subject = static_cast<int>(s);
    const std::vector<WhereChain> chains = where_chains(task, subject, place);
    const WhereChain chain = k == 0 ? chains[0] : chains[draw_below(chains.size(), rng)];
    Draft draft{{}, {place}, {subject}};
    draft.add(clause_of(task.evaluation_subjects[s], task.sat, task.places[p].phrases[0]));
    WhereLadder ladder{draft.example(subject, place)};
    for (const auto* pieces : {&task.openings[chain.opening], &task.closings[chain.closing]}) {
      for (const WherePiece& piece : *pieces) {
        draft.add(piece);
        ladder.push_back(draft.example(subject, place));
      }
    }
    ladders.push_back(std::move(ladder));
  }
  return ladders;
}

}  // namespace regard
