#pragma once

#include "translation/translator.h"
#include "wasm/value.h"

namespace regard {

/// Everything that the net computes when it writes this translation but the logits; the gates as well where asked for.
Value traced(const Translator& translator, const Translation& translation, bool gates);

}  // namespace regard
