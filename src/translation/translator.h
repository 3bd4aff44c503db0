#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "io/model_folder.h"
#include "nets/beam_search.h"
#include "nets/steered_decoding.h"
#include "nets/trace.h"

namespace regard {

/// A translation of one text: what was read, what was written, and, where asked for, what the net computed on the way.
struct Translation {
  std::string source;  ///< the clean line
  std::vector<Token> source_tokens;
  std::vector<Token> target_tokens;  ///< the last one is the end token, unless `truncated`
  std::string text;                  ///< of the target tokens
  double log_probability = 0;        ///< of the target tokens
  bool truncated = false;            ///< it had not ended where it was cut
  std::vector<int> positions = {};   ///< a_i, the source position hard attention chose for each target token; else empty
};

/// From text to text: tokenizer, search and trace of one model.
class Translator {
 public:
  explicit Translator(std::unique_ptr<Model> model) : model_(std::move(model)) {}

  const Model& model() const { return *model_; }

  /// The tokens of the clean text. Fails with "empty-text" when there are none, and with "too-long" when there are more than `limit`.
  Result<std::vector<Token>> read(std::string_view text, int limit) const;

  /// A search over tokens that `read` returned. It borrows the model. Translations are cut at 2 S + 10 tokens. With `sample_seed` hard
  /// attention draws its positions.
  BeamSearch search(const std::vector<Token>& source, int beam, std::optional<std::uint64_t> sample_seed = {}) const;

  /// Options for decoding so many source tokens with other attention weights: cut where a search is.
  static SteeredOptions steered_options(const std::vector<Token>& source);

  /// What a hypothesis says. `source` is what the search was given.
  Translation describe(const std::vector<Token>& source, const Hypothesis& hypothesis) const;

  /// The translation `text`, as if the model had written it and then ended: forced decoding. Fails with "empty-text" and "too-long".
  Result<Translation> force(const std::vector<Token>& source, std::string_view text, int limit) const;

  /// What the net computes when it writes that translation. Hard attention looks where it did, if the translation says where.
  Trace trace(const Translation& translation, const TraceOptions& options) const;

  /// read, search and describe in one.
  Result<Translation> translate(std::string_view text, int beam, int limit, std::optional<std::uint64_t> sample_seed = {}) const;

 private:
  std::unique_ptr<Model> model_;
};

}  // namespace regard
