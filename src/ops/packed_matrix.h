#pragma once

#include <cstdint>

#include "core/aligned.h"
#include "ops/product.h"

namespace regard {

/// A weight matrix W (rows, cols) copied once into panels of 16 rows, for products with few vectors at a time: W is read as one stream, and
/// its bandwidth is the bound. Where every row is a number of -127 .. 127 times the row's scale, as in a model file of I8, it is kept in
/// one byte a weight, and the vectors are rounded to 16-bit integers for the product, whose sums are then exact: the rounding is at most
/// 2^-16 of a vector's largest number for up to 516 columns, and never more than cols / 516 times that.
class PackedMatrix {
 public:
  PackedMatrix() = default;

  /// Copies. I8 where nothing of W is lost by it, else F32.
  explicit PackedMatrix(Tensor<const float> w);

  int rows() const { return rows_; }
  int cols() const { return cols_; }
  bool has_integers() const { return !integers_.empty(); }

  /// y (n, rows) = (or +=) x (n, cols) W^T.
  void multiply(Tensor<float> x, Tensor<float> y, Write write) const;

 private:
  void pack_floats(Tensor<const float> w);
  bool pack_integers(Tensor<const float> w);

  int rows_ = 0;
  int cols_ = 0;
  AlignedVector<float> floats_;          ///< panel by panel, column by column: 16 rows' numbers
  AlignedVector<std::int8_t> integers_;  ///< panel by panel, pair of columns by pair: 16 rows' two numbers
  AlignedVector<float> scales_;          ///< of each row, with integers
};

}  // namespace regard
