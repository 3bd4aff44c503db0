#include "ops/packed_weights.h"

namespace regard {

const PackedMatrix* packed_matrix(const PackedWeights& weights, const Parameter& p) { return weights.find(p); }

}  // namespace regard
