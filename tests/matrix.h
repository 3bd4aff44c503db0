#pragma once
// A matrix that owns its numbers, for tests of code that works on borrowed ones. They lie on a cache line, so that equal computations
// give equal bits.

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "core/aligned.h"
#include "core/rng.h"
#include "core/tensor.h"
#include "ops/tape.h"

namespace regard {

template <class T>
struct Matrix {
  int rows = 0;
  int cols = 0;
  AlignedVector<T> data;

  Matrix() = default;
  Matrix(int rows_, int cols_, T value = T(0)) : rows(rows_), cols(cols_), data(view_size(rows_, cols_), value) {}
  Matrix(int rows_, int cols_, AlignedVector<T> data_) : rows(rows_), cols(cols_), data(std::move(data_)) {}
  Matrix(int rows_, int cols_, const std::vector<T>& data_) : rows(rows_), cols(cols_), data(data_.begin(), data_.end()) {}
  Matrix(int rows_, int cols_, std::initializer_list<T> data_) : rows(rows_), cols(cols_), data(data_) {}
  explicit Matrix(Tensor<T> t) : rows(t.rows), cols(t.cols), data(t.data, t.data + t.size()) {}

  T& operator()(int i, int j) { return view()(i, j); }
  T operator()(int i, int j) const { return data[view_size(i, cols) + static_cast<std::size_t>(j)]; }
  Tensor<T> view() { return {data.data(), rows, cols}; }

  /// On the tape as a leaf; its gradient goes to `gradient`, or nowhere.
  Var<T> leaf(Matrix* gradient = nullptr) { return {view(), gradient ? gradient->data.data() : nullptr}; }

  bool operator==(const Matrix&) const = default;

 private:
  static std::size_t view_size(int r, int c) { return static_cast<std::size_t>(r) * static_cast<std::size_t>(c); }
};

/// Standard normal numbers, times `scale`.
template <class T = double>
Matrix<T> random_matrix(Rng& rng, int rows, int cols, double scale = 1.0) {
  Matrix<T> matrix(rows, cols);
  for (T& x : matrix.data) x = static_cast<T>(scale * rng.normal());
  return matrix;
}

/// A size in low .. high.
inline int random_size(Rng& rng, int low, int high) {
  return low + static_cast<int>(rng.below(static_cast<std::uint64_t>(high - low + 1)));
}

/// Empty when |actual - expected| <= tolerance * max(1, |expected|) everywhere, else a sentence about the worst element. NaN is a
/// difference.
template <class A, class E>
std::string difference(const Matrix<A>& actual, const Matrix<E>& expected, double tolerance) {
  std::ostringstream sentence;
  sentence.precision(17);
  if (actual.rows != expected.rows || actual.cols != expected.cols) {
    sentence << "(" << actual.rows << ", " << actual.cols << ") instead of (" << expected.rows << ", " << expected.cols << ")";
    return sentence.str();
  }
  double worst = tolerance;
  for (int i = 0; i < actual.rows; ++i) {
    for (int j = 0; j < actual.cols; ++j) {
      const double a = static_cast<double>(actual(i, j)), e = static_cast<double>(expected(i, j));
      const double distance = std::abs(a - e) / std::max(1.0, std::abs(e));
      if (distance <= worst) continue;
      sentence.str("");
      sentence << "(" << i << ", " << j << "): " << a << " instead of " << e;
      if (std::isnan(distance)) return sentence.str();
      worst = distance;
    }
  }
  return sentence.str();
}

/// How close a naive loop in double must be: rounding in T over sums of a few hundred terms.
template <class T>
constexpr double kRounding = sizeof(T) == 4 ? 2e-5 : 1e-12;

}  // namespace regard
