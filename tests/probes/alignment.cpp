#include "probes/alignment.h"

#include <cmath>

#include "catch.h"
#include "core/check.h"
#include "matrix.h"
#include "tiny_net.h"

using namespace regard;

namespace {

/// A pair from its line of the file.
AlignedPair pair_of(const std::string& line) {
  const auto pairs = parse_alignments(line, "test");
  REQUIRE(pairs);
  REQUIRE(pairs->size() == 1);
  return pairs->front();
}

std::string error_of(std::string_view text) {
  const auto pairs = parse_alignments(text, "test.tsv");
  if (pairs) return "";
  CHECK(pairs.error().code == "bad-alignments");
  return pairs.error().message;
}

std::string joined(const std::vector<Unit>& units) {
  std::string text;
  for (const Unit& unit : units) text += (text.empty() ? "" : "|") + unit.text;
  return text;
}

/// Every character of `characters` and two merges.
BytePairTokenizer tokenizer_of(const std::vector<std::string>& characters, std::vector<std::pair<std::string, std::string>> merges,
                               Apostrophe apostrophe) {
  BytePairModel model;
  model.pieces = {"<unk>", "<s>", "</s>", std::string(kWordMark)};
  model.pieces.insert(model.pieces.end(), characters.begin(), characters.end());
  for (const auto& [left, right] : merges) model.pieces.push_back(left + right);
  model.merges = std::move(merges);
  model.apostrophe = apostrophe;
  auto tokenizer = BytePairTokenizer::from(std::move(model));
  REQUIRE(tokenizer);
  return *std::move(tokenizer);
}

const char* const kSleep = "I did sleep.\tJ'ai dormi.\t1-1 2?2 3?2 3-3 4-4\n";
const char* const kHouse = "The white house\tLa maison blanche\t1-1 2-3 3-2\n";

}  // namespace

TEST_CASE("a line becomes units, and links counted from 0", "[probes][alignment]") {
  const AlignedPair pair = pair_of("My sister's in the car.\tMa soeur est-elle  dans l'auto ?\t1-1 2-2 2?3 6-8\r\n");
  CHECK(pair.target == "Ma soeur est-elle dans l'auto ?");
  CHECK(joined(pair.source_units) == "▁My|▁sister's|▁in|▁the|▁car|.");
  CHECK(joined(pair.target_units) == "▁Ma|▁soeur|▁est|-elle|▁dans|▁l'|auto|▁?");
  REQUIRE(pair.links.size() == 4);
  CHECK((pair.links[1].source == 1 && pair.links[1].target == 1 && pair.links[1].sure));
  CHECK((pair.links[2].source == 1 && pair.links[2].target == 2 && !pair.links[2].sure));
}

TEST_CASE("a space that stands alone belongs to the unit behind it", "[probes][alignment]") {
  CHECK(joined(alignment_units("En 1995 ?", Apostrophe::kEndsUnit)) == "▁En|▁1|9|9|5|▁?");
  CHECK(joined(alignment_units("\"a -", Apostrophe::kLetter)) == "▁\"|a|▁-");
  CHECK(joined(alignment_units("a ▁", Apostrophe::kLetter)) == "▁a|▁▁");
  CHECK(alignment_units("", Apostrophe::kLetter).empty());
}

TEST_CASE("comments stand before the first pair alone, empty lines anywhere", "[probes][alignment]") {
  const auto pairs = parse_alignments("# a rule\n#\tmore\n\nYes\tOui\t1-1\n\n# one\t# un\t1-1 2-2\n", "test");
  REQUIRE(pairs);
  REQUIRE(pairs->size() == 2);
  CHECK((*pairs)[1].source == "# one");
}

TEST_CASE("a bad line is refused with its number and the value", "[probes][alignment]") {
  CHECK(error_of("# rule\nYes.\tOui.\t1-1\nNo.\tNon.\n") == "Line 3 of test.tsv has 2 columns instead of 3.");
  CHECK(error_of("No.\tNon.\t1-1\tmore") == "Line 1 of test.tsv has 4 columns instead of 3.");
  CHECK(error_of(" \tNon.\t1-1") == "Line 1 of test.tsv has an empty side.");
  CHECK(error_of("No.\tNon.\t") == "Line 1 of test.tsv has no link.");
  CHECK(error_of("No.\tN\xFFn.\t1-1") == "Line 1 of test.tsv is not UTF-8.");
  CHECK(error_of("No.\tNon.\t1-1 3-2") == "Line 1 of test.tsv has the link 3-2, but 2 English units.");
  CHECK(error_of("No.\tNon, non.\t1-1 2?5") == "Line 1 of test.tsv has the link 2?5, but 4 French units.");
  CHECK(error_of("No.\tNon.\t0-1") == "Line 1 of test.tsv has the link 0-1, but 2 English units.");
  CHECK(error_of("No.\tNon.\t1-0") == "Line 1 of test.tsv has the link 1-0, but 2 French units.");
  CHECK(error_of("No.\tNon.\t1-1 2-2 1?1") == "Line 1 of test.tsv links English unit 1 and French unit 1 twice.");
  for (const std::string link : {"1", "1-", "-1", "1+1", "1--1", "1-1x", "a-1", "1-a", "1 -1", " 1-1", "1-1  2-2", "99999999999-1"}) {
    CAPTURE(link);
    CHECK(error_of("No.\tNon.\t" + link).find("instead of one such as 1-1 or 1?2.") != std::string::npos);
  }
  CHECK(error_of("No.\tNon.\t1-1 2:2") == "Line 1 of test.tsv has the link \"2:2\" instead of one such as 1-1 or 1?2.");
  CHECK(error_of("# a rule alone\n") == "test.tsv holds no pair.");
  CHECK(error_of("") == "test.tsv holds no pair.");
}

TEST_CASE("tokens find their units, unknown characters too", "[probes][alignment]") {
  const BytePairTokenizer tokenizer = tokenizer_of({"a", "b", "l", "'", "."}, {{"a", "b"}, {"l", "'"}}, Apostrophe::kEndsUnit);
  const std::string line = "ab l'ab\u00E9\u6F22b .";
  const std::vector<Token> tokens = tokenizer.tokenize(line);
  const std::vector<Unit> units = alignment_units(line, Apostrophe::kEndsUnit);
  // ▁ ab | ▁ l' | ab é 漢 b | ▁ .
  CHECK(joined(units) == "▁ab|▁l'|ab\u00E9\u6F22b|▁.");
  CHECK(tokens[5].id == kUnknownId);
  CHECK(tokens[6].id == kUnknownId);
  CHECK(units_of_tokens(tokens, units) == std::vector<int>{0, 0, 1, 1, 2, 2, 2, 2, 3, 3});

  const std::vector<Unit> others = alignment_units("a l'ab .", Apostrophe::kEndsUnit);
  CHECK_THROWS_AS(units_of_tokens(tokens, others), MisuseError);
  CHECK_THROWS_AS(units_of_tokens(tokens, std::span(units).first(3)), MisuseError);
  CHECK_THROWS_AS(units_of_tokens(std::span(tokens).first(7), units), MisuseError);
}

TEST_CASE("merging sums the columns of a source unit, averages the rows of a target unit and drops the end token", "[probes][alignment]") {
  // Source tokens "The | wh ite | cat", target tokens "le | ch at | bl an c", end.
  const TraceMatrix alpha{7, 4, {0.7f,  0.1f,  0.1f,  0.1f,   //
                                 0.1f,  0.1f,  0.1f,  0.7f,   //
                                 0.3f,  0.1f,  0.1f,  0.5f,   //
                                 0.0f,  0.5f,  0.25f, 0.25f,  //
                                 0.0f,  0.25f, 0.5f,  0.25f,  //
                                 0.75f, 0.0f,  0.0f,  0.25f,  //
                                 0.0f,  0.0f,  0.0f,  1.0f}};
  const int source_unit[] = {0, 1, 1, 2}, target_unit[] = {0, 1, 1, 2, 2, 2};
  const TraceMatrix merged = merge_tokens(alpha, source_unit, target_unit);
  const Matrix<float> expected(3, 3,
                               {0.7f, 0.2f, 0.1f,  //
                                0.2f, 0.2f, 0.6f,  //
                                0.25f, 0.5f, 0.25f});
  CHECK(difference(Matrix<float>(merged.rows, merged.cols, merged.data), expected, 1e-6) == "");
  CHECK(strongest_sources(merged) == std::vector<int>{0, 2, 1});

  CHECK_THROWS_AS(merge_tokens(alpha, source_unit, std::span(target_unit).first(5)), MisuseError);
  CHECK_THROWS_AS(merge_tokens(alpha, std::span(source_unit).first(3), target_unit), MisuseError);
}

TEST_CASE("of equally strong source units the first is taken", "[probes][alignment]") {
  CHECK(strongest_sources({2, 3, {0.4f, 0.4f, 0.2f, 0.2f, 0.4f, 0.4f}}) == std::vector<int>{0, 1});
}

TEST_CASE("forced decoding gives attention between units whose rows sum to 1", "[probes][alignment]") {
  BytePairTokenizer source = tokenizer_of({"a", "b", "."}, {{"a", "b"}}, Apostrophe::kLetter);
  BytePairTokenizer target = tokenizer_of({"l", "'"}, {{"l", "'"}}, Apostrophe::kEndsUnit);
  Seq2SeqConfig config = tiny_config(AttentionKind::kAdditive);
  config.source_vocabulary = source.size();
  config.target_vocabulary = target.size();
  const Seq2Seq net(config);
  const Model model{net, random_values<float>(net, 3), std::move(source), std::move(target)};
  const AlignedPair pair = pair_of("ab ba.\tl'll l\u00E9\t1-1\n");
  const TraceMatrix attention = unit_attention(model, pair);
  REQUIRE(attention.rows == 3);
  REQUIRE(attention.cols == 3);
  for (int i = 0; i < 3; ++i) {
    const float* row = attention.data.data() + 3 * i;
    CHECK(row[0] + row[1] + row[2] == Approx(1));
  }

  // Source tokens: ▁ ab ▁ b a . / target tokens: ▁ l' l l ▁ l é(unknown), each its own row of the trace.
  const int mark = 3;
  const std::vector<int> source_ids = {mark, 7, mark, 5, 4, 6}, target_ids = {mark, 6, 4, 4, mark, 4, kUnknownId, kEndId};
  const Trace forced = trace(net, model.values, source_ids, target_ids, {0, false, kBeginId});
  const auto weight = [&](int i, int j) { return forced.alpha.data[static_cast<std::size_t>(i * 6 + j)]; };
  CHECK(attention.data[1] == Approx((weight(0, 2) + weight(0, 3) + weight(0, 4) + weight(1, 2) + weight(1, 3) + weight(1, 4)) / 2));
  CHECK(attention.data[8] == Approx((weight(4, 5) + weight(5, 5) + weight(6, 5)) / 3));

  const Seq2Seq vector([&] {
    config.attention = AttentionKind::kNone;
    return config;
  }());
  CHECK_THROWS_AS(unit_attention({vector, random_values<float>(vector, 3), model.source, model.target}, pair), MisuseError);
}

// I did sleep . / J' ai dormi .     S = {I-J', sleep-dormi, .-.}, |S| = 3; P = S and {did-ai, sleep-ai}, |P| = 5.
//   A = {I-J', did-ai, did-dormi, .-.}, |A| = 4: A & S = {I-J', .-.}, 2; A & P = {I-J', did-ai, .-.}, 3.
//   AER = 1 - (2 + 3) / (4 + 3) = 2 / 7, precision 3 / 4, recall 2 / 3.
// The white house / La maison blanche     S = P = {The-La, white-blanche, house-maison}, |S| = 3.
//   A = {The-La, house-maison, house-blanche}, |A| = 3: A & S = A & P, 2.
//   AER = 1 - (2 + 2) / (3 + 3) = 1 / 3.
// Corpus: |A & S| = 4, |A & P| = 5, |A| = 7, |S| = 6: AER = 1 - 9 / 13 = 4 / 13, precision 5 / 7, recall 4 / 6.
TEST_CASE("the alignment error rate is what a hand computes", "[probes][alignment]") {
  const AlignmentCounts sleep = count_alignment(pair_of(kSleep), std::vector<int>{0, 1, 1, 3});
  CHECK(sleep.sure_hits == 2);
  CHECK(sleep.possible_hits == 3);
  CHECK(sleep.links == 4);
  CHECK(sleep.sure == 3);
  CHECK(alignment_error_rate(sleep) == Approx(2.0 / 7));
  CHECK(alignment_precision(sleep) == Approx(3.0 / 4));
  CHECK(alignment_recall(sleep) == Approx(2.0 / 3));

  const AlignmentCounts house = count_alignment(pair_of(kHouse), std::vector<int>{0, 2, 2});
  CHECK(alignment_error_rate(house) == Approx(1.0 / 3));

  AlignmentCounts corpus = sleep;
  corpus += house;
  CHECK(alignment_error_rate(corpus) == Approx(4.0 / 13));
  CHECK(alignment_precision(corpus) == Approx(5.0 / 7));
  CHECK(alignment_recall(corpus) == Approx(4.0 / 6));

  CHECK(alignment_error_rate(count_alignment(pair_of(kHouse), std::vector<int>{0, 2, 1})) == Approx(0).margin(1e-12));
  CHECK(alignment_error_rate(count_alignment(pair_of(kHouse), std::vector<int>{1, 0, 0})) == Approx(1));
  CHECK_THROWS_AS(count_alignment(pair_of(kHouse), std::vector<int>{0, 2}), MisuseError);
  CHECK_THROWS_AS(alignment_error_rate({}), MisuseError);
  CHECK_THROWS_AS(alignment_precision({}), MisuseError);
  CHECK_THROWS_AS(alignment_recall({}), MisuseError);
}

TEST_CASE("the uniform baseline is the mean over every alignment there is", "[probes][alignment]") {
  const AlignedPair pair = pair_of(kSleep);
  AlignmentCounts sum;
  double rates = 0;
  int count = 0;
  std::vector<int> sources(4, 0);
  for (; count < 256; ++count) {
    for (std::size_t i = 0; i < 4; ++i) sources[i] = (count >> (2 * i)) % 4;
    const AlignmentCounts one = count_alignment(pair, sources);
    sum += one;
    rates += alignment_error_rate(one);
  }
  const AlignmentCounts expected = expect_uniform(pair);
  CHECK(expected.sure_hits == Approx(sum.sure_hits / count));
  CHECK(expected.possible_hits == Approx(sum.possible_hits / count));
  CHECK(expected.links == 4);
  CHECK(expected.sure == 3);
  CHECK(alignment_error_rate(expected) == Approx(rates / count));
}

TEST_CASE("the diagonal is the formula, computed in floating point", "[probes][alignment]") {
  CHECK(diagonal_sources(3, 3) == std::vector<int>{0, 1, 2});
  CHECK(diagonal_sources(2, 4) == std::vector<int>{0, 0, 1, 1});
  CHECK(diagonal_sources(4, 2) == std::vector<int>{1, 3});
  for (int S = 1; S <= 24; ++S) {
    for (int T = 1; T <= 24; ++T) {
      const std::vector<int> sources = diagonal_sources(S, T);
      REQUIRE(sources.size() == static_cast<std::size_t>(T));
      for (int i = 1; i <= T; ++i) {
        // The tiny number keeps a half, which is exact in the whole numbers, from being rounded down here.
        const double exact = (i - 0.5) * S / T + 0.5;
        CHECK(sources[static_cast<std::size_t>(i - 1)] + 1 == static_cast<int>(std::floor(exact + 0.5 + 1e-9)));
        CHECK(sources[static_cast<std::size_t>(i - 1)] < S);
      }
    }
  }
}

TEST_CASE("the bootstrap interval of the error rate holds it, narrows with the corpus and follows the seed", "[probes][alignment]") {
  std::vector<AlignmentCounts> pairs;
  for (int k = 0; k < 40; ++k) pairs.push_back({5.0 - k % 3, 6.0 - k % 3, 8, 6});
  AlignmentCounts corpus;
  for (const AlignmentCounts& pair : pairs) corpus += pair;
  const double rate = alignment_error_rate(corpus);
  const auto interval = alignment_error_interval(pairs, 1000, 7);
  CHECK(interval[0] < rate);
  CHECK(rate < interval[1]);
  CHECK(alignment_error_interval(pairs, 1000, 7) == interval);
  CHECK(alignment_error_interval(pairs, 1000, 8) != interval);

  std::vector<AlignmentCounts> many;
  for (int k = 0; k < 16; ++k) many.insert(many.end(), pairs.begin(), pairs.end());
  const auto narrow = alignment_error_interval(many, 1000, 7);
  CHECK(narrow[1] - narrow[0] == Approx((interval[1] - interval[0]) / 4).epsilon(0.2));
  CHECK_THROWS_AS(alignment_error_interval({}, 1000, 7), MisuseError);
}
