#pragma once

#include <cstdint>

#include "core/aligned.h"
#include "layers/attention/multi_head.h"
#include "layers/recurrent.h"

namespace regard {

/// Sizes of the two layers, and the most tokens they will be given.
struct RaceSizes {
  int width = 0;    ///< d; a multiple of num_heads
  int num_heads = 0;
  int longest = 0;  ///< tokens
};

/// Two layers over the same n tokens, to be timed against each other: a GRU, whose n steps each need the one before, and self-attention
/// (Vaswani et al. 2017, section 3.2.2), in which no token waits for another. Both map (n, d) to (n, d). Tokens and weights come from a
/// seed and were never trained: how long a layer takes does not depend on its values.
/// Multiplications, activations and softmax aside: 6 n d^2 for the GRU, 4 n d^2 + 2 n^2 d for self-attention; the two are equal at n = d.
class LayerRace {
 public:
  LayerRace(const RaceSizes& sizes, std::uint64_t seed);

  const RaceSizes& sizes() const { return sizes_; }

  /// The first n tokens (n, d).
  Tensor<float> input(int length);

  /// The states h_j of the GRU (n, d). This, like all that a run returns, is valid until the next run.
  Tensor<float> recurrent(int length);

  /// What these heads add to the output of self-attention (n, d); all of them together are the layer.
  Tensor<float> attention(int length, HeadRange heads);

  const ParameterLayout& layout() const { return layout_; }
  const AlignedVector<float>& values() const { return values_; }

 private:
  RaceSizes sizes_;
  ParameterLayout layout_;
  Recurrent gru_;
  MultiHeadAttention attention_;
  AlignedVector<float> values_;
  AlignedVector<float> input_;
  Arena arena_;
};

}  // namespace regard
