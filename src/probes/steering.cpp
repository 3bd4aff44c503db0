#include "probes/steering.h"

#include <algorithm>

#include "probes/kl_divergence.h"

namespace regard {
namespace {

SteeredOptions with_own_logits(SteeredOptions options) {
  options.own_logits = true;
  return options;
}

void append(TraceMatrix& matrix, const std::vector<float>& row) {
  if (row.empty()) return;
  matrix.cols = static_cast<int>(row.size());
  ++matrix.rows;
  matrix.data.insert(matrix.data.end(), row.begin(), row.end());
}

}  // namespace

Steering::Steering(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, SteeredOptions options, AlphaPolicy policy,
                   std::vector<int> target)
    : policy_(std::move(policy)),
      own_(net, values, source, options),
      steered_(net, values, source, with_own_logits(options)),
      forced_(net, values, source, options) {
  own_.force(std::move(target));
}

bool Steering::step() {
  if (!own_.over()) {
    if (own_.step()) {
      policy_.target_length = static_cast<int>(own_.steps().size());
      steered_.follow(policy_);
      forced_.follow(policy_);
      forced_.force(own_.ids());
    }
  } else if (!steered_.over()) {
    steered_.step();
  } else {
    forced_.step();
  }
  return over();
}

bool Steering::over() const { return own_.over() && steered_.over() && forced_.over(); }

void Steering::edit(int i, const std::vector<float>& alpha) {
  steered_.edit(i, alpha);
  forced_.edit(i, alpha);
}

void Steering::reset(int i) {
  steered_.reset(i);
  forced_.reset(i);
}

RowChange Steering::row_change(int i) const {
  const SteeredStep& step = steered_.steps().at(static_cast<std::size_t>(i));
  RowChange change;
  if (step.own_logits != step.logits) change.output = kl_divergence_of_logits(step.own_logits, step.logits);
  change.weights = !step.alpha.empty();
  if (!change.weights) return change;
  change.alpha_from_own = kl_divergence(step.alpha, step.own);
  change.own_from_alpha = kl_divergence(step.own, step.alpha);
  return change;
}

std::vector<ForcedChange> Steering::forced_changes() const {
  check(over(), "Steering: changes are told when everything has been decoded.");
  std::vector<ForcedChange> changes;
  for (std::size_t i = 0; i < own_.steps().size(); ++i) {
    const SteeredStep &own = own_.steps()[i], &forced = forced_.steps()[i];
    changes.push_back({own.id, own.log_probability, forced.log_probability, kl_divergence_of_logits(own.logits, forced.logits)});
  }
  return changes;
}

int Steering::departure() const {
  check(over(), "Steering: the departure is told when everything has been decoded.");
  const std::vector<int> own = own_.ids(), steered = steered_.ids();
  const auto [a, b] = std::mismatch(own.begin(), own.end(), steered.begin(), steered.end());
  return a == own.end() && b == steered.end() ? -1 : static_cast<int>(a - own.begin());
}

void decode(SteeredDecoder& decoder, AlphaPolicy policy) {
  if (policy.kind == AlphaPolicyKind::kDiagonal) {
    decoder.follow({});
    while (!decoder.step()) {
    }
    policy.target_length = static_cast<int>(decoder.steps().size());
  }
  decoder.follow(std::move(policy));
  while (!decoder.step()) {
  }
}

TraceMatrix alpha_of(const SteeredDecoder& decoder) {
  TraceMatrix alpha;
  for (const SteeredStep& step : decoder.steps()) append(alpha, step.alpha);
  return alpha;
}

TraceMatrix own_alpha_of(const SteeredDecoder& decoder) {
  TraceMatrix alpha;
  for (const SteeredStep& step : decoder.steps()) append(alpha, step.own);
  return alpha;
}

}  // namespace regard
