#include "nets/alpha_policy.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/check.h"
#include "core/rng.h"

namespace regard {
namespace {

struct Named {
  std::string_view name;
  AlphaPolicyKind kind;
};

constexpr Named kKinds[] = {
    {"learned", AlphaPolicyKind::kLearned}, {"uniform", AlphaPolicyKind::kUniform},          {"diagonal", AlphaPolicyKind::kDiagonal},
    {"one-hot", AlphaPolicyKind::kOneHot},  {"sampled", AlphaPolicyKind::kSampled},          {"shuffled", AlphaPolicyKind::kShuffled},
    {"another", AlphaPolicyKind::kAnother}, {"last-forward", AlphaPolicyKind::kLastForward}, {"vector", AlphaPolicyKind::kVector},
};

/// The generator of step i: the seed is mixed before i is added, so that neighbouring seeds share no step.
Rng rng_of(std::uint64_t seed, int i) { return Rng(Rng(seed).next() + static_cast<std::uint64_t>(i)); }

std::vector<float> over_sum(const std::vector<double>& weights) {
  double sum = 0;
  for (double weight : weights) sum += weight;
  std::vector<float> row;
  for (double weight : weights) row.push_back(static_cast<float>(weight / sum));
  return row;
}

std::vector<float> one_hot(std::size_t j, std::size_t sources) {
  std::vector<float> row(sources, 0.0f);
  row[j] = 1;
  return row;
}

std::vector<float> diagonal(int i, int target_length, int sources) {
  check(target_length >= 1, "policy_row: the diagonal runs to the end of a translation of one token or more.");
  const double centre = (std::min(i, target_length - 1) + 0.5) * sources / target_length - 0.5;
  std::vector<double> weights;
  for (int j = 0; j < sources; ++j) weights.push_back(std::exp(-(j - centre) * (j - centre) / 2));
  return over_sum(weights);
}

std::size_t draw(std::span<const float> scores, double temperature, Rng rng) {
  check(temperature > 0, "policy_row: the temperature is above 0.");
  const double highest = static_cast<double>(*std::max_element(scores.begin(), scores.end()));
  std::vector<double> sums;
  double sum = 0;
  for (float score : scores) sums.push_back(sum += std::exp((static_cast<double>(score) - highest) / temperature));
  const double at = rng.uniform() * sum;
  std::size_t j = 0;
  while (j + 1 < sums.size() && sums[j] <= at) ++j;
  return j;
}

}  // namespace

std::optional<AlphaPolicyKind> alpha_policy_kind(std::string_view name) {
  for (const Named& one : kKinds) {
    if (one.name == name) return one.kind;
  }
  return std::nullopt;
}

std::vector<float> policy_row(const AlphaPolicy& policy, int i, std::span<const float> scores, std::span<const float> own) {
  check(!own.empty() && scores.size() == own.size(), "policy_row: there is a score and a weight for each source token.");
  const int sources = static_cast<int>(own.size());
  std::vector<float> row(own.begin(), own.end());
  switch (policy.kind) {
    case AlphaPolicyKind::kLearned:
      return row;
    case AlphaPolicyKind::kUniform:
      return over_sum(std::vector<double>(own.size(), 1.0));
    case AlphaPolicyKind::kDiagonal:
      return diagonal(i, policy.target_length, sources);
    case AlphaPolicyKind::kOneHot:
      return one_hot(static_cast<std::size_t>(std::max_element(own.begin(), own.end()) - own.begin()), own.size());
    case AlphaPolicyKind::kSampled:
      return one_hot(draw(scores, policy.temperature, rng_of(policy.seed, i)), own.size());
    case AlphaPolicyKind::kShuffled: {
      Rng rng = rng_of(policy.seed, i);
      rng.shuffle(row);
      return row;
    }
    case AlphaPolicyKind::kAnother: {
      check(policy.rows.rows > 0 && policy.rows.cols > 0, "policy_row: another sentence's weights are given.");
      const auto width = static_cast<std::size_t>(policy.rows.cols);
      const auto first = static_cast<std::size_t>(std::min(i, policy.rows.rows - 1)) * width;
      return resampled_row(std::span(policy.rows.data).subspan(first, width), sources);
    }
    case AlphaPolicyKind::kLastForward:
    case AlphaPolicyKind::kVector:
      break;
  }
  throw MisuseError("policy_row: a policy that fixes c_i has no weights.");
}

std::vector<float> resampled_row(std::span<const float> row, int sources) {
  check(!row.empty() && sources > 0, "resampled_row: neither sentence is empty.");
  // In units of 1 / (S C): token j of S covers j C .. (j + 1) C, token k of C covers k S .. (k + 1) S.
  const auto given = static_cast<long long>(row.size()), wanted = static_cast<long long>(sources);
  std::vector<float> spread;
  for (long long j = 0; j < wanted; ++j) {
    double sum = 0;
    for (long long k = j * given / wanted; k < given && k * wanted < (j + 1) * given; ++k) {
      const long long shared = std::min((j + 1) * given, (k + 1) * wanted) - std::max(j * given, k * wanted);
      sum += static_cast<double>(row[static_cast<std::size_t>(k)]) * static_cast<double>(shared) / static_cast<double>(wanted);
    }
    spread.push_back(static_cast<float>(sum));
  }
  return spread;
}

Result<std::vector<float>> normalised_row(std::span<const double> weights, int sources) {
  const auto wrong = [](const std::string& sentence) { return Error{"bad-row", sentence}; };
  if (static_cast<int>(weights.size()) != sources) {
    return wrong("The row has " + std::to_string(weights.size()) + " weights; the sentence has " + std::to_string(sources) + " tokens.");
  }
  double sum = 0;
  for (std::size_t j = 0; j < weights.size(); ++j) {
    if (!(weights[j] >= 0) || !std::isfinite(weights[j])) {
      return wrong("Weight " + std::to_string(j + 1) + " of the row is " + std::to_string(weights[j]) +
                   "; a weight is a number from 0 up.");
    }
    sum += weights[j];
  }
  if (!(sum > 0) || !std::isfinite(sum))
    return wrong("The weights of the row sum to " + std::to_string(sum) + "; one of them must be above 0.");
  return over_sum({weights.begin(), weights.end()});
}

}  // namespace regard
