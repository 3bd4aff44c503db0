#pragma once
// The plainest loops there are, in double: what operations are compared with.

#include <algorithm>
#include <cmath>
#include <vector>

#include "matrix.h"

namespace regard::naive {

template <class T>
Matrix<T> transpose(const Matrix<T>& a) {
  Matrix<T> result(a.cols, a.rows);
  for (int i = 0; i < a.rows; ++i) {
    for (int j = 0; j < a.cols; ++j) result(j, i) = a(i, j);
  }
  return result;
}

/// a (m, k) b (k, n).
template <class T>
Matrix<double> product(const Matrix<T>& a, const Matrix<T>& b) {
  Matrix<double> result(a.rows, b.cols);
  for (int i = 0; i < a.rows; ++i) {
    for (int j = 0; j < b.cols; ++j) {
      for (int k = 0; k < a.cols; ++k) result(i, j) += static_cast<double>(a(i, k)) * static_cast<double>(b(k, j));
    }
  }
  return result;
}

inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// log of exp(x_0) + .. + exp(x_{n-1}).
template <class Numbers>
double log_sum_exp(const Numbers& x) {
  long double sum = 0;
  const double highest = static_cast<double>(*std::max_element(x.begin(), x.end()));
  for (auto number : x) sum += std::exp(static_cast<long double>(static_cast<double>(number) - highest));
  return highest + static_cast<double>(std::log(sum));
}

template <class Numbers>
std::vector<double> softmax(const Numbers& x) {
  const double normaliser = log_sum_exp(x);
  std::vector<double> p;
  for (auto number : x) p.push_back(std::exp(static_cast<double>(number) - normaliser));
  return p;
}

template <class T>
std::vector<T> row(const Matrix<T>& m, int i) {
  const auto begin = m.data.begin() + std::ptrdiff_t{i} * m.cols;
  return {begin, begin + m.cols};
}

}  // namespace regard::naive
