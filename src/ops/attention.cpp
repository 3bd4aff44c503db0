#include "ops/attention.h"

#include <cmath>

#include "ops/eigen.h"
#include "ops/softmax.h"
#include "ops/squash.h"

namespace regard {

template <class T>
Var<T> additive_scores(Tape<T>& tape, Var<T> query, Var<T> keys, Var<T> v) {
  const int batch = query.rows(), width = query.cols();
  check(keys.cols() == width && v.cols() == width && v.rows() == 1, "additive_scores: query, keys and v are equally wide.");
  check(keys.rows() % batch == 0, "additive_scores: there are S keys for each query.");
  const int length = keys.rows() / batch;
  Var<T> scores = tape.make(batch, length);
  Tensor<T> hidden = tape.scratch(keys.rows(), width);
  const auto weights = vector(v.value.data, width);
  for (int j = 0; j < length; ++j) {
    for (int b = 0; b < batch; ++b) {
      auto t = vector(hidden.row(j * batch + b), width);
      t = vector(query.value.row(b), width) + vector(keys.value.row(j * batch + b), width);
      tanh_in_place(hidden.row(j * batch + b), width);
      scores.value(b, j) = (t * weights).sum();
    }
  }
  tape.record([=] {
    const auto w = vector(v.value.data, width);
    for (int j = 0; j < length; ++j) {
      for (int b = 0; b < batch; ++b) {
        auto t = vector(hidden.row(j * batch + b), width);
        const T d_score = scores.d()(b, j);
        if (v.grad) vector(v.grad, width) += d_score * t;
        t = d_score * w * (T(1) - t.square());
        if (query.grad) vector(query.d().row(b), width) += t;
        if (keys.grad) vector(keys.d().row(j * batch + b), width) += t;
      }
    }
  });
  return scores;
}

template <class T>
Var<T> dot_scores(Tape<T>& tape, Var<T> query, Var<T> keys, T scale) {
  const int batch = query.rows(), width = query.cols();
  check(keys.cols() == width, "dot_scores: query and keys are equally wide.");
  check(keys.rows() % batch == 0, "dot_scores: there are S keys for each query.");
  const int length = keys.rows() / batch;
  Var<T> scores = tape.make(batch, length);
  for (int j = 0; j < length; ++j) {
    for (int b = 0; b < batch; ++b) {
      scores.value(b, j) = scale * (vector(query.value.row(b), width) * vector(keys.value.row(j * batch + b), width)).sum();
    }
  }
  tape.record([=] {
    for (int j = 0; j < length; ++j) {
      for (int b = 0; b < batch; ++b) {
        const T d_score = scale * scores.d()(b, j);
        if (query.grad) vector(query.d().row(b), width) += d_score * vector(keys.value.row(j * batch + b), width);
        if (keys.grad) vector(keys.d().row(j * batch + b), width) += d_score * vector(query.value.row(b), width);
      }
    }
  });
  return scores;
}

template <class T>
Var<T> cosine_scores(Tape<T>& tape, Var<T> query, Var<T> keys, T temperature) {
  const int batch = query.rows(), width = query.cols();
  check(keys.cols() == width, "cosine_scores: query and keys are equally wide.");
  check(keys.rows() % batch == 0, "cosine_scores: there are S keys for each query.");
  check(temperature > 0, "cosine_scores: the temperature is positive.");
  const int length = keys.rows() / batch;
  Var<T> scores = tape.make(batch, length);
  for (int j = 0; j < length; ++j) {
    for (int b = 0; b < batch; ++b) {
      const auto q = vector(query.value.row(b), width), k = vector(keys.value.row(j * batch + b), width);
      const T size = std::sqrt(q.square().sum() * k.square().sum());
      scores.value(b, j) = size > 0 ? (q * k).sum() / (size * temperature) : T(0);
    }
  }
  return scores;
}

template <class T>
Var<T> masked_softmax(Tape<T>& tape, Var<T> scores, std::span<const int> lengths) {
  const int length = scores.cols();
  check(lengths.empty() || static_cast<int>(lengths.size()) == scores.rows(), "masked_softmax: there is one length a row.");
  Var<T> alpha = tape.make_zero(scores.rows(), length);
  for (int b = 0; b < scores.rows(); ++b) {
    const int n = lengths.empty() ? length : lengths[static_cast<std::size_t>(b)];
    check(n > 0 && n <= length, "masked_softmax: a length lies in 1 .. S.");
    std::copy_n(scores.value.row(b), n, alpha.value.row(b));
    softmax_in_place(alpha.value.row(b), n);
  }
  tape.record([=] {
    if (!scores.grad) return;
    for (int b = 0; b < scores.rows(); ++b) {
      const auto p = vector(alpha.value.row(b), length);
      const auto d_p = vector(alpha.d().row(b), length);
      // A masked column has p = 0, so its score gets no gradient.
      vector(scores.d().row(b), length) += p * (d_p - (p * d_p).sum());
    }
  });
  return alpha;
}

template <class T>
Var<T> weighted_sum(Tape<T>& tape, Var<T> alpha, Var<T> values) {
  const int batch = alpha.rows(), length = alpha.cols(), width = values.cols();
  check(values.rows() == batch * length, "weighted_sum: there is one value for each weight.");
  Var<T> context = tape.make_zero(batch, width);
  for (int j = 0; j < length; ++j) {
    for (int b = 0; b < batch; ++b) {
      vector(context.value.row(b), width) += alpha.value(b, j) * vector(values.value.row(j * batch + b), width);
    }
  }
  tape.record([=] {
    for (int j = 0; j < length; ++j) {
      for (int b = 0; b < batch; ++b) {
        const auto d_context = vector(context.d().row(b), width);
        if (alpha.grad) alpha.d()(b, j) += (d_context * vector(values.value.row(j * batch + b), width)).sum();
        if (values.grad) vector(values.d().row(j * batch + b), width) += alpha.value(b, j) * d_context;
      }
    }
  });
  return context;
}

template Var<float> additive_scores(Tape<float>&, Var<float>, Var<float>, Var<float>);
template Var<double> additive_scores(Tape<double>&, Var<double>, Var<double>, Var<double>);
template Var<float> dot_scores(Tape<float>&, Var<float>, Var<float>, float);
template Var<double> dot_scores(Tape<double>&, Var<double>, Var<double>, double);
template Var<float> cosine_scores(Tape<float>&, Var<float>, Var<float>, float);
template Var<double> cosine_scores(Tape<double>&, Var<double>, Var<double>, double);
template Var<float> masked_softmax(Tape<float>&, Var<float>, std::span<const int>);
template Var<double> masked_softmax(Tape<double>&, Var<double>, std::span<const int>);
template Var<float> weighted_sum(Tape<float>&, Var<float>, Var<float>);
template Var<double> weighted_sum(Tape<double>&, Var<double>, Var<double>);

}  // namespace regard
