#pragma once

#include <nlohmann/json.hpp>

#include "translation/translator.h"

namespace regard {

/// {source, source_tokens, target_tokens, translation, attention, log_probability, truncated}; attention: rows of alpha, or null.
nlohmann::ordered_json translation_json(const Translation& translation, const Trace& trace);

/// The same, with every array of the trace.
nlohmann::ordered_json trace_json(const Translator& translator, const Translation& translation, const Trace& trace);

/// {branches: [{parent, step, piece, log_probability, score, fate ("kept", "ended", "cut"), row}], alpha, best}, see BeamTree.
nlohmann::ordered_json tree_json(const Translator& translator, const BeamTree& tree);

/// Token i of a writing taken apart: {kind, keys, v, query, share, scale, without: [{moved, candidates: [{piece, before, after}]}], mean,
/// product}, see AttentionStep. i: from 0.
nlohmann::ordered_json attention_step_json(const Translator& translator, const Translation& translation, int i);

}  // namespace regard
