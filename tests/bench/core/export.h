#pragma once

#include <filesystem>

namespace regard::bench {

/// Writes what every engine reads, into `folder`: NAME.json (a case: config, sentences with what greedy decoding makes of them, or a batch)
/// and NAME.safetensors (its weights, F32). `models`: the project's models, for the one that is shipped.
void export_cases(const std::filesystem::path& folder, const std::filesystem::path& models);

}  // namespace regard::bench
