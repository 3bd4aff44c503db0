#include "tasks/where.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "catch.h"
#include "core/check.h"

using namespace regard;

namespace {

std::string read(const std::string& path) {
  std::ifstream in(std::string(REGARD_SOURCE_DIR) + path, std::ios::binary);
  REQUIRE(in);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

const WhereTask& task() {
  static const WhereTask read_once = [] {
    const auto parsed = parse_where_task(read("/models/where.tsv"), "where.tsv");
    if (!parsed) FAIL(parsed.error().message);
    return *parsed;
  }();
  return read_once;
}

std::vector<WhereExample> training(int count = 5000, std::uint64_t seed = 7) {
  Rng rng(seed);
  return training_examples(task(), count, rng);
}

/// Lower case, parted at everything that is no letter of either language.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words(1);
  for (const char c : line) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      words.back() += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

int times(const std::vector<std::string>& words, const std::string& word) {
  return static_cast<int>(std::count(words.begin(), words.end(), word));
}

std::string last_word(const std::string& phrase) { return phrase.substr(phrase.find_last_of(' ') + 1); }

/// Whose words stand with the words of which places in one sentence, as "king table".
std::set<std::string> pairs_in(const std::vector<WhereSubject>& subjects, const std::string& sentence) {
  const auto words = words_of(sentence);
  std::set<std::string> pairs;
  for (const WhereSubject& subject : subjects) {
    const std::string who = last_word(subject.phrase.source);
    if (times(words, who) == 0) continue;
    for (const WherePlace& place : task().places) {
      if (times(words, place.word.source) > 0) pairs.insert(who + " " + place.word.source);
    }
  }
  return pairs;
}

/// One clause has "sat"; the place after it is the truth, and it and the others are named once each.
void check_truth(const WhereExample& example, const std::vector<WhereSubject>& subjects) {
  CAPTURE(example.source, example.target);
  const WherePlace& place = task().places[static_cast<std::size_t>(example.place)];
  const WhereSubject& subject = subjects[static_cast<std::size_t>(example.subject)];
  const auto source = words_of(example.source);
  const auto target = words_of(example.target);
  CHECK(times(source, "sat") == 1);
  CHECK(times(target, "assis") + times(target, "assise") + times(target, "assises") == 1);
  CHECK(example.source.find(subject.phrase.source.substr(1) + " sat " + place.phrases[0].source) != std::string::npos);
  CHECK(example.target.find(task().sat.target_past[subject.form] + " " + place.phrases[0].target) != std::string::npos);
  for (std::size_t p = 0; p < task().places.size(); ++p) {
    const int truth = static_cast<int>(p) == example.place;
    const int other = static_cast<int>(std::count(example.other_places.begin(), example.other_places.end(), static_cast<int>(p)));
    CHECK(times(source, task().places[p].word.source) == truth + other);
    CHECK(times(target, task().places[p].word.target) == truth + other);
  }
}

/// Both languages: a capital, one full stop at the end, single spaces, as many words as it says.
void check_sentence(const WhereExample& example) {
  for (const std::string& line : {example.source, example.target}) {
    CAPTURE(line);
    CHECK((line[0] >= 'A' && line[0] <= 'Z'));
    CHECK(line.find('.') == line.size() - 1);
    CHECK(line.find("  ") == std::string::npos);
    CHECK(line.find(" ,") == std::string::npos);
  }
  CHECK(example.words == std::count(example.source.begin(), example.source.end(), ' ') + 1);
}

/// The smallest file that says all it must; each row may be replaced.
std::string small_file(const std::string& row = "", const std::string& by = "") {
  std::string text =
      "# A comment, then an empty line.\n\n"
      "sat\tsat\ts'est assis\ts'est assise\tse sont assis\tse sont assises\n"
      "place\tmat\ttapis\ton the mat\tsur le tapis\n"
      "place\tbed\tlit\ton the bed\tsur le lit\tunder the bed\tsous le lit\n"
      "subject\ttraining\tthe king\tle roi\tm\n"
      "subject\tevaluation\tthe cat\tle chat\tm\n"
      "verb\tslept\tsleeping\ta dormi\ta dormi\tont dormi\tont dormi\tdormait\tdormait\tdormaient\tdormaient\n"
      "clause\tit rained\til a plu\n"
      "adjunct\tat noon\t\xC3\xA0 midi\n"
      "reason\tbecause he\tparce qu'il\tbecause she\tparce qu'elle\tbecause they\tparce qu'ils\tbecause they\tparce qu'elles\n"
      "join\tand\tet\n"
      "while\twhile\tpendant que\n"
      "opening\tand I ate\tet j'ai mang\xC3\xA9\n"
      "closing\t, but he ran\t, mais il a couru\tat noon\t\xC3\xA0 midi\r\n";
  if (row.empty()) return text;
  const std::size_t at = text.find("\n" + row) + 1;
  REQUIRE(at != 0);
  return text.replace(at, text.find('\n', at) + 1 - at, by);
}

}  // namespace

TEST_CASE("a training sentence has one clause with sat, and the truth is its place", "[tasks]") {
  for (const WhereExample& example : training()) {
    check_truth(example, task().training_subjects);
    check_sentence(example);
  }
}

TEST_CASE("training sentences have up to 45 words, sat at the beginning, in the middle and at the end, and each place as often",
          "[tasks]") {
  const auto examples = training(20000);
  std::vector<int> of_place(task().places.size());
  int first = 0, last = 0, short_ones = 0, long_ones = 0;
  for (const WhereExample& example : examples) {
    CHECK(example.words >= 6);
    CHECK(example.words <= 45);
    const WherePlace& place = task().places[static_cast<std::size_t>(example.place)];
    const std::size_t at = example.source.find(" sat ");
    const bool begins = at == task().training_subjects[static_cast<std::size_t>(example.subject)].phrase.source.size();
    const bool ends = at + 5 + place.phrases[0].source.size() + 1 == example.source.size();
    first += begins && !ends;
    last += ends && !begins;
    short_ones += example.words <= 10;
    long_ones += example.words >= 30;
    ++of_place[static_cast<std::size_t>(example.place)];
  }
  CHECK(first > 2000);
  CHECK(last > 2000);
  CHECK(short_ones > 2000);
  CHECK(long_ones > 2000);
  const double even = 20000.0 / static_cast<double>(task().places.size());
  for (const int count : of_place) CHECK(count == Approx(even).epsilon(0.15));
}

TEST_CASE("evaluation asks 200 distinct subjects and places, each place as often, the cat on the mat first", "[tasks]") {
  const auto ladders = evaluation_ladders(task());
  REQUIRE(ladders.size() == 200);
  std::set<std::pair<int, int>> pairs;
  std::vector<int> of_place(task().places.size()), of_subject(task().evaluation_subjects.size());
  for (const WhereLadder& ladder : ladders) {
    pairs.insert({ladder[0].subject, ladder[0].place});
    ++of_place[static_cast<std::size_t>(ladder[0].place)];
    ++of_subject[static_cast<std::size_t>(ladder[0].subject)];
  }
  CHECK(pairs.size() == 200);
  for (const int count : of_place) CHECK(count == 10);
  for (const int count : of_subject) CHECK((count == 14 || count == 15));
  CHECK(ladders[0][0].source == "The cat sat on the mat.");
  CHECK(ladders[0][0].target == "Le chat s'est assis sur le tapis.");
  CHECK_THROWS_AS(evaluation_ladders(task(), static_cast<int>(task().places.size() * task().evaluation_subjects.size()) + 1), MisuseError);
}

TEST_CASE("the first ladder is the page's, word for word", "[tasks]") {
  const std::string page = read("/web/data/ladder.json");
  const auto ladders = evaluation_ladders(task());
  std::size_t at = 0;
  for (const WhereExample& rung : ladders[0]) {
    at = page.find("\"" + rung.source + "\"", at);
    CAPTURE(rung.source, rung.target);
    REQUIRE(at != std::string::npos);
    const std::size_t french = page.find("\"" + rung.target + "\"", at);
    CHECK(french < page.find("\"english\"", at));
  }
  CHECK(page.find("\"english\"", at) == std::string::npos);
}

TEST_CASE("a rung extends the rung before it, from the clause with sat alone to about 40 words, and keeps the truth", "[tasks]") {
  for (const WhereLadder& ladder : evaluation_ladders(task())) {
    REQUIRE(ladder.size() == 8);
    CHECK(ladder.front().words == 6);
    CHECK(ladder.front().other_places.empty());
    CHECK(ladder.back().words >= 38);
    CHECK(ladder.back().words <= 50);
    CHECK_FALSE(ladder.back().other_places.empty());
    for (std::size_t r = 0; r < ladder.size(); ++r) {
      check_truth(ladder[r], task().evaluation_subjects);
      check_sentence(ladder[r]);
      CHECK(ladder[r].place == ladder[0].place);
      if (r == 0) continue;
      const auto begins_with = [](const std::string& line, const std::string& before) {
        return line.size() > before.size() && line.compare(0, before.size() - 1, before, 0, before.size() - 1) == 0;
      };
      CHECK(begins_with(ladder[r].source, ladder[r - 1].source));
      CHECK(begins_with(ladder[r].target, ladder[r - 1].target));
    }
  }
}

TEST_CASE("no training subject and place stand in one sentence of the evaluation, the supplement or the page's ladder", "[tasks]") {
  const auto& subjects = task().training_subjects;
  for (const WhereLadder& ladder : evaluation_ladders(task(), 280)) CHECK(pairs_in(subjects, ladder.back().source).empty());
  for (const char* path : {"/models/supplement.tsv", "/web/data/ladder.json"}) {
    std::istringstream lines(read(path));
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) CHECK(pairs_in(subjects, line).empty());
    CHECK(count > 50);
  }
}

TEST_CASE("no training sentence names an evaluation subject, and the two sets share no piece", "[tasks]") {
  std::string evaluation;
  for (const auto* chains : {&task().openings, &task().closings}) {
    for (const auto& chain : *chains) {
      for (const WherePiece& piece : chain) evaluation += piece.text.source + "\n";
    }
  }
  for (const auto* pieces : {&task().clauses, &task().adjuncts}) {
    for (const WherePiece& piece : *pieces) {
      CAPTURE(piece.text.source);
      CHECK(evaluation.find(piece.text.source) == std::string::npos);
    }
  }
  for (const WhereExample& example : training()) {
    const auto words = words_of(example.source);
    for (const WhereSubject& subject : task().evaluation_subjects) CHECK(times(words, last_word(subject.phrase.source)) == 0);
  }
}

TEST_CASE("the same seed gives the same sentences, another seed others", "[tasks]") {
  const auto sources = [](const std::vector<WhereExample>& examples) {
    std::vector<std::string> result;
    for (const WhereExample& example : examples) result.push_back(example.source + example.target);
    return result;
  };
  CHECK(sources(training(100, 1)) == sources(training(100, 1)));
  CHECK(sources(training(100, 1)) != sources(training(100, 2)));
  const auto tops = [&](std::uint64_t seed) {
    std::vector<WhereExample> result;
    for (const WhereLadder& ladder : evaluation_ladders(task(), 200, seed)) result.push_back(ladder.back());
    return sources(result);
  };
  CHECK(tops(1) == tops(1));
  CHECK(tops(1) != tops(2));
  CHECK(tops(1)[0] == tops(2)[0]);
}

TEST_CASE("a file of few pieces gives shorter sentences, never an endless search", "[tasks]") {
  const auto small = parse_where_task(small_file(), "small.tsv");
  REQUIRE(small);
  Rng rng(1);
  for (const WhereExample& example : training_examples(*small, 100, rng)) CHECK(example.words <= 45);
  const auto ladders = evaluation_ladders(*small, 2);
  CHECK(ladders[1].back().source == "The cat sat on the bed and I ate, but he ran at noon.");
  CHECK(ladders[1].back().target == "Le chat s'est assis sur le lit et j'ai mang\xC3\xA9, mais il a couru \xC3\xA0 midi.");
}

TEST_CASE("a file that is wrong is refused with the line and what it has", "[tasks]") {
  const auto message = [](const std::string& text) {
    const auto parsed = parse_where_task(text, "small.tsv");
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == "bad-where");
    return parsed.error().message;
  };
  CHECK(message(small_file("clause", "claus\tit rained\til a plu\n")) == "Line 9 of small.tsv is of the unknown kind \"claus\".");
  CHECK(message(small_file("clause", "clause\tit rained\n")) == "Line 9 of small.tsv has, after \"clause\", 1 instead of 2 columns.");
  CHECK(message(small_file("opening", "opening\tand I ate\tet j'ai mang\xC3\xA9\tand\n")) ==
        "Line 14 of small.tsv has, after \"opening\", 3 instead of 2 columns or an even number more.");
  CHECK(message(small_file("clause", "clause\t\til a plu\n")) == "Line 9 of small.tsv has an empty column 2.");
  CHECK(message(small_file("subject\ttraining", "subject\ttest\tthe king\tle roi\tm\n")) ==
        "Line 6 of small.tsv names the set \"test\"; there are training and evaluation.");
  CHECK(message(small_file("subject\ttraining", "subject\ttraining\tthe king\tle roi\tn\n")) ==
        "Line 6 of small.tsv names the form \"n\"; there are m, f, mp and fp.");
  CHECK(message(small_file("subject\ttraining", "subject\ttraining\tmy cat\tmon chat\tm\n")) ==
        "Line 7 of small.tsv gives the subject \"cat\" a second time.");
  CHECK(message(small_file("place\tbed", "place\tbed\ttapis\ton the bed\tsur le tapis\n")) ==
        "Line 5 of small.tsv gives the place \"bed\" a second time.");
  CHECK(message(small_file("place\tbed", "place\tbed\tlit\ton the sofa\tsur le lit\n")) ==
        "Line 5 of small.tsv has a phrase without the place \"bed\".");
  CHECK(message(small_file("clause", "clause\tI went to bed\tje me suis couch\xC3\xA9\n")) ==
        "Line 9 of small.tsv names the place \"bed\" in one language alone.");
  CHECK(message(small_file("clause", "clause\tthe cat ate\tle chat a mang\xC3\xA9\n")) ==
        "Line 9 of small.tsv is for training and names the evaluation subject \"cat\".");
  CHECK(message(small_file("opening", "opening\tand the king ate\tet le roi a mang\xC3\xA9\n")) ==
        "Line 14 of small.tsv is for evaluation and names the training subject \"king\".");
  CHECK(message(small_file("clause", "clause\twe sat down\tnous avons attendu\n")) ==
        "Line 9 of small.tsv has the verb \"sat\" in another clause.");
  CHECK(message(small_file("clause", "clause\the rested\til s'est assis\n")) ==
        "Line 9 of small.tsv has the verb \"sat\" in another clause.");
  CHECK(message(small_file() + "sat\tsat\ta\tb\tc\td\n") == "Line 16 of small.tsv is a second row of the kind \"sat\".");
  CHECK(message(small_file("while", "")) == "small.tsv has no row of the kind \"while\".");
  CHECK(message(small_file("subject\ttraining", "")) == "small.tsv has no training subject.");
  CHECK(message("") == "small.tsv has no row of the kind \"sat\".");
  CHECK(message(small_file("opening", "opening\ton the bed\tsur le lit\n")) ==
        "small.tsv has no opening and closing for \"the cat\" \"on the bed\".");
}
