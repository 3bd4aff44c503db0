#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/result.h"

namespace regard {

/// Reads JSON that came from outside: one object, UTF-8, no byte order mark, no two members of an object with the same name, nothing
/// nested deeper than `depth`. Never throws, so that it also runs in WebAssembly without exception catching; ask the types of the
/// values (is_..., get_ptr) before reading them.
/// Fails with `code` and a sentence that begins with `subject`, e.g. "The header".
Result<nlohmann::json> parse_strict_json(std::string_view text, std::size_t depth, const std::string& code, const std::string& subject);

/// `text` in double quotes, cut behind 60 bytes, for sentences.
std::string in_quotes(std::string_view text);

}  // namespace regard
