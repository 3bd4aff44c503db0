#pragma once

#include <nlohmann/json.hpp>

#include "translation/translator.h"

namespace regard {

/// {source, source_tokens, target_tokens, translation, attention, log_probability, truncated}; attention: rows of alpha, or null.
nlohmann::ordered_json translation_json(const Translation& translation, const Trace& trace);

/// The same, with every array of the trace.
nlohmann::ordered_json trace_json(const Translator& translator, const Translation& translation, const Trace& trace);

}  // namespace regard
