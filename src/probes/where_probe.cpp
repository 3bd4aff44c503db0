#include "probes/where_probe.h"

#include <algorithm>

#include "ops/arrange.h"
#include "ops/attention.h"
#include "ops/linear.h"
#include "ops/softmax.h"

namespace regard {
namespace {

WhereAnswer answer(const WhereProbe& probe, const Pass<float>& pass, Var<float> context, Var<float> states) {
  WhereAnswer said;
  if (probe.query) {
    const Var<float> alpha = probe.attend(pass, states, 1);
    said.alpha.assign(alpha.value.data, alpha.value.data + alpha.value.size());
  }
  const Tensor<float> logits = linear(pass.tape, probe.read(pass, context, states), pass[probe.weight], pass[probe.bias]).value;
  const Tensor<float> p = pass.tape.scratch(1, logits.cols);
  std::copy_n(logits.data, logits.cols, p.data);
  const double normaliser = static_cast<double>(softmax_in_place(p.data, p.cols));
  for (int k = 0; k < logits.cols; ++k) said.log_probability.push_back(static_cast<double>(logits(0, k)) - normaliser);
  said.guess = static_cast<int>(std::max_element(logits.data, logits.data + logits.cols) - logits.data);
  return said;
}

}  // namespace

WhereProbe::WhereProbe(ParameterLayout& layout, AttentionKind attention, int width, int places)
    : query(attention == AttentionKind::kNone ? std::nullopt : std::optional(layout.add("where.query", 1, width))),
      weight(layout.add("where.weight", places, width)),
      bias(layout.add("where.bias", 1, places)),
      frequent(layout.add("where.frequent", 1, 1)) {}

template <class T>
Var<T> WhereProbe::attend(const Pass<T>& pass, Var<T> states, int batch) const {
  check(query.has_value(), "WhereProbe: only with attention is there a query.");
  check(batch > 0 && states.rows() > 0 && states.rows() % batch == 0, "WhereProbe: there are equally many states of each sentence.");
  const Var<T> scores = linear(pass.tape, states, pass[*query]);
  std::vector<Var<T>> by_position;
  for (int first = 0; first < scores.rows(); first += batch) by_position.push_back(rows(scores, first, batch));
  return masked_softmax(pass.tape, join_columns<T>(pass.tape, by_position), {});
}

template <class T>
Var<T> WhereProbe::read(const Pass<T>& pass, Var<T> context, Var<T> states) const {
  return query ? weighted_sum(pass.tape, attend(pass, states, context.rows()), states) : context;
}

template <class T>
Var<T> WhereProbe::loss(const Pass<T>& pass, Var<T> context, Var<T> states, std::span<const int> truth, CrossEntropyCount* count) const {
  return softmax_cross_entropy(pass.tape, read(pass, context, states), pass[weight], pass[bias], truth, 0, count);
}

template Var<float> WhereProbe::attend(const Pass<float>&, Var<float>, int) const;
template Var<double> WhereProbe::attend(const Pass<double>&, Var<double>, int) const;
template Var<float> WhereProbe::read(const Pass<float>&, Var<float>, Var<float>) const;
template Var<double> WhereProbe::read(const Pass<double>&, Var<double>, Var<double>) const;
template Var<float> WhereProbe::loss(const Pass<float>&, Var<float>, Var<float>, std::span<const int>, CrossEntropyCount*) const;
template Var<double> WhereProbe::loss(const Pass<double>&, Var<double>, Var<double>, std::span<const int>, CrossEntropyCount*) const;

WhereAnswer answer_where(const WhereProbe& probe, std::span<const float> values, const Trace& trace) {
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const auto copy = [&](const TraceMatrix& matrix) {
    const Var<float> var = tape.make(matrix.rows, matrix.cols);
    std::copy(matrix.data.begin(), matrix.data.end(), var.value.data);
    return var;
  };
  return answer(probe, {tape, values.data()}, copy(trace.context), copy(trace.encoder_states));
}

WhereAnswer answer_where(const WhereProbe& probe, std::span<const float> values, const Seq2Seq& net, std::span<const float> net_values,
                         std::span<const int> source) {
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Encoded<float> encoded = net.encode(Pass<float>{tape, net_values.data()}, source, 1);
  return answer(probe, {tape, values.data()}, encoded.context, encoded.states);
}

}  // namespace regard
