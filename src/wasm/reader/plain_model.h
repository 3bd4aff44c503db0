#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "core/result.h"
#include "io/model_folder.h"

namespace regard {

/// What web/core/plain-model.js makes of the four files of a model, so that the page's first binary need not know JSON. The page has
/// checked the files' digests, and the laboratory has read the same files when the site was built.
struct PlainModel {
  /// attention (0: none, 1: additive), encoder (0: bidirectional, 1: forward, 2: backward), then the six sizes of Seq2SeqConfig, in its
  /// files' order.
  std::span<const int> config;
  /// A vocabulary in lines: "1" where an apostrophe ends a unit, else "0"; the pieces by id; an empty line; the merges, "left right".
  std::string_view source;
  std::string_view target;
  /// A letter for each tensor of the weights, in the order of their bytes: f = F32, i = I8.
  std::string_view dtypes;
  /// The tensors' bytes: one tensor a parameter, in the layout's order, behind one of I8 its scales.
  std::span<const std::byte> weights;
};

/// Fails with "bad-config", "bad-tokenizer" or "bad-weights".
Result<std::unique_ptr<Model>> read_plain_model(const PlainModel& plain);

}  // namespace regard
