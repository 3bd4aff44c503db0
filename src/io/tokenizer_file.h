#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "text/byte_pair.h"

namespace regard {

/// A byte-pair vocabulary as the tokenizer.json of the Hugging Face tokenizers library, which gives the same ids for clean lines that
/// do not spell out a special token: to us "<s>" is text, to the library a command.
std::string write_tokenizer(const BytePairModel& model);

/// Reads what `write_tokenizer` writes, and nothing else: another model type, normalizer, pre-tokenizer or special token is refused.
/// Fails with "bad-tokenizer" and a sentence that says what is wrong.
Result<BytePairTokenizer> parse_tokenizer(std::string_view json);

}  // namespace regard
