#pragma once

#include <cstddef>

namespace regard {

/// A row-major matrix that somebody else owns: element (i, j) is data[i * cols + j].
/// A sequence of batches is stacked time-major: (S, B, D) is the matrix (S * B, D) whose row j * B + b is position j of sentence b.
template <class T>
struct Tensor {
  T* data = nullptr;
  int rows = 0;
  int cols = 0;

  std::size_t size() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols); }
  T& operator()(int i, int j) const {
    return data[static_cast<std::size_t>(i) * static_cast<std::size_t>(cols) + static_cast<std::size_t>(j)];
  }
  T* row(int i) const { return data + static_cast<std::size_t>(i) * static_cast<std::size_t>(cols); }
};

}  // namespace regard
