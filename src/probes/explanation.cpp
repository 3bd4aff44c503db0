#include "probes/explanation.h"

#include <algorithm>
#include <numeric>

#include "core/rng.h"
#include "nets/trace.h"
#include "probes/divergence.h"
#include "probes/gradient_flow.h"
#include "probes/leave_one_out.h"
#include "probes/other_row.h"

namespace regard {

Explanation explain(const Seq2Seq& net, std::span<const float> values, std::span<const int> source, std::span<const int> target) {
  const Trace written = trace(net, values, source, target, {.top = 0});
  const GradientFlow<float> flow = gradient_flow<float>(net, values, source, target);
  LeftOut left_out = leave_one_out(net, values, source, target);
  Explanation explanation;
  explanation.targets = static_cast<int>(target.size());
  explanation.sources = static_cast<int>(source.size());
  explanation.attention.assign(written.alpha.data.begin(), written.alpha.data.end());
  explanation.gradient = gradient_norms<float>(flow, flow.total);
  explanation.left_out = std::move(left_out.distance);
  explanation.change = std::move(left_out.change);
  const AlignedVector<float> uniform(source.size(), 1.0f / static_cast<float>(source.size()));
  for (int i = 0; i < explanation.targets; ++i) {
    const OtherRow<float> step(net, values, source, target, i);
    explanation.uniform.push_back(total_variation<float>(step.outputs(uniform), step.output()));
  }
  return explanation;
}

namespace {

/// What the three answer about token i.
struct Rows {
  std::span<const double> attention, gradient, left_out;

  Rows(const Explanation& explanation, int i) {
    check(i >= 0 && i < explanation.targets, "Explanation: the token lies in the target.");
    const auto sources = static_cast<std::size_t>(explanation.sources), from = static_cast<std::size_t>(i) * sources;
    attention = std::span(explanation.attention).subspan(from, sources);
    gradient = std::span(explanation.gradient).subspan(from, sources);
    left_out = std::span(explanation.left_out).subspan(from, sources);
  }
};

}  // namespace

Agreement agreement(const Explanation& explanation, int i) {
  const Rows rows(explanation, i);
  return {kendall_tau(rows.attention, rows.gradient), kendall_tau(rows.attention, rows.left_out),
          kendall_tau(rows.gradient, rows.left_out)};
}

SameFirst same_first(const Explanation& explanation, int i) {
  const Rows rows(explanation, i);
  const auto first = [](std::span<const double> answers) { return std::max_element(answers.begin(), answers.end()) - answers.begin(); };
  const auto attention = first(rows.attention), gradient = first(rows.gradient), left_out = first(rows.left_out);
  return {attention == gradient, attention == left_out, gradient == left_out};
}

std::optional<SentenceMean> sentence_mean(std::span<const std::vector<double>> sentences, int resamples, std::uint64_t seed) {
  check(resamples > 0, "sentence_mean: there is at least one resample.");
  std::vector<double> sums;
  std::size_t count = 0;
  for (const std::vector<double>& sentence : sentences) {
    sums.push_back(std::accumulate(sentence.begin(), sentence.end(), 0.0));
    count += sentence.size();
  }
  if (count == 0) return std::nullopt;
  Rng rng(seed);
  std::vector<double> means;
  while (static_cast<int>(means.size()) < resamples) {
    double sum = 0;
    std::size_t drawn = 0;
    for (std::size_t k = 0; k < sums.size(); ++k) {
      const auto at = static_cast<std::size_t>(rng.below(sums.size()));
      sum += sums[at];
      drawn += sentences[at].size();
    }
    if (drawn > 0) means.push_back(sum / static_cast<double>(drawn));
  }
  std::sort(means.begin(), means.end());
  const std::size_t cut = means.size() / 40;
  return SentenceMean{std::accumulate(sums.begin(), sums.end(), 0.0) / static_cast<double>(count),
                      {means[cut], means[means.size() - 1 - cut]},
                      static_cast<int>(count)};
}

}  // namespace regard
