#include "probes/attention_steps.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/aligned.h"
#include "ops/softmax.h"
#include "probes/divergence.h"
#include "text/byte_pair.h"

namespace regard {
namespace {

TraceMatrix copy(const Var<float>& x) { return {x.rows(), x.cols(), std::vector<float>(x.value.data, x.value.data + x.value.size())}; }

/// `times` copies of a row below each other.
Var<float> repeat(Tape<float>& tape, Var<float> row, int times) {
  Var<float> all = tape.make(times, row.cols());
  for (int k = 0; k < times; ++k) std::copy_n(row.value.data, row.cols(), all.value.row(k));
  return all;
}

/// Softmax over all scores but that of `left_out` (-1: none), whose weight is 0.
std::vector<double> weights_of(const std::vector<double>& scores, int left_out) {
  std::vector<double> weights(scores.size());
  double highest = -HUGE_VAL, sum = 0;
  for (std::size_t j = 0; j < scores.size(); ++j) {
    if (static_cast<int>(j) != left_out) highest = std::max(highest, scores[j]);
  }
  for (std::size_t j = 0; j < scores.size(); ++j) {
    if (static_cast<int>(j) == left_out) continue;
    weights[j] = std::exp(scores[j] - highest);
    sum += weights[j];
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

/// sum_j weights_j h_j.
void mix(const std::vector<double>& weights, Tensor<float> states, float* context) {
  for (int k = 0; k < states.cols; ++k) {
    double sum = 0;
    for (int j = 0; j < states.rows; ++j) sum += weights[static_cast<std::size_t>(j)] * static_cast<double>(states(j, k));
    context[k] = static_cast<float>(sum);
  }
}

/// Ids of the `top` largest, largest first; of equals the smaller id.
std::vector<int> best(std::span<const float> p, int top) {
  std::vector<int> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  const auto count = std::min<std::ptrdiff_t>(top, static_cast<std::ptrdiff_t>(order.size()));
  const auto at = [&](int id) { return p[static_cast<std::size_t>(id)]; };
  std::partial_sort(order.begin(), order.begin() + count, order.end(),
                    [&](int a, int b) { return at(a) != at(b) ? at(a) > at(b) : a < b; });
  order.resize(static_cast<std::size_t>(count));
  return order;
}

OutputChange compare(std::span<const float> before, std::span<const float> after, int written, int top) {
  OutputChange change;
  change.moved = total_variation<float>(before, after);
  std::vector<int> ids = best(before, top);
  for (int id : best(after, top)) ids.push_back(id);
  ids.push_back(written);
  for (int id : ids) {
    if (std::any_of(change.candidates.begin(), change.candidates.end(), [&](const CandidateChange& c) { return c.id == id; })) continue;
    const auto at = static_cast<std::size_t>(id);
    change.candidates.push_back({id, static_cast<double>(before[at]), static_cast<double>(after[at])});
  }
  std::sort(change.candidates.begin(), change.candidates.end(), [](const CandidateChange& a, const CandidateChange& b) {
    return a.before != b.before ? a.before > b.before : a.after != b.after ? a.after > b.after : a.id < b.id;
  });
  return change;
}

/// q . h_j.
std::vector<double> products(Var<float> query, Tensor<float> states) {
  std::vector<double> scores;
  for (int j = 0; j < states.rows; ++j) {
    double sum = 0;
    for (int k = 0; k < states.cols; ++k) sum += static_cast<double>(query.value.data[k]) * static_cast<double>(states(j, k));
    scores.push_back(sum);
  }
  return scores;
}

}  // namespace

AttentionSteps attention_steps(const Seq2Seq& net, std::span<const float> values, std::span<const int> source, std::span<const int> target,
                               TargetRange only, int top) {
  check(net.attention().has_value(), "attention_steps: the net has attention.");
  check(only.first >= 0 && only.count > 0 && only.first + only.count <= static_cast<int>(target.size()),
        "attention_steps: there are such tokens.");
  const AttentionKind kind = net.config().attention;
  const bool before_step = wiring_of(kind) == Wiring::kAttendThenStep;
  const bool own = kind == AttentionKind::kDot;
  const bool equal = net.config().decoder_width == net.config().state_width();
  Arena sentence_arena, step_arena;
  Tape<float> sentence_tape(sentence_arena, Tape<float>::Mode::kInference);
  const Pass<float> sentence_pass{sentence_tape, values.data()};
  const Encoded<float> encoded = net.encode(sentence_pass, source, 1);
  const Tensor<float> states = encoded.states.value;
  const int length = states.rows;
  Var<float> state = sentence_tape.make(1, encoded.start.cols());
  std::copy_n(encoded.start.value.data, state.value.size(), state.value.data);
  AttentionSteps result;
  int last = kBeginId;
  for (int i = 0; i < only.first + only.count; ++i) {
    step_arena.reset();
    Tape<float> tape(step_arena, Tape<float>::Mode::kInference);
    const Pass<float> pass{tape, values.data()};
    const Var<float> embedded = net.embed_target(pass, std::span<const int>(&last, 1));
    const Var<float> share = net.decoder().input_share(pass, embedded);
    const DecoderStep<float> next = net.step(pass, encoded, state, share);
    last = target[static_cast<std::size_t>(i)];
    if (i >= only.first) {
      const Var<float> query = before_step ? net.decoder().hidden(pass, state) : next.hidden;
      const ScoreParts<float> parts = net.attention()->parts(pass, query, encoded.keys, length);
      AttentionStep step{copy(query), copy(parts.query), parts.scale, {}, {}, {}};
      if (result.steps.empty()) {
        result.keys = copy(parts.keys);
        result.v = copy(parts.v);
      }
      // The decoder takes this step once for each mix of the states, the real one first.
      const float* e = next.attended->scores.value.data;
      const std::vector<double> scores(e, e + length);
      std::vector<std::vector<double>> mixes;
      for (int j = 0; j < length && length > 1; ++j) mixes.push_back(weights_of(scores, j));
      mixes.emplace_back(static_cast<std::size_t>(length), 1.0 / length);
      if (equal && !own) mixes.push_back(weights_of(products(query, states), -1));
      const int count = static_cast<int>(mixes.size()) + 1;
      Var<float> contexts = repeat(tape, next.context, count);
      for (int k = 1; k < count; ++k) mix(mixes[static_cast<std::size_t>(k) - 1], states, contexts.value.row(k));
      const DecoderStep<float> changed = net.step(pass, encoded, repeat(tape, state, count), repeat(tape, share, count), contexts);
      const Var<float> logits = net.logits(pass, net.read_out(pass, changed.hidden, contexts, repeat(tape, embedded, count)));
      const auto row = [&](int k) { return std::span<float>(logits.value.row(k), static_cast<std::size_t>(logits.cols())); };
      for (int k = 0; k < count; ++k) softmax_in_place(row(k).data(), logits.cols());
      const auto change = [&](int k) { return compare(row(0), row(k), last, top); };
      int k = 1;
      for (int j = 0; j < length && length > 1; ++j) step.without.push_back(change(k++));
      step.mean = change(k++);
      if (k < count) step.product = change(k);
      result.steps.push_back(std::move(step));
    }
    std::copy_n(next.state.value.data, state.value.size(), state.value.data);
  }
  return result;
}

}  // namespace regard
