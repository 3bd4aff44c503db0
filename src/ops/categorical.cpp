#include "ops/categorical.h"

#include <cmath>

#include "ops/eigen.h"
#include "ops/softmax.h"

namespace regard {
namespace {

void check_positions(std::span<const int> positions, int batch, int length) {
  check(static_cast<int>(positions.size()) == batch, "A choice has one position a row.");
  for (int position : positions) check(position < length, "A chosen position lies inside the row.");
}

}  // namespace

template <class T>
Var<T> log_probability_of_choice(Tape<T>& tape, Var<T> scores, std::span<const int> positions) {
  const int batch = scores.rows(), length = scores.cols();
  check_positions(positions, batch, length);
  Var<T> result = tape.make_zero(batch, 1);
  Tensor<T> p = tape.scratch(batch, length);
  array(p) = array(scores.value);
  for (int b = 0; b < batch; ++b) {
    const int position = positions[static_cast<std::size_t>(b)];
    const T normaliser = softmax_in_place(p.row(b), length);
    if (position >= 0) result.value(b, 0) = scores.value(b, position) - normaliser;
  }
  tape.record([=] {
    if (!scores.grad) return;
    for (int b = 0; b < batch; ++b) {
      const int position = positions[static_cast<std::size_t>(b)];
      if (position < 0) continue;
      const T d = result.d()(b, 0);
      vector(scores.d().row(b), length) -= d * vector(p.row(b), length);
      scores.d()(b, position) += d;
    }
  });
  return result;
}

template <class T>
Var<T> softmax_entropy(Tape<T>& tape, Var<T> scores) {
  const int batch = scores.rows(), length = scores.cols();
  Var<T> result = tape.make(batch, 1);
  Tensor<T> p = tape.scratch(batch, length), log_p = tape.scratch(batch, length);
  array(p) = array(scores.value);
  for (int b = 0; b < batch; ++b) {
    const T normaliser = softmax_in_place(p.row(b), length);
    vector(log_p.row(b), length) = vector(scores.value.row(b), length) - normaliser;
    result.value(b, 0) = -(vector(p.row(b), length) * vector(log_p.row(b), length)).sum();
  }
  tape.record([=] {
    if (!scores.grad) return;
    for (int b = 0; b < batch; ++b) {
      // d H / d e_j = -p_j (log p_j + H)
      vector(scores.d().row(b), length) -=
          result.d()(b, 0) * vector(p.row(b), length) * (vector(log_p.row(b), length) + result.value(b, 0));
    }
  });
  return result;
}

template <class T>
Var<T> chosen_weights(Tape<T>& tape, Var<T> alpha, std::span<const int> positions) {
  const int batch = alpha.rows(), length = alpha.cols();
  check_positions(positions, batch, length);
  Var<T> weights = tape.make_zero(batch, length);
  for (int b = 0; b < batch; ++b) {
    const int position = positions[static_cast<std::size_t>(b)];
    if (position >= 0) {
      weights.value(b, position) = T(1);
    } else {
      vector(weights.value.row(b), length) = vector(alpha.value.row(b), length);
    }
  }
  tape.record([=] {
    if (!alpha.grad) return;
    for (int b = 0; b < batch; ++b) {
      if (positions[static_cast<std::size_t>(b)] < 0) vector(alpha.d().row(b), length) += vector(weights.d().row(b), length);
    }
  });
  return weights;
}

template <class T>
Var<T> weighted_total(Tape<T>& tape, Var<T> x, std::span<const T> w) {
  check(w.size() == x.value.size(), "weighted_total: there is one weight for each number.");
  Var<T> total = tape.make_zero(1, 1);
  for (std::size_t k = 0; k < w.size(); ++k) *total.value.data += w[k] * x.value.data[k];
  tape.record([=] {
    if (!x.grad) return;
    for (std::size_t k = 0; k < w.size(); ++k) x.grad[k] += w[k] * *total.grad;
  });
  return total;
}

#define REGARD_INSTANTIATE(T)                                                        \
  template Var<T> log_probability_of_choice(Tape<T>&, Var<T>, std::span<const int>); \
  template Var<T> softmax_entropy(Tape<T>&, Var<T>);                                 \
  template Var<T> chosen_weights(Tape<T>&, Var<T>, std::span<const int>);            \
  template Var<T> weighted_total(Tape<T>&, Var<T>, std::span<const T>);
REGARD_INSTANTIATE(float)
REGARD_INSTANTIATE(double)
#undef REGARD_INSTANTIATE

}  // namespace regard
