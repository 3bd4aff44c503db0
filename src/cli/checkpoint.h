#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/aligned.h"
#include "core/result.h"
#include "training/adam.h"

namespace regard {

/// All that a training run needs to go on.
struct Checkpoint {
  AlignedVector<float> values;
  Adam adam{0};
  AlignedVector<float> baseline;  ///< of hard attention, see RewardBaseline::means; else empty
  double seconds = 0;             ///< trained so far
  std::string curve;              ///< the lines of curve.tsv so far
};

/// One safetensors file with the values, both moments, and the baseline where there is one.
Result<bool> write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// Fails with "no-file", "bad-safetensors", or "bad-checkpoint" when it is not one for `parameters` numbers.
Result<Checkpoint> read_checkpoint(const std::filesystem::path& path, std::size_t parameters);

}  // namespace regard
