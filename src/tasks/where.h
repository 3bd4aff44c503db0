#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/rng.h"

namespace regard {

/// English and its French.
struct WherePhrase {
  std::string source;
  std::string target;
};

/// How many forms the French of a verb has: for a masculine, a feminine, a masculine plural and a feminine plural subject.
constexpr int kWhereForms = 4;

struct WherePlace {
  WherePhrase word;                  ///< "mat" and "tapis": the answer
  std::vector<WherePhrase> phrases;  ///< "on the mat": where one sits; the rest is for other clauses alone, "near the mat"
};

struct WhereSubject {
  WherePhrase phrase;  ///< "the cat"; its last English word says who it is
  int form = 0;
};

struct WhereVerb {
  std::string past;                           ///< "slept"
  std::string progressive;                    ///< "sleeping", after "was" or "were"; empty for "sat"
  std::string target_past[kWhereForms];       ///< "a dormi"
  std::string target_imperfect[kWhereForms];  ///< "dormait"; empty for "sat"
};

/// A part of a sentence, with the places and subjects whose words it has, as indices into the task's.
struct WherePiece {
  WherePhrase text;
  std::vector<int> places;
  std::vector<int> subjects;  ///< of the set that the piece is for
};

/// "Where did the cat sit?": sentences in which one clause alone has the verb "sat", with a place, and the others have other subjects,
/// verbs and places. The truth is the place of that clause. Subjects and pieces are for training or for evaluation; places, joins and
/// the verb "sat" are for both.
struct WhereTask {
  WhereVerb sat;
  std::vector<WherePlace> places;
  std::vector<WhereSubject> training_subjects;
  std::vector<WhereVerb> verbs;                  ///< training: what others did at another place
  std::vector<WherePiece> clauses;               ///< training: what else happened
  std::vector<WherePiece> adjuncts;              ///< training: a time or a cause, after a clause with a subject
  std::vector<std::vector<WherePiece>> reasons;  ///< training: "because he was tired", in each form
  std::vector<WherePhrase> joins;                ///< training: ", and then", between clauses
  WherePhrase while_word;                        ///< training: before a clause with a progressive
  std::vector<WhereSubject> evaluation_subjects;
  std::vector<std::vector<WherePiece>> openings;  ///< evaluation: what a ladder adds to the clause with "sat", piece by piece
  std::vector<std::vector<WherePiece>> closings;  ///< evaluation: what it adds after that
};

/// A sentence and its French, both with a capital and a full stop.
struct WhereExample {
  std::string source;
  std::string target;
  int subject = 0;                ///< who sat, of the set's subjects
  int place = 0;                  ///< the truth
  std::vector<int> other_places;  ///< those that other clauses name, in order, each once and never the truth
  int words = 0;                  ///< of the source, split at white space
};

/// A rung is the rung before it and one piece more; the first is the clause with "sat" alone.
using WhereLadder = std::vector<WhereExample>;

/// An opening and a closing, as indices into the task's.
struct WhereChain {
  std::size_t opening = 0;
  std::size_t closing = 0;
};

/// All that a ladder of the evaluation subject and the place may use: they name neither, and no place twice.
std::vector<WhereChain> where_chains(const WhereTask& task, int subject, int place);

/// Reads the task's file, a row a line, columns tab-separated, the kind first; empty lines and those that begin with # are left out.
///   sat         English, then the French in four forms
///   place       English word, French word, then phrases: English, French, English, French ..
///   subject     "training" or "evaluation", English, French, form: m, f, mp or fp
///   verb        English past, English participle, the French past in four forms, the French imperfect in four forms
///   clause, adjunct, join, while     English, French
///   reason      English and French for each of the four forms
///   opening, closing                 English, French, English, French ..
/// Fails with "bad-where", the line and what it has: on a kind, set or form it does not know, a wrong number of columns, an empty
/// column, a place named in one language alone, "sat" or its French outside its row, a training piece that names an evaluation subject
/// or the other way round, a place or subject given twice, a kind that is missing, or a subject and place with no ladder.
Result<WhereTask> parse_where_task(std::string_view text, std::string_view name);

/// Sentences of 1 to 6 clauses and up to 45 words, the one with "sat" anywhere among them; places and subjects are drawn evenly, and no
/// sentence names one twice. Short sentences come back: there are only so many.
std::vector<WhereExample> training_examples(const WhereTask& task, int count, Rng& rng);

/// `count` ladders of distinct subjects and places, as many of each place as `count` allows; the first ladder has the first subject, place,
/// opening and closing that go together. The seed draws the openings and closings of the others; no ladder names a place twice.
/// Throws MisuseError when there are fewer than `count` pairs of an evaluation subject and a place.
std::vector<WhereLadder> evaluation_ladders(const WhereTask& task, int count = 200, std::uint64_t seed = 1);

}  // namespace regard
