#include "text/bleu.h"

#include <cmath>

#include "catch.h"
#include "core/check.h"

using namespace regard;

namespace {

using Lines = std::vector<std::string>;

BleuCounts count(std::string_view hypothesis, const Lines& references) { return count_bleu(hypothesis, references); }

double one(std::string_view hypothesis, const Lines& references) { return bleu(count(hypothesis, references)); }

std::string tokens(std::string_view line) {
  std::string joined;
  for (const std::string& word : tokenize_13a(line)) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

}  // namespace

TEST_CASE("13a splits as mteval-v13a does", "[text][bleu]") {
  CHECK(tokens("The dog bit the man.") == "The dog bit the man .");
  CHECK(tokens("It wasn't \"so\"!") == "It wasn't \" so \" !");
  CHECK(tokens("1,000.5 and 3. or .5, a.b") == "1,000.5 and 3 . or . 5 , a . b");
  CHECK(tokens("10-20 -5 well-known") == "10 - 20 -5 well-known");
  CHECK(tokens("a/b (c) [d] {e} ~f @g $h %i") == "a / b ( c ) [ d ] { e } ~ f @ g $ h % i");
  CHECK(tokens("&quot;&amp;&lt;&gt;&amp;quot;") == "\" & < > & quot ;");
  CHECK(tokens("a... b") == "a . . . b");
  CHECK(tokens("\u00AB l'\u00E9t\u00E9\u00A0\u00BB") == "\u00AB l'\u00E9t\u00E9 \u00BB");
  CHECK(tokens("a <skipped>b-\nc\nd  ") == "a bc d");
  CHECK(tokens("   ") == "");
}

// The values below are those that sacreBLEU's own tests ask of its default settings.
TEST_CASE("a corpus with two references scores what sacreBLEU prints", "[text][bleu]") {
  BleuCounts corpus = count("The dog bit the man.", {"The dog bit the man.", "The dog had bit the man."});
  corpus += count("It wasn't surprising.", {"It was not unexpected.", "No one was surprised."});
  corpus += count("The man had just bitten him.", {"The man bit him first.", "The man had bitten the dog."});
  CHECK(bleu(corpus) == Approx(48.530827).epsilon(0).margin(1e-6));
}

TEST_CASE("zero counts are smoothed as sacreBLEU does", "[text][bleu]") {
  const std::string hypothesis = "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;";
  CHECK(one(hypothesis, {"producţia de zahăr brut se exprimă în zahăr alb;"}) == Approx(8.493).epsilon(0).margin(1e-3));
}

TEST_CASE("known counts give sacreBLEU's score", "[text][bleu]") {
  CHECK(bleu({{9, 7, 5, 3}, {10, 8, 6, 4}, 11, 11}) == Approx(83.75922397).epsilon(0).margin(1e-7));
}

TEST_CASE("no match, no words or no n-gram of four words scores 0", "[text][bleu]") {
  CHECK(one("this is a cat", {"okay thanks"}) == 0);
  CHECK(one("", {"okay thanks"}) == 0);
  CHECK(one("okay thanks", {"okay thanks"}) == 0);
  CHECK(bleu({}) == 0);
}

TEST_CASE("a perfect corpus scores 100, with the segments too short for four words left in", "[text][bleu]") {
  BleuCounts corpus = count("This is a test.", {"This is a test."});
  corpus += count("Yes.", {"Yes."});
  CHECK(bleu(corpus) == Approx(100));
}

TEST_CASE("counts are clipped at the reference that has the most", "[text][bleu]") {
  const BleuCounts counts = count("the the the the the the the", {"The cat is on the mat.", "There is a cat on the mat, the one."});
  CHECK(counts.matches == std::array<std::int64_t, 4>{2, 0, 0, 0});
  CHECK(counts.totals == std::array<std::int64_t, 4>{7, 6, 5, 4});
}

TEST_CASE("the closest reference counts for the length, the shorter of two equally close", "[text][bleu]") {
  CHECK(count("a b c d", {"a b c d e f", "a b c", "a"}).reference_length == 3);
  CHECK(count("a b c d", {"a b c d e", "a b c"}).reference_length == 3);
  CHECK(count("a b c d", {"a b c", "a b c d e"}).reference_length == 3);
  CHECK(count("a b c d", {"a b", "a b c d e"}).reference_length == 5);
}

TEST_CASE("a short corpus pays the brevity penalty", "[text][bleu]") {
  CHECK(bleu({{4, 3, 2, 1}, {4, 3, 2, 1}, 4, 8}) == Approx(100 * std::exp(-1.0)));
}

TEST_CASE("case counts", "[text][bleu]") { CHECK(one("the dog bit the man.", {"The dog bit the man."}) < 99); }

TEST_CASE("a segment without references is misuse", "[text][bleu]") { CHECK_THROWS_AS(count_bleu("a", {}), MisuseError); }

TEST_CASE("the bootstrap interval holds the score, narrows with the corpus and follows the seed", "[text][bleu]") {
  std::vector<BleuCounts> segments;
  for (int k = 0; k < 40; ++k) segments.push_back({{5 - k % 3, 3 - k % 2, 2 - k % 2, 1 - k % 2}, {6, 5, 4, 3}, 6, 6});
  BleuCounts corpus;
  for (const BleuCounts& segment : segments) corpus += segment;
  const auto interval = bleu_interval(segments, 1000, 7);
  CHECK(interval[0] < bleu(corpus));
  CHECK(bleu(corpus) < interval[1]);
  CHECK(bleu_interval(segments, 1000, 7) == interval);
  CHECK(bleu_interval(segments, 1000, 8) != interval);

  std::vector<BleuCounts> many;
  for (int k = 0; k < 16; ++k) many.insert(many.end(), segments.begin(), segments.end());
  const auto narrow = bleu_interval(many, 1000, 7);
  CHECK(narrow[1] - narrow[0] == Approx((interval[1] - interval[0]) / 4).epsilon(0.2));

  const std::vector<BleuCounts> same(10, segments.front());
  const auto point = bleu_interval(same, 100, 1);
  CHECK(point[0] == Approx(bleu(segments.front())));
  CHECK(point[1] == point[0]);
  CHECK(bleu_interval({}, 100, 1) == std::array<double, 2>{0, 0});
}
