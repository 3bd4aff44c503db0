#include "probes/other_row.h"

#include <algorithm>

#include "ops/linear.h"
#include "ops/softmax.h"
#include "probes/forced_decoding.h"
#include "text/byte_pair.h"

namespace regard {
namespace {

/// One row `times` times below itself, without a gradient.
template <class T>
Var<T> repeat(Tape<T>& tape, const AlignedVector<T>& row, int times) {
  const Tensor<T> rows = tape.scratch(times, static_cast<int>(row.size()));
  for (int k = 0; k < times; ++k) std::copy(row.begin(), row.end(), rows.row(k));
  return {rows, nullptr};
}

}  // namespace

template <class T>
OtherRow<T>::OtherRow(const Seq2Seq& net, std::span<const T> values, std::span<const int> source, std::span<const int> target, int i)
    : net_(net), values_(values) {
  check(net.config().attention != AttentionKind::kNone && net.config().attention != AttentionKind::kHard,
        "OtherRow: the net has attention that mixes.");
  check(i >= 0 && i < static_cast<int>(target.size()), "OtherRow: the step lies in the target.");
  ForcedDecoding<T> decoding(net, values, source, 1);
  const Tensor<T> states = decoding.encoded().states.value;
  const int sources = states.rows, width = states.cols;
  states_transposed_.resize(states.size());
  for (int j = 0; j < sources; ++j) {
    for (int k = 0; k < width; ++k) states_transposed_[static_cast<std::size_t>(k * sources + j)] = states(j, k);
  }
  int last = kBeginId;
  for (int k = 0; k < i; ++k) {
    decoding.step(last);
    last = target[static_cast<std::size_t>(k)];
  }
  state_ = decoding.state();
  const Tensor<T> p = decoding.step(last);
  output_.assign(p.data, p.data + p.size());
  alpha_ = decoding.alpha();

  Arena arena;
  Tape<T> tape(arena, Tape<T>::Mode::kInference);
  const Pass<T> pass{tape, values.data()};
  const Tensor<T> embedded = net.embed_target(pass, std::span<const int>(&last, 1)).value;
  const Tensor<T> share = net.decoder().input_share(pass, Var<T>{embedded, nullptr}).value;
  embedded_.assign(embedded.data, embedded.data + embedded.size());
  share_.assign(share.data, share.data + share.size());
}

template <class T>
Var<T> OtherRow<T>::logits(Tape<T>& tape, Var<T> rows) const {
  check(rows.cols() == sources(), "OtherRow: a row has a weight for each source token.");
  const Pass<T> pass{tape, values_.data()};
  const int count = rows.rows(), width = net_.config().state_width();
  const Tensor<T> states{const_cast<T*>(states_transposed_.data()), width, sources()};
  const Var<T> contexts = linear(tape, rows, Var<T>{states, nullptr});
  const Var<T> embedded = repeat(tape, embedded_, count);
  // With c_i given the step takes nothing from the encoder.
  const DecoderStep<T> next = net_.step(pass, Encoded<T>{}, repeat(tape, state_, count), repeat(tape, share_, count), contexts);
  return net_.logits(pass, net_.read_out(pass, next.hidden, next.context, embedded));
}

template <class T>
AlignedVector<T> OtherRow<T>::outputs(std::span<const T> rows) const {
  Arena arena;
  Tape<T> tape(arena, Tape<T>::Mode::kInference);
  const int count = static_cast<int>(rows.size()) / sources();
  const Tensor<T> given = tape.scratch(count, sources());
  std::copy(rows.begin(), rows.end(), given.data);
  const Tensor<T> p = logits(tape, {given, nullptr}).value;
  for (int k = 0; k < count; ++k) softmax_in_place(p.row(k), p.cols);
  return {p.data, p.data + p.size()};
}

template class OtherRow<float>;
template class OtherRow<double>;

}  // namespace regard
