#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/aligned.h"
#include "core/result.h"
#include "io/safetensors.h"
#include "nets/seq2seq.h"
#include "text/byte_pair.h"

namespace regard {

/// config.json of a sequence-to-sequence model.
std::string write_config(const Seq2SeqConfig& config);

/// As a config names it: "additive", "dot", ..
const char* name_of(AttentionKind kind);

/// Fails with "bad-config" on anything but an object with exactly our keys and sizes in 1 .. 65536.
Result<Seq2SeqConfig> parse_config(std::string_view json);

/// model.safetensors with one tensor a parameter, in the layout's order. With kI8, parameters of more than one row are rounded to
/// integers -127 .. 127 times one F32 scale a row, "<name>.scale" (rows): w = scale * q, scale = max |w| / 127. With kF32 nothing is
/// rounded. values: layout.size() numbers.
std::vector<std::byte> write_weights(const ParameterLayout& layout, std::span<const float> values, Dtype dtype);

/// The layout's parameters from a file, as F32 whatever the file holds. Fails with "bad-weights" when a tensor is missing, superfluous,
/// of another shape, or holds a number that is not finite.
Result<AlignedVector<float>> read_weights(const ParameterLayout& layout, std::span<const std::byte> file);

/// A translator as it lies on disk: a net, its weights, and its two vocabularies.
struct Model {
  Seq2Seq net;
  AlignedVector<float> values;
  BytePairTokenizer source;
  BytePairTokenizer target;
  PackedWeights packed = net.pack(values);

  /// For a search, which rounds vectors to 16 bits: its log probabilities are off by up to about 1e-3 over a sentence. Traces, perplexity and
  /// probes come from the values themselves.
  Weights weights() const { return {values, &packed}; }
};

/// The contents of the four files of a model.
struct ModelFiles {
  std::string_view config;
  std::string_view source_tokenizer;
  std::string_view target_tokenizer;
  std::span<const std::byte> weights;
};

/// Fails as the parts do, and with "bad-config" when the config's vocabulary sizes are not the tokenizers'.
Result<std::unique_ptr<Model>> parse_model(const ModelFiles& files);

}  // namespace regard
