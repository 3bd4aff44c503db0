#pragma once

#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "translation/translator.h"

namespace regard {

/// No source is longer than this many tokens on the command line.
inline constexpr int kLongestSource = 400;

/// The model of a folder, with the tokenizers beside the folder: DIR/config.json, DIR/model.safetensors, DIR/../tokenizer.{en,fr}.json.
Result<std::unique_ptr<Model>> read_model(const std::filesystem::path& folder);

}  // namespace regard
