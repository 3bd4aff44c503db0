#include "probes/forced_decoding.h"

#include "ops/softmax.h"

namespace regard {

template <class T>
ForcedDecoding<T>::ForcedDecoding(const Seq2Seq& net, std::span<const T> values, std::span<const int> sources, int batch)
    : net_(net), values_(values), batch_(batch) {
  Tape<T> tape(sentence_arena_, Tape<T>::Mode::kInference);
  encoded_ = net.encode(Pass<T>{tape, values.data()}, sources, batch);
  state_.assign(encoded_.start.value.data, encoded_.start.value.data + encoded_.start.value.size());
}

template <class T>
Tensor<T> ForcedDecoding<T>::step(int last) {
  step_arena_.reset();
  Tape<T> tape(step_arena_, Tape<T>::Mode::kInference);
  const Pass<T> pass{tape, values_.data()};
  const std::vector<int> ids(static_cast<std::size_t>(batch_), last);
  const Var<T> embedded = net_.embed_target(pass, std::span<const int>(ids));
  const Var<T> state{{state_.data(), batch_, encoded_.start.cols()}, nullptr};
  const DecoderStep<T> next = net_.step(pass, encoded_, state, net_.decoder().input_share(pass, embedded));
  const Tensor<T> p = net_.logits(pass, net_.read_out(pass, next.hidden, next.context, embedded)).value;
  logits_.assign(p.data, p.data + p.size());
  normalisers_.clear();
  for (int b = 0; b < batch_; ++b) normalisers_.push_back(softmax_in_place(p.row(b), p.cols));
  if (next.attended) {
    const Tensor<T> alpha = next.attended->alpha.value;
    alpha_.assign(alpha.data, alpha.data + alpha.size());
  }
  state_.assign(next.state.value.data, next.state.value.data + next.state.value.size());
  return p;
}

template <class T>
double ForcedDecoding<T>::log_probability(int b, int id) const {
  const auto row = static_cast<std::size_t>(b), width = static_cast<std::size_t>(net_.config().target_vocabulary);
  return static_cast<double>(logits_[row * width + static_cast<std::size_t>(id)]) - static_cast<double>(normalisers_[row]);
}

template class ForcedDecoding<float>;
template class ForcedDecoding<double>;

}  // namespace regard
