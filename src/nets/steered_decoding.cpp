#include "nets/steered_decoding.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "ops/attention.h"
#include "ops/softmax.h"

namespace regard {
namespace {

std::vector<float> numbers(Tensor<float> t) { return {t.data, t.data + t.size()}; }
AlignedVector<float> aligned(Tensor<float> t) { return {t.data, t.data + t.size()}; }

}  // namespace

Result<bool> can_follow(const Seq2Seq& net, const AlphaPolicy& policy) {
  if (net.config().attention == AttentionKind::kNone) {
    return Error{"no-attention", "The model has no attention, so there are no weights to replace."};
  }
  if (policy.kind == AlphaPolicyKind::kLastForward && !net.forward_encoder()) {
    return Error{"bad-policy", "The model's encoder reads backward alone, so there is no last forward state."};
  }
  if (policy.kind == AlphaPolicyKind::kSampled && !(policy.temperature > 0 && std::isfinite(policy.temperature))) {
    return Error{"bad-policy", "The temperature is " + std::to_string(policy.temperature) + "; it is a number above 0."};
  }
  if (policy.kind == AlphaPolicyKind::kAnother && (policy.rows.rows < 1 || policy.rows.cols < 1)) {
    return Error{"bad-policy", "The policy \"another\" needs another sentence's weights."};
  }
  return true;
}

SteeredDecoder::SteeredDecoder(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, const SteeredOptions& options)
    : net_(net), values_(values), source_(std::move(source)), options_(options) {
  check(net.config().attention != AttentionKind::kNone, "SteeredDecoder: a net without attention has no weights to replace.");
  check(!source_.empty() && options.most_tokens >= 1, "SteeredDecoder: the source and the longest translation hold at least one token.");
}

void SteeredDecoder::follow(AlphaPolicy policy) {
  check(static_cast<bool>(can_follow(net_, policy)), "SteeredDecoder: the net can follow the policy.");
  policy_ = std::move(policy);
  steps_.clear();
}

void SteeredDecoder::force(std::vector<int> target) {
  target_ = std::move(target);
  steps_.clear();
}

void SteeredDecoder::edit(int i, std::vector<float> alpha) {
  check(i >= 0 && alpha.size() == source_.size(), "SteeredDecoder: an edited row has a step, and a weight for each source token.");
  edits_[i] = std::move(alpha);
  steps_.resize(std::min(steps_.size(), static_cast<std::size_t>(i)));
}

void SteeredDecoder::reset(int i) {
  if (edits_.erase(i) > 0) steps_.resize(std::min(steps_.size(), static_cast<std::size_t>(i)));
}

bool SteeredDecoder::over() const {
  if (!target_.empty()) return steps_.size() == target_.size();
  return ended() || static_cast<int>(steps_.size()) >= options_.most_tokens;
}

bool SteeredDecoder::step() {
  check(!over(), "SteeredDecoder: a translation that is over takes no step.");
  if (start_.empty()) encode();
  steps_.push_back(compute(static_cast<int>(steps_.size())));
  return over();
}

std::vector<int> SteeredDecoder::ids() const {
  std::vector<int> ids;
  for (const SteeredStep& step : steps_) ids.push_back(step.id);
  return ids;
}

double SteeredDecoder::log_probability() const {
  double sum = 0;
  for (const SteeredStep& step : steps_) sum += step.log_probability;
  return sum;
}

void SteeredDecoder::encode() {
  Tape<float> tape(sentence_arena_, Tape<float>::Mode::kInference);
  encoded_ = net_.encode(Pass<float>{tape, values_.data()}, std::span<const int>(source_), 1);
  start_ = aligned(encoded_.start.value);
  last_forward_ = aligned(encoded_.context.value);
  std::fill(last_forward_.begin() + net_.config().encoder_width, last_forward_.end(), 0.0f);
}

SteeredStep SteeredDecoder::compute(int i) {
  step_arena_.reset();
  Tape<float> tape(step_arena_, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, values_.data()};
  AlignedVector<float>& before = i == 0 ? start_ : steps_.back().state;
  const int last = i == 0 ? options_.begin : steps_.back().id;
  const Var<float> state{{before.data(), 1, static_cast<int>(before.size())}, nullptr};
  const Var<float> embedded = net_.embed_target(pass, std::span<const int>(&last, 1));
  const Var<float> share = net_.decoder().input_share(pass, embedded);
  const auto logits_of = [&](const DecoderStep<float>& one) {
    return net_.logits(pass, net_.read_out(pass, one.hidden, one.context, embedded)).value;
  };

  DecoderStep<float> next = net_.step(pass, encoded_, state, share);
  SteeredStep step;
  step.scores = numbers(next.attended->scores.value);
  step.own = numbers(next.attended->alpha.value);
  const auto edited = edits_.find(i);
  const bool is_edited = edited != edits_.end();
  const bool is_fixed = !is_edited && fixes_context(policy_.kind);
  if (is_edited || policy_.kind != AlphaPolicyKind::kLearned) {
    if (options_.own_logits) step.own_logits = aligned(logits_of(next));
    Var<float> held = encoded_.context;
    if (is_fixed) {
      if (policy_.kind == AlphaPolicyKind::kLastForward) held.value.data = last_forward_.data();
    } else {
      step.alpha = is_edited ? edited->second : policy_row(policy_, i, step.scores, step.own);
      const Var<float> alpha = tape.make(1, static_cast<int>(step.alpha.size()));
      std::copy(step.alpha.begin(), step.alpha.end(), alpha.value.data);
      held = weighted_sum(tape, alpha, encoded_.states);
    }
    next = net_.step(pass, encoded_, state, share, held);
  } else if (const std::span<const int> chosen = next.attended->positions; !chosen.empty()) {
    step.alpha.assign(step.own.size(), 0.0f);
    step.alpha[static_cast<std::size_t>(chosen[0])] = 1;
  } else {
    step.alpha = step.own;
  }
  step.context = aligned(next.context.value);
  step.state = aligned(next.state.value);
  step.logits = aligned(logits_of(next));
  if (options_.own_logits && step.own_logits.empty()) step.own_logits = step.logits;

  const auto best = std::max_element(step.logits.begin(), step.logits.end()) - step.logits.begin();
  step.id = target_.empty() ? static_cast<int>(best) : target_[static_cast<std::size_t>(i)];
  const double normaliser = static_cast<double>(log_sum_exp(step.logits.data(), static_cast<int>(step.logits.size())));
  step.log_probability = static_cast<double>(step.logits[static_cast<std::size_t>(step.id)]) - normaliser;
  return step;
}

}  // namespace regard
