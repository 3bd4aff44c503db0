#pragma once

#include <span>
#include <vector>

#include "core/parameters.h"
#include "ops/packed_matrix.h"
#include "ops/tape.h"

namespace regard {

/// The packed matrices of a model, for inference.
class PackedWeights {
 public:
  PackedWeights() = default;

  /// Packs a parameter; values: of the whole layout.
  void pack(const Parameter& p, std::span<const float> values) {
    if (matrices_.size() <= p.index) matrices_.resize(p.index + 1);
    matrices_[p.index] = PackedMatrix({values.data() + p.offset, p.rows, p.cols});
  }

  /// Null where the parameter was not packed.
  const PackedMatrix* find(const Parameter& p) const {
    return p.index < matrices_.size() && matrices_[p.index].rows() > 0 ? &matrices_[p.index] : nullptr;
  }

 private:
  std::vector<PackedMatrix> matrices_;  ///< by the parameter's index
};

/// A model's weights, borrowed for inference: all numbers, and the packed matrices where there are some.
struct Weights {
  std::span<const float> values;
  const PackedWeights* packed = nullptr;

  Weights(std::span<const float> values_, const PackedWeights* packed_ = nullptr) : values(values_), packed(packed_) {}
  Weights(const AlignedVector<float>& values_) : values(values_) {}

  Pass<float> pass(Tape<float>& tape) const { return {tape, values.data(), nullptr, packed}; }
};

}  // namespace regard
