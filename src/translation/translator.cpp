#include "translation/translator.h"

#include "text/clean_line.h"

namespace regard {
namespace {

int most_tokens(const std::vector<Token>& source) { return 2 * static_cast<int>(source.size()) + 10; }

}  // namespace

Result<std::vector<Token>> Translator::read(std::string_view text, int limit) const {
  std::vector<Token> tokens = model_->source.tokenize(clean_line(text));
  if (tokens.empty()) return Error{"empty-text", "There is no text to translate."};
  if (static_cast<int>(tokens.size()) > limit) {
    return Error{"too-long", "The sentence has " + std::to_string(tokens.size()) + " tokens; the limit is " + std::to_string(limit) + "."};
  }
  return tokens;
}

BeamSearch Translator::search(const std::vector<Token>& source, int beam, std::optional<std::uint64_t> sample_seed) const {
  SearchOptions options;
  options.beam = beam;
  options.most_tokens = most_tokens(source);
  options.begin = kBeginId;
  options.end = kEndId;
  options.sample_seed = sample_seed;
  return BeamSearch(model_->net, model_->weights(), ids_of(source), options);
}

SteeredOptions Translator::steered_options(const std::vector<Token>& source) {
  SteeredOptions options;
  options.most_tokens = most_tokens(source);
  options.begin = kBeginId;
  options.end = kEndId;
  return options;
}

Translation Translator::describe(const std::vector<Token>& source, const Hypothesis& hypothesis) const {
  Translation translation;
  for (const Token& token : source) translation.source += token.text;
  if (translation.source.starts_with(' ')) translation.source.erase(0, 1);
  translation.source_tokens = source;
  int word = 0;
  for (int id : hypothesis.ids) {
    Token token = model_->target.token(id);
    if (!translation.target_tokens.empty() && token.text.starts_with(' ')) ++word;
    token.word = word;
    translation.target_tokens.push_back(std::move(token));
  }
  translation.text = model_->target.text(hypothesis.ids);
  translation.log_probability = hypothesis.log_probability;
  translation.truncated = !hypothesis.ended;
  translation.positions = hypothesis.positions;
  return translation;
}

Result<Translation> Translator::force(const std::vector<Token>& source, std::string_view text, int limit) const {
  Hypothesis written{ids_of(model_->target.tokenize(clean_line(text))), 0, true};
  if (written.ids.empty()) return Error{"empty-text", "There is no text in the target."};
  if (static_cast<int>(written.ids.size()) > limit) {
    return Error{"too-long",
                 "The target has " + std::to_string(written.ids.size()) + " tokens; the limit is " + std::to_string(limit) + "."};
  }
  written.ids.push_back(kEndId);
  Translation translation = describe(source, written);
  translation.log_probability = trace(translation, {.top = 0}).log_probability;
  return translation;
}

Trace Translator::trace(const Translation& translation, const TraceOptions& options) const {
  TraceOptions with = options;
  if (!translation.positions.empty()) with.positions = translation.positions;
  return regard::trace(model_->net, model_->values, ids_of(translation.source_tokens), ids_of(translation.target_tokens), with);
}

Result<Translation> Translator::translate(std::string_view text, int beam, int limit, std::optional<std::uint64_t> sample_seed) const {
  const Result<std::vector<Token>> source = read(text, limit);
  if (!source) return source.error();
  BeamSearch search = this->search(*source, beam, sample_seed);
  while (!search.step()) {
  }
  return describe(*source, search.best());
}

}  // namespace regard
