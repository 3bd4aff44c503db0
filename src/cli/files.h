#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "core/result.h"

namespace regard {

/// The bytes of a file, unpacked if it is gzip. Fails with "no-file" and a sentence that names it.
Result<std::string> read_file(const std::filesystem::path& path);

/// Writes beside the file first and then renames, so that a reader never sees half of it. Fails with "cannot-write".
Result<bool> write_file(const std::filesystem::path& path, std::string_view bytes);

inline std::span<const std::byte> as_bytes(const std::string& text) { return std::as_bytes(std::span(text)); }
inline std::string_view as_text(std::span<const std::byte> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

}  // namespace regard
