#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "nets/trace.h"
#include "text/byte_pair.h"

namespace regard {

/// How likely a net finds a word of a translation at its place, all before it given: the natural log of the product of the probabilities of
/// the word's tokens. Letters decide what a word is: "tapis" is in " tapis." and not in " tapissier"; where it stands more than once, the
/// first is meant. None when the translation has no such word.
/// tokens: of the translation.  steps: of forced decoding, one a token.  word: not empty.
std::optional<double> forced_word(std::span<const Token> tokens, std::span<const TraceStep> steps, std::string_view word);

}  // namespace regard
