#include "ops/scaled_dot_product.h"

#include <algorithm>
#include <cmath>

#include "ops/eigen.h"
#include "ops/product.h"
#include "ops/softmax.h"

namespace regard {
namespace {

/// Sentence b of a time-major sequence: the sequence itself where it is alone, else a copy.
template <class T>
Tensor<T> gather(Tape<T>& tape, Tensor<T> all, int batch, int b) {
  if (batch == 1) return all;
  Tensor<T> one = tape.scratch(all.rows / batch, all.cols);
  for (int i = 0; i < one.rows; ++i) std::copy_n(all.row(i * batch + b), all.cols, one.row(i));
  return one;
}

/// Adds to sentence b of a time-major sequence.
template <class T>
void scatter_add(Tensor<T> one, Tensor<T> all, int batch, int b) {
  for (int i = 0; i < one.rows; ++i) vector(all.row(i * batch + b), all.cols) += vector(one.row(i), one.cols);
}

/// One sentence, as the forward pass left it.
template <class T>
struct Sentence {
  Tensor<T> query, key, value, alpha;
};

}  // namespace

template <class T>
LookedUp<T> scaled_dot_product(Tape<T>& tape, Var<T> query, Var<T> key, Var<T> value, const Sentences& batch) {
  const int size = batch.count, width = query.cols();
  check(size > 0 && query.rows() % size == 0 && key.rows() % size == 0, "scaled_dot_product: there is a whole number of batches.");
  check(key.cols() == width && value.rows() == key.rows(), "scaled_dot_product: keys are as wide as queries, and each has a value.");
  check(batch.lengths.empty() || static_cast<int>(batch.lengths.size()) == size, "scaled_dot_product: there is one length a sentence.");
  const int targets = query.rows() / size, sources = key.rows() / size;
  const T scale = T(1) / std::sqrt(static_cast<T>(width));
  LookedUp<T> result{tape.make(query.rows(), value.cols()), tape.scratch(size * targets, sources)};
  Sentence<T>* sentences = tape.arena().template allocate<Sentence<T>>(static_cast<std::size_t>(size));
  for (int b = 0; b < size; ++b) {
    const int n = batch.lengths.empty() ? sources : batch.lengths[static_cast<std::size_t>(b)];
    check(n > 0 && n <= sources, "scaled_dot_product: a length lies in 1 .. S.");
    Sentence<T>& s = sentences[b];
    s = {gather(tape, query.value, size, b),
         gather(tape, key.value, size, b),
         gather(tape, value.value, size, b),
         {result.alpha.row(b * targets), targets, sources}};
    product_nt(s.query, s.key, s.alpha, Write::kReplace);
    for (int i = 0; i < targets; ++i) {
      vector(s.alpha.row(i), n) *= scale;
      softmax_in_place(s.alpha.row(i), n);
      std::fill(s.alpha.row(i) + n, s.alpha.row(i) + sources, T(0));
    }
    if (size == 1) {
      product_nn(s.alpha, s.value, result.values.value, Write::kReplace);
    } else {
      const Tensor<T> one = tape.scratch(targets, value.cols());
      product_nn(s.alpha, s.value, one, Write::kReplace);
      for (int i = 0; i < targets; ++i) std::copy_n(one.row(i), one.cols, result.values.value.row(i * size + b));
    }
  }
  if (!tape.recording()) return result;
  const Tensor<T> d_scores = tape.scratch(targets, sources), d_queries = tape.scratch(targets, width),
                  d_keys = tape.scratch(sources, width), d_values = tape.scratch(sources, value.cols());
  // Room for the gradients from above, which are gathered only in the backward pass.
  const Tensor<T> d_above = tape.scratch(targets, value.cols());
  tape.record([=, above = result.values] {
    for (int b = 0; b < size; ++b) {
      const Sentence<T>& s = sentences[b];
      for (int i = 0; i < targets; ++i) std::copy_n(above.d().row(i * size + b), above.cols(), d_above.row(i));
      if (value.grad) {
        product_tn(s.alpha, d_above, d_values, Write::kReplace);
        scatter_add(d_values, value.d(), size, b);
      }
      product_nt(d_above, s.value, d_scores, Write::kReplace);
      for (int i = 0; i < targets; ++i) {
        // A masked column has p = 0, so its score gets no gradient.
        const auto p = vector(s.alpha.row(i), sources);
        auto d = vector(d_scores.row(i), sources);
        d = scale * p * (d - (p * d).sum());
      }
      if (query.grad) {
        product_nn(d_scores, s.key, d_queries, Write::kReplace);
        scatter_add(d_queries, query.d(), size, b);
      }
      if (key.grad) {
        product_tn(d_scores, s.query, d_keys, Write::kReplace);
        scatter_add(d_keys, key.d(), size, b);
      }
    }
  });
  return result;
}

template LookedUp<float> scaled_dot_product(Tape<float>&, Var<float>, Var<float>, Var<float>, const Sentences&);
template LookedUp<double> scaled_dot_product(Tape<double>&, Var<double>, Var<double>, Var<double>, const Sentences&);

}  // namespace regard
