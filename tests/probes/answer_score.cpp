#include "probes/answer_score.h"

#include <cmath>
#include <vector>

#include "catch.h"
#include "core/check.h"

using namespace regard;

namespace {

AnswerScore score_of(int right, int count) {
  AnswerScore score;
  for (int k = 0; k < count; ++k) score.add(k < right, std::log(k < right ? 0.5 : 0.25));
  return score;
}

}  // namespace

TEST_CASE("scores of sentences add up to that of the set", "[probes][score]") {
  AnswerScore sum = score_of(2, 3);
  sum += score_of(1, 4);
  CHECK(sum.count == 7);
  CHECK(sum.right == 3);
  CHECK(sum.probability == Approx(3 * 0.5 + 4 * 0.25));
  CHECK(sum.log_probability == Approx(3 * std::log(0.5) + 4 * std::log(0.25)));
}

TEST_CASE("the interval of an accuracy holds it, narrows with more sentences and depends on the seed alone", "[probes][score]") {
  const auto sentences = [](int times) {
    std::vector<AnswerScore> all;
    for (int k = 0; k < times; ++k) {
      for (int right = 0; right <= 4; ++right) all.push_back(score_of(right, 4));
      all.push_back({});
    }
    return all;
  };
  const auto few = accuracy_interval(sentences(4), 1000, 1), many = accuracy_interval(sentences(100), 1000, 1);
  CHECK((few[0] < 0.5 && 0.5 < few[1]));
  CHECK((many[0] < 0.5 && 0.5 < many[1]));
  CHECK(many[1] - many[0] < (few[1] - few[0]) / 3);
  CHECK(accuracy_interval(sentences(4), 1000, 1) == few);
  CHECK(accuracy_interval(sentences(4), 1000, 2) != few);
  // Over 500 sentences the mean of 0, 1/4, .. 1 has a standard error of sqrt(1/8 / 500).
  CHECK(many[1] - many[0] == Approx(2 * 1.96 * std::sqrt(0.125 / 500)).epsilon(0.1));
}

TEST_CASE("an interval is one point where all sentences are alike, and zero where none was asked", "[probes][score]") {
  const std::vector<AnswerScore> alike(5, score_of(3, 4)), none(3);
  CHECK(accuracy_interval(alike, 100, 1) == std::array{0.75, 0.75});
  CHECK(accuracy_interval(none, 100, 1) == std::array{0.0, 0.0});
  CHECK_THROWS_AS(accuracy_interval(alike, 0, 1), MisuseError);
}
