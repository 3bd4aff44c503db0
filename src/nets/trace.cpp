#include "nets/trace.h"

#include <algorithm>
#include <cmath>

#include "core/exponential.h"
#include "ops/largest.h"
#include "ops/softmax.h"

namespace regard {
namespace {

void append(TraceMatrix& matrix, Tensor<float> rows) {
  matrix.cols = rows.cols;
  matrix.rows += rows.rows;
  matrix.data.insert(matrix.data.end(), rows.data, rows.data + rows.size());
}

TraceStep describe(Tensor<float> logits, int id, int top) {
  const double normaliser = static_cast<double>(log_sum_exp(logits.data, logits.cols));
  const double log_probability = static_cast<double>(logits(0, id)) - normaliser;
  return {id, exponential(log_probability), log_probability, most_likely({logits.data, logits.size()}, top)};
}

/// Puts the gates of one direction into columns first .. of the trace's matrices. states: h_j (S, H).
void add_gates(Trace& trace, const Pass<float>& pass, const Encoded<float>& encoded, const Recurrent& layer, bool forward, int first) {
  const Gru* gru = std::get_if<Gru>(&layer.cell);
  if (!gru) return;
  const int length = encoded.states.rows(), width = layer.width;
  Var<float> before = pass.tape.make_zero(length, width);
  for (int j = 0; j < length; ++j) {
    const int from = forward ? j - 1 : j + 1;
    if (from >= 0 && from < length) std::copy_n(encoded.states.value.row(from) + first, width, before.value.row(j));
  }
  const Var<float> sums = gru->gate_sums(pass, gru->input_share(pass, encoded.embedded), before);
  for (TraceMatrix* gates : {&trace.reset_gates, &trace.update_gates}) {
    gates->rows = length;
    gates->cols = encoded.states.cols();
    gates->data.resize(encoded.states.value.size());
  }
  for (int j = 0; j < length; ++j) {
    for (int k = 0; k < width; ++k) {
      const auto at = static_cast<std::size_t>(j * encoded.states.cols() + first + k);
      trace.reset_gates.data[at] = 1.0f / (1.0f + std::exp(-sums.value(j, k)));
      trace.update_gates.data[at] = 1.0f / (1.0f + std::exp(-sums.value(j, width + k)));
    }
  }
}

}  // namespace

std::vector<TraceCandidate> most_likely(std::span<const float> logits, int count) {
  if (count <= 0) return {};
  const int size = static_cast<int>(logits.size());
  const double normaliser = static_cast<double>(log_sum_exp(logits.data(), size));
  std::vector<int> places(static_cast<std::size_t>(count));
  places.resize(static_cast<std::size_t>(find_largest(logits.data(), size, count, places.data())));
  std::vector<TraceCandidate> top;
  for (int k : places) top.push_back({k, exponential(static_cast<double>(logits[static_cast<std::size_t>(k)]) - normaliser)});
  return top;
}

Trace trace(const Seq2Seq& net, std::span<const float> values, std::span<const int> source, std::span<const int> target, const TraceOptions& options) {
  check(!target.empty(), "trace: the target holds at least one token.");
  check(options.positions.empty() || options.positions.size() == target.size(), "trace: there is one position a target token.");
  Rng rng(options.sample_seed.value_or(0));
  Arena sentence_arena, step_arena;
  Tape<float> sentence_tape(sentence_arena, Tape<float>::Mode::kInference);
  const Pass<float> sentence_pass{sentence_tape, values.data()};
  const Encoded<float> encoded = net.encode(sentence_pass, source, 1);
  Trace trace;
  append(trace.encoder_states, encoded.states.value);
  append(trace.context, encoded.context.value);
  if (options.keep_gates) {
    const std::optional<Recurrent>&forward = net.forward_encoder(), &backward = net.backward_encoder();
    if (forward) add_gates(trace, sentence_pass, encoded, *forward, true, 0);
    if (backward) add_gates(trace, sentence_pass, encoded, *backward, false, forward ? forward->width : 0);
  }
  Var<float> state = sentence_tape.make(1, encoded.start.cols());
  std::copy_n(encoded.start.value.data, state.value.size(), state.value.data);
  int last = options.begin;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const int id = target[i];
    HardPolicy policy{.rng = options.sample_seed ? &rng : nullptr};
    if (!options.positions.empty()) policy.given = options.positions.subspan(i, 1);
    step_arena.reset();
    Tape<float> tape(step_arena, Tape<float>::Mode::kInference);
    const Pass<float> pass{tape, values.data()};
    const Var<float> embedded = net.embed_target(pass, std::span<const int>(&last, 1));
    const DecoderStep<float> next = net.step(pass, encoded, state, net.decoder().input_share(pass, embedded), {}, policy);
    const Var<float> logits = net.logits(pass, net.read_out(pass, next.hidden, next.context, embedded));
    append(trace.decoder_states, next.hidden.value);
    append(trace.contexts, next.context.value);
    if (next.attended) {
      append(trace.scores, next.attended->scores.value);
      append(trace.alpha, next.attended->alpha.value);
      trace.positions.insert(trace.positions.end(), next.attended->positions.begin(), next.attended->positions.end());
    }
    if (options.keep_logits) append(trace.logits, logits.value);
    trace.steps.push_back(describe(logits.value, id, options.top));
    trace.log_probability += trace.steps.back().log_probability;
    std::copy_n(next.state.value.data, state.value.size(), state.value.data);
    last = id;
  }
  return trace;
}

}  // namespace regard
