#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/aligned.h"
#include "core/result.h"
#include "probes/where_probe.h"
#include "probes/word_probe.h"

namespace regard {

/// The probes of one model, models/<name>/probes.safetensors: those that have been trained, none of them needed.
struct Probes {
  ParameterLayout layout;
  std::array<std::optional<WordProbe>, std::size(kWordKinds)> words;  ///< by WordKind
  std::optional<WhereProbe> where;
  AlignedVector<float> values;
};

/// Fails with "bad-safetensors", or "bad-weights" when a tensor belongs to no probe, is missing, of another shape than the model's config
/// asks for, or holds a number that is not finite or, where ids stand, no id; or when a probe needs attention and the model has none.
Result<Probes> parse_probes(const Seq2SeqConfig& config, std::span<const std::byte> file);

/// The file with one probe's tensors in place of what it held of that probe; the others keep their bytes. I8 as in write_weights.
///   file: as it was, or empty.  name: "vector", "states", "contexts" or "where".  layout, values: the probe's alone.
/// Fails with "bad-safetensors".
Result<std::vector<std::byte>> replace_probe(std::span<const std::byte> file, const std::string& name, const ParameterLayout& layout,
                                             std::span<const float> values);

}  // namespace regard
