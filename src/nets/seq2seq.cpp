#include "nets/seq2seq.h"

#include <cmath>

#include "ops/arrange.h"
#include "ops/elementwise.h"
#include "ops/embedding.h"

namespace regard {

Seq2Seq::Seq2Seq(const Seq2SeqConfig& config)
    : config_(config),
      source_embedding_(layout_.add("encoder.embedding", config.source_vocabulary, config.embedding)),
      forward_(encoder(EncoderKind::kBackward, "encoder.forward")),
      backward_(encoder(EncoderKind::kForward, "encoder.backward")),
      bridge_(layout_, "bridge", config.state_width(), (config.cell == CellKind::kLstm ? 2 : 1) * config.decoder_width),
      attention_(config.attention == AttentionKind::kNone
                     ? std::nullopt
                     : std::optional<Attention>({config.attention, layout_, "attention",
                                                 AttentionWidths{config.decoder_width, config.state_width(), config.attention_width}})),
      decoder_(config.cell, layout_, "decoder", config.embedding, config.decoder_width),
      context_weight_(layout_.add(feeds() ? "decoder.weight_fh" : "decoder.weight_ch", decoder_.gates() * config.decoder_width,
                                  feeds() ? config.embedding : config.state_width())),
      read_out_(layout_, "read_out", config.decoder_width + config.state_width() + (feeds() ? 0 : config.embedding), config.embedding),
      target_embedding_(layout_.add("decoder.embedding", config.target_vocabulary, config.embedding)),
      output_bias_(layout_.add("output.bias", 1, config.target_vocabulary)) {}

std::optional<Recurrent> Seq2Seq::encoder(EncoderKind without, const char* name) {
  if (config_.encoder == without) return std::nullopt;
  return Recurrent(config_.cell, layout_, name, config_.embedding, config_.encoder_width);
}

void Seq2Seq::initialise(std::span<float> values, Rng& rng) const {
  check(values.size() == layout_.size(), "initialise: there is one number for each parameter.");
  const int gate_count = decoder_.gates();
  for (const Parameter& p : layout_.parameters()) {
    const auto ends_with = [&](const char* suffix) { return p.name.ends_with(suffix); };
    const bool gates = ends_with(".weight_ih") || ends_with(".weight_hh") || ends_with(".weight_ch") || ends_with(".weight_fh");
    const double limit = std::sqrt(6.0 / (p.cols + (gates ? p.rows / gate_count : p.rows)));
    for (std::size_t k = 0; k < p.size(); ++k) {
      double value = 0;
      if (ends_with(".embedding")) {
        value = 0.05 * rng.normal();
      } else if (p.rows > 1) {
        value = limit * (2 * rng.uniform() - 1);
      }
      values[p.offset + k] = static_cast<float>(value);
    }
    if (config_.cell == CellKind::kLstm && ends_with(".bias_ih")) {
      const std::size_t width = p.size() / 4;
      std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(p.offset + width), width, 1.0f);
    }
  }
}

AlignedVector<float> Seq2Seq::untrained(std::uint64_t seed) const {
  AlignedVector<float> values(layout_.size());
  Rng rng(seed);
  initialise(values, rng);
  return values;
}

PackedWeights Seq2Seq::pack(std::span<const float> values) const {
  PackedWeights packed;
  for (const Parameter& p : layout_.parameters()) {
    if (p.rows > 1 && p.index != source_embedding_.index) packed.pack(p, values);
  }
  return packed;
}

template <class T>
Encoded<T> Seq2Seq::encode(const Pass<T>& pass, std::span<const int> ids, int batch, std::optional<Dropout> drop) const {
  check(!ids.empty() && batch > 0, "encode: the source holds at least one token.");
  Var<T> x = embedding(pass.tape, ids, pass[source_embedding_]);
  if (!kReader && drop) x = dropout(pass.tape, x, drop->rate, drop->rng);
  const auto join = [&](Var<T> left, Var<T> right) { return join_columns(pass.tape, {left, right}); };
  Encoded<T> encoded;
  encoded.embedded = x;
  std::span<Var<T>> forward, backward;
  if (forward_) forward = forward_->run(pass, x, batch, Direction::kForward);
  if (backward_) backward = backward_->run(pass, x, batch, Direction::kBackward);
  if (backward.empty()) {
    encoded.states = stack_rows<T>(pass.tape, forward);
    encoded.context = forward.back();
  } else if (forward.empty()) {
    encoded.states = stack_rows<T>(pass.tape, backward);
    encoded.context = backward.front();
  } else {
    encoded.states = join(stack_rows<T>(pass.tape, forward), stack_rows<T>(pass.tape, backward));
    encoded.context = join(forward.back(), backward.front());
  }
  encoded.start = tanh(pass.tape, bridge_(pass, encoded.context));
  if (feeds()) encoded.start = join(encoded.start, pass.tape.make_zero(batch, config_.embedding));
  if (attention_) {
    encoded.keys = attention_->keys(pass, encoded.states);
  } else {
    encoded.context_share = linear(pass.tape, encoded.context, pass[context_weight_]);
  }
  return encoded;
}

template <class T>
Encoded<T> Seq2Seq::repeat_encoded(const Pass<T>& pass, const Encoded<T>& one, int times) const {
  check(!pass.tape.recording(), "repeat_encoded is for inference alone.");
  if (times == 1) return one;
  // Row j of one sentence becomes rows j * times .. of the batch: a gather with each index `times` times.
  const auto gather = [&](Var<T> x) {
    if (x.rows() == 0) return x;
    std::vector<int> rows;
    for (int j = 0; j < x.rows(); ++j) rows.insert(rows.end(), static_cast<std::size_t>(times), j);
    return embedding(pass.tape, std::span<const int>(rows), x);
  };
  return {gather(one.embedded), gather(one.states), gather(one.context), gather(one.keys), gather(one.context_share), gather(one.start)};
}

template <class T>
Var<T> Seq2Seq::embed_target(const Pass<T>& pass, std::span<const int> ids) const {
  return embedding(pass.tape, ids, pass[target_embedding_]);
}

template <class T>
DecoderStep<T> Seq2Seq::step(const Pass<T>& pass, const Encoded<T>& encoded, Var<T> state, Var<T> share,
                             std::optional<Var<std::type_identity_t<T>>> held, const HardPolicy& policy) const {
  DecoderStep<T> next;
  if (feeds()) {
    const int width = state.cols() - config_.embedding;
    const Var<T> fed = columns(pass.tape, state, width, config_.embedding);
    const Var<T> stepped =
        decoder_.step(pass, add(pass.tape, share, linear(pass.tape, fed, pass[context_weight_])), columns(pass.tape, state, 0, width));
    next.hidden = decoder_.hidden(pass, stepped);
    if (held) {
      next.context = *held;
    } else {
      next.attended = (*attention_)(pass, next.hidden, encoded.keys, encoded.states, {}, policy);
      next.context = next.attended->context;
    }
    next.state = join_columns(pass.tape, {stepped, read_out(pass, next.hidden, next.context, {})});
    return next;
  }
  Var<T> context_share = encoded.context_share;
  next.context = encoded.context;
  if (held) {
    next.context = *held;
    context_share = linear(pass.tape, *held, pass[context_weight_]);
  } else if (attention_) {
    next.attended = (*attention_)(pass, decoder_.hidden(pass, state), encoded.keys, encoded.states, {}, policy);
    next.context = next.attended->context;
    context_share = linear(pass.tape, next.context, pass[context_weight_]);
  }
  next.state = decoder_.step(pass, add(pass.tape, share, context_share), state);
  next.hidden = decoder_.hidden(pass, next.state);
  return next;
}

template <class T>
Var<T> Seq2Seq::read_out(const Pass<T>& pass, Var<T> hidden, Var<T> contexts, Var<T> embedded) const {
  const Var<T> read = feeds() ? join_columns(pass.tape, {hidden, contexts}) : join_columns(pass.tape, {hidden, contexts, embedded});
  return tanh(pass.tape, read_out_(pass, read));
}

template <class T>
Var<T> Seq2Seq::logits(const Pass<T>& pass, Var<T> read_outs) const {
  return linear(pass.tape, read_outs, pass[target_embedding_], pass[output_bias_]);
}

template <class T>
Var<T> Seq2Seq::loss(const Pass<T>& pass, const Batch& batch, double smoothing, std::optional<Dropout> drop, CrossEntropyCount* count,
                     HardChoices<T>* choices) const {
  check(!choices || config_.attention == AttentionKind::kHard, "loss: hard attention alone makes choices.");
  const Encoded<T> encoded = encode(pass, std::span<const int>(batch.source), batch.size, drop);
  Var<T> embedded = embed_target(pass, std::span<const int>(batch.inputs));
  if (drop) embedded = dropout(pass.tape, embedded, drop->rate, drop->rng);
  const Var<T> shares = decoder_.input_share(pass, embedded);
  const int length = batch.target_length();
  const std::span<Var<T>> hidden = pass.tape.list(length), contexts = pass.tape.list(length);
  std::span<Var<T>> log_alpha, entropy;
  if (choices) {
    log_alpha = pass.tape.list(length);
    entropy = pass.tape.list(length);
  }
  Var<T> state = encoded.start;
  if (choices) choices->positions.clear();
  for (int i = 0; i < length; ++i) {
    const auto at = static_cast<std::size_t>(i);
    HardPolicy policy = choices ? choices->policy : HardPolicy{};
    const auto size = static_cast<std::size_t>(batch.size);
    if (!policy.given.empty()) policy.given = policy.given.subspan(at * size, size);
    const DecoderStep<T> next = step(pass, encoded, state, rows(shares, i * batch.size, batch.size), {}, policy);
    if (choices) {
      const Attended<T>& attended = *next.attended;
      log_alpha[at] = log_probability_of_choice(pass.tape, attended.scores, attended.positions);
      entropy[at] = softmax_entropy(pass.tape, attended.scores);
      choices->positions.insert(choices->positions.end(), attended.positions.begin(), attended.positions.end());
    }
    state = next.state;
    hidden[at] = next.hidden;
    contexts[at] = next.context;
  }
  Var<T> t = read_out(pass, stack_rows<T>(pass.tape, hidden), stack_rows<T>(pass.tape, contexts), embedded);
  if (drop) t = dropout(pass.tape, t, drop->rate, drop->rng);
  CrossEntropyCount seen;
  if (choices) {
    choices->log_alpha = stack_rows<T>(pass.tape, log_alpha);
    choices->entropy = stack_rows<T>(pass.tape, entropy);
    choices->log_likelihood.resize(batch.targets.size());
    seen.log_likelihoods = choices->log_likelihood;
  }
  const Var<T> loss = softmax_cross_entropy(pass.tape, t, pass[target_embedding_], pass[output_bias_], std::span<const int>(batch.targets),
                                            smoothing, &seen);
  if (count) {
    count->negative_log_likelihood = seen.negative_log_likelihood;
    count->targets = seen.targets;
  }
  return loss;
}

#define REGARD_INSTANTIATE(T)                                                                                                        \
  template Encoded<T> Seq2Seq::encode(const Pass<T>&, std::span<const int>, int, std::optional<Dropout>) const;                      \
  template Encoded<T> Seq2Seq::repeat_encoded(const Pass<T>&, const Encoded<T>&, int) const;                                         \
  template Var<T> Seq2Seq::embed_target(const Pass<T>&, std::span<const int>) const;                                                 \
  template DecoderStep<T> Seq2Seq::step(const Pass<T>&, const Encoded<T>&, Var<T>, Var<T>, std::optional<Var<T>>, const HardPolicy&) \
      const;                                                                                                                         \
  template Var<T> Seq2Seq::read_out(const Pass<T>&, Var<T>, Var<T>, Var<T>) const;                                                   \
  template Var<T> Seq2Seq::logits(const Pass<T>&, Var<T>) const;                                                                     \
  template Var<T> Seq2Seq::loss(const Pass<T>&, const Batch&, double, std::optional<Dropout>, CrossEntropyCount*, HardChoices<T>*) const;
REGARD_INSTANTIATE(float)
REGARD_INSTANTIATE(double)
#undef REGARD_INSTANTIATE

}  // namespace regard
