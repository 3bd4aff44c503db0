#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "nets/seq2seq.h"

namespace regard {

/// A row-major matrix that owns its numbers; (0, 0) where the model has none.
struct TraceMatrix {
  int rows = 0;
  int cols = 0;
  std::vector<float> data;
};

struct TraceCandidate {
  int id = 0;
  double probability = 0;
};

/// The `count` most probable of a softmax's logits, best first, of equals the smaller id.
std::vector<TraceCandidate> most_likely(std::span<const float> logits, int count);

/// One target token: the one written, and what else was likely.
struct TraceStep {
  int id = 0;
  double probability = 0;
  double log_probability = 0;       ///< natural; finite where the probability is too small for a number
  std::vector<TraceCandidate> top;  ///< best first
};

/// Everything a net computed while it read S source tokens and wrote T target tokens.
struct Trace {
  TraceMatrix encoder_states;  ///< h_j (S, H)
  TraceMatrix context;         ///< C (1, H)
  TraceMatrix reset_gates;     ///< r of the step into h_j (S, H), where asked for and the encoder has GRUs; see ops/gru_cell.h
  TraceMatrix update_gates;    ///< z of that step (S, H): the share of the state before that stays
  TraceMatrix decoder_states;  ///< s_i (T, D)
  TraceMatrix contexts;        ///< c_i, or C at every step (T, H)
  TraceMatrix scores;          ///< e_ij (T, S); none without attention
  TraceMatrix alpha;           ///< alpha_ij (T, S); none without attention
  TraceMatrix logits;          ///< (T, V), where asked for
  std::vector<TraceStep> steps;
  double log_probability = 0;  ///< of all target tokens
  std::vector<int> positions;  ///< a_i (T), the position hard attention chose at each step; else empty
};

struct TraceOptions {
  int top = 5;  ///< candidates a step
  bool keep_logits = false;
  int begin = 1;  ///< id before the first target token
  bool keep_gates = false;
  std::optional<std::uint64_t> sample_seed = {};  ///< where given, hard attention draws its positions; else it takes the arg max
  std::span<const int> positions = {};            ///< where not empty, a_i of the T steps of hard attention from outside
};

/// Forced decoding: the net reads `source` and is made to write `target`. Both hold at least one id.
Trace trace(const Seq2Seq& net, std::span<const float> values, std::span<const int> source, std::span<const int> target,
            const TraceOptions& options);

}  // namespace regard
