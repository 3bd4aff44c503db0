#pragma once
// Matrices written by tests/golden/make_golden.py.

#include <fstream>
#include <map>
#include <string>

#include "core/check.h"
#include "matrix.h"

namespace regard {

class Golden {
 public:
  /// Reads tests/golden/`file`.
  explicit Golden(const std::string& file) {
    std::ifstream stream(std::string(REGARD_SOURCE_DIR) + "/tests/golden/" + file);
    std::string name;
    int rows = 0, cols = 0;
    while (stream >> name >> rows >> cols) {
      Matrix<double> matrix(rows, cols);
      for (double& x : matrix.data) stream >> x;
      matrices_[name] = std::move(matrix);
    }
    check(stream.eof() && !matrices_.empty(), "tests/golden/" + file + " cannot be read.");
  }

  const Matrix<double>& operator[](const std::string& name) const {
    const auto found = matrices_.find(name);
    check(found != matrices_.end(), "The golden file has no " + name + ".");
    return found->second;
  }

  /// A matrix of whole numbers.
  std::vector<int> integers(const std::string& name) const {
    std::vector<int> numbers;
    for (double x : (*this)[name].data) numbers.push_back(static_cast<int>(x));
    return numbers;
  }

  /// Each parameter of the layout, by its name behind `prefix`, in the layout's order.
  template <class T>
  AlignedVector<T> flat(const ParameterLayout& layout, const std::string& prefix = "") const {
    AlignedVector<T> numbers(layout.size());
    for (const Parameter& p : layout.parameters()) {
      const Matrix<double>& matrix = (*this)[prefix + p.name];
      check(matrix.rows == p.rows && matrix.cols == p.cols, "The golden file has another shape of " + prefix + p.name + ".");
      for (std::size_t k = 0; k < p.size(); ++k) numbers[p.offset + k] = static_cast<T>(matrix.data[k]);
    }
    return numbers;
  }

 private:
  std::map<std::string, Matrix<double>> matrices_;
};

/// The part of a flat array that belongs to a parameter.
template <class T>
Matrix<T> part(const AlignedVector<T>& flat, const Parameter& p) {
  const auto begin = flat.begin() + static_cast<std::ptrdiff_t>(p.offset);
  return {p.rows, p.cols, AlignedVector<T>(begin, begin + static_cast<std::ptrdiff_t>(p.size()))};
}

}  // namespace regard
