#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "translation/translator.h"

namespace regard {

/// No source is longer than this many tokens on the command line.
inline constexpr int kLongestSource = 400;

/// The model of a folder, with the tokenizers beside the folder: DIR/config.json, DIR/model.safetensors, DIR/../tokenizer.{en,fr}.json.
Result<std::unique_ptr<Model>> read_model(const std::filesystem::path& folder);

/// The seed of --sample, with which hard attention draws its positions; none without the option. Fails with "no-hard-attention" where the
/// model has nothing to draw. Throws UsageError.
Result<std::optional<std::uint64_t>> sample_seed(const Arguments& arguments, const Model& model);

}  // namespace regard
