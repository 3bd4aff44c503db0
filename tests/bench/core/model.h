#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"

namespace regard::bench {

/// A net and its weights, shared by the jobs that use it.
struct BenchModel {
  Seq2Seq net;
  AlignedVector<float> values;
};

/// The config of `spec` ("config") as the core reads it. Throws std::runtime_error with the core's sentence.
Seq2SeqConfig config_of(const nlohmann::json& spec);

/// The weights of a safetensors file as F32. Throws std::runtime_error with the core's sentence.
BenchModel read_model(const nlohmann::json& spec, std::span<const std::byte> weights);

/// Weights with which an untrained net writes many different tokens, so that a translation by it can be compared: the core's own
/// initialisation (Glorot & Bengio 2010), but embeddings ~ N(0, 1) in place of N(0, 0.05^2), so that a token moves the state; v uniform in
/// +-1/2 in place of zero, so that attention looks somewhere; and every bias uniform in +-1/10 in place of zero, so that a bias left out
/// would be seen.
BenchModel draw_model(const Seq2SeqConfig& config, std::uint64_t seed);

/// Rounds the weights to what a model file of I8 holds.
void round_weights(BenchModel& model);

/// `count` ids of a vocabulary, none of them special.
std::vector<int> draw_ids(int count, int vocabulary, std::uint64_t seed);

/// What greedy decoding writes, and how sure it was. The weights are taken as they are, not packed: what packed ones write is compared with
/// this.
struct Decoded {
  std::vector<int> ids;  ///< at most as many as asked for; the end token where it was written
  double margin = 0;     ///< the least distance of the best logit from the second, in standard deviations of the step's logits
};
Decoded decode(const BenchModel& model, const std::vector<int>& source, int most_tokens);

}  // namespace regard::bench
