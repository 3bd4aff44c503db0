#include "nets/alpha_policy.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "catch.h"
#include "naive.h"

using namespace regard;

namespace {

const std::vector<float> kScores = {0.5f, -1.0f, 2.0f, 0.0f, 2.0f};

std::vector<float> softmax(const std::vector<float>& scores) {
  const std::vector<double> p = naive::softmax(scores);
  return {p.begin(), p.end()};
}

AlphaPolicy policy(AlphaPolicyKind kind) {
  AlphaPolicy policy;
  policy.kind = kind;
  policy.target_length = 4;
  return policy;
}

double sum(const std::vector<float>& row) { return std::accumulate(row.begin(), row.end(), 0.0); }

}  // namespace

TEST_CASE("every policy of weights has a name, and its rows sum to 1", "[nets][alpha_policy]") {
  AlphaPolicy another = policy(AlphaPolicyKind::kAnother);
  another.rows = {2, 3, {0.2f, 0.3f, 0.5f, 1, 0, 0}};
  const std::vector<float> own = softmax(kScores);
  for (const char* name : {"learned", "uniform", "diagonal", "one-hot", "sampled", "shuffled", "another"}) {
    CAPTURE(name);
    const std::optional<AlphaPolicyKind> kind = alpha_policy_kind(name);
    REQUIRE(kind);
    CHECK_FALSE(fixes_context(*kind));
    for (int i = 0; i < 7; ++i) {
      const std::vector<float> row = policy_row(*kind == AlphaPolicyKind::kAnother ? another : policy(*kind), i, kScores, own);
      REQUIRE(row.size() == own.size());
      CHECK(sum(row) == Approx(1).epsilon(1e-6));
      CHECK(*std::min_element(row.begin(), row.end()) >= 0);
    }
  }
  for (const char* name : {"last-forward", "vector"}) {
    REQUIRE(alpha_policy_kind(name));
    CHECK(fixes_context(*alpha_policy_kind(name)));
    CHECK_THROWS_AS(policy_row(policy(*alpha_policy_kind(name)), 0, kScores, own), MisuseError);
  }
  CHECK_FALSE(alpha_policy_kind("hard"));
}

TEST_CASE("learned leaves the row, uniform ignores it, one-hot takes the first of its largest weights", "[nets][alpha_policy]") {
  const std::vector<float> own = {0.1f, 0.4f, 0.05f, 0.4f, 0.05f};
  CHECK(policy_row(policy(AlphaPolicyKind::kLearned), 2, kScores, own) == own);
  CHECK(policy_row(policy(AlphaPolicyKind::kUniform), 2, kScores, own) == std::vector<float>(5, 0.2f));
  CHECK(policy_row(policy(AlphaPolicyKind::kOneHot), 2, kScores, own) == std::vector<float>{0, 1, 0, 0, 0});
}

TEST_CASE("the diagonal is the bell of its formula, and stays at the end behind T", "[nets][alpha_policy]") {
  const std::vector<float> own(5, 0.2f);
  for (int i = 0; i < 7; ++i) {
    const double centre = (std::min(i + 1, 4) - 0.5) * 5 / 4 + 0.5;
    std::vector<double> bell;
    for (int j = 1; j <= 5; ++j) bell.push_back(std::exp(-(j - centre) * (j - centre) / 2));
    const double total = std::accumulate(bell.begin(), bell.end(), 0.0);
    const std::vector<float> row = policy_row(policy(AlphaPolicyKind::kDiagonal), i, kScores, own);
    for (std::size_t j = 0; j < 5; ++j) CHECK(static_cast<double>(row[j]) == Approx(bell[j] / total).epsilon(1e-6));
  }
  CHECK_THROWS_AS(policy_row(AlphaPolicy{.kind = AlphaPolicyKind::kDiagonal}, 0, kScores, own), MisuseError);
}

TEST_CASE("shuffled permutes the row: the same for a seed and a step, others for other steps and seeds", "[nets][alpha_policy]") {
  std::vector<float> own;
  for (int j = 1; j <= 8; ++j) own.push_back(static_cast<float>(j) / 36);
  AlphaPolicy shuffled = policy(AlphaPolicyKind::kShuffled);
  std::vector<std::vector<float>> rows;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    for (int i = 0; i < 4; ++i) {
      shuffled.seed = seed;
      rows.push_back(policy_row(shuffled, i, own, own));
      CHECK(policy_row(shuffled, i, own, own) == rows.back());
      CHECK(std::is_permutation(own.begin(), own.end(), rows.back().begin()));
    }
  }
  std::sort(rows.begin(), rows.end());
  CHECK(std::unique(rows.begin(), rows.end()) == rows.end());
}

TEST_CASE("sampled positions are as frequent as the softmax of the scores over the temperature says", "[nets][alpha_policy]") {
  constexpr int kDraws = 20000;
  const std::vector<float> own = softmax(kScores);
  for (double temperature : {0.5, 1.0, 2.0}) {
    CAPTURE(temperature);
    AlphaPolicy sampled = policy(AlphaPolicyKind::kSampled);
    sampled.temperature = temperature;
    std::vector<double> scaled;
    for (float score : kScores) scaled.push_back(static_cast<double>(score) / temperature);
    const std::vector<double> expected = naive::softmax(scaled);
    std::vector<int> counts(5);
    for (int i = 0; i < kDraws; ++i) {
      const std::vector<float> row = policy_row(sampled, i, kScores, own);
      const auto at = std::find(row.begin(), row.end(), 1.0f);
      REQUIRE(at != row.end());
      REQUIRE(sum(row) == 1);
      ++counts[static_cast<std::size_t>(at - row.begin())];
    }
    // Within four standard deviations of a binomial.
    for (std::size_t j = 0; j < 5; ++j) {
      const double p = expected[j];
      CHECK(std::abs(counts[j] - kDraws * p) <= 4 * std::sqrt(kDraws * p * (1 - p)));
    }
  }
}

TEST_CASE("another sentence's row keeps its sum where it is spread over more or fewer tokens", "[nets][alpha_policy]") {
  const std::vector<float> row = {0.6f, 0.1f, 0.3f};
  CHECK(resampled_row(row, 3) == row);
  CHECK(resampled_row(row, 1) == std::vector<float>{1.0f});
  const std::vector<float> doubled = resampled_row(row, 6);
  for (std::size_t j = 0; j < 6; ++j) CHECK(doubled[j] == Approx(static_cast<double>(row[j / 2]) / 2).epsilon(1e-6));
  const std::vector<float> halved = resampled_row(row, 2);
  CHECK(halved[0] == Approx(0.65).epsilon(1e-6));
  CHECK(halved[1] == Approx(0.35).epsilon(1e-6));
  for (int sources = 1; sources <= 40; ++sources) CHECK(sum(resampled_row(row, sources)) == Approx(1).epsilon(1e-5));

  AlphaPolicy another = policy(AlphaPolicyKind::kAnother);
  another.rows = {2, 3, {0, 1, 0, 0.6f, 0.1f, 0.3f}};
  CHECK(policy_row(another, 0, {row.data(), 3}, row) == std::vector<float>{0, 1, 0});
  CHECK(policy_row(another, 1, {row.data(), 3}, row) == row);
  CHECK(policy_row(another, 9, {row.data(), 3}, row) == row);
}

TEST_CASE("a row of weights is divided by its sum, or said to be none", "[nets][alpha_policy]") {
  const auto said = [](const std::vector<double>& weights) { return normalised_row(weights, 3).error().message; };
  const Result<std::vector<float>> row = normalised_row(std::vector<double>{1, 0, 3}, 3);
  REQUIRE(row);
  CHECK(*row == std::vector<float>{0.25f, 0, 0.75f});
  CHECK(said({1, 2}) == "The row has 2 weights; the sentence has 3 tokens.");
  CHECK(said({1, -0.5, 2}) == "Weight 2 of the row is -0.500000; a weight is a number from 0 up.");
  CHECK(said({0, 0, 0}) == "The weights of the row sum to 0.000000; one of them must be above 0.");
  CHECK(said({0, std::nan(""), 0}).find("Weight 2 of the row is") == 0);
  CHECK(said({0, INFINITY, 0}).find("Weight 2 of the row is inf") == 0);
}
