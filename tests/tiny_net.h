#pragma once
// A net small enough to look at every number, and sentences for it.

#include <vector>

#include "matrix.h"
#include "nets/seq2seq.h"

namespace regard {

constexpr int kBegin = 1, kEnd = 2;

inline Seq2SeqConfig tiny_config(AttentionKind attention) {
  return {.attention = attention,
          .source_vocabulary = 9,
          .target_vocabulary = 7,
          .embedding = 4,
          .encoder_width = 3,
          .decoder_width = 5,
          .attention_width = 4};
}

/// Random parameters of every kind: no bias and no v is zero.
template <class T>
AlignedVector<T> random_values(const Seq2Seq& net, std::uint64_t seed) {
  Rng rng(seed);
  return random_matrix<T>(rng, 1, static_cast<int>(net.layout().size()), 0.5).data;
}

inline std::vector<int> random_ids(Rng& rng, int count, int vocabulary) {
  std::vector<int> ids;
  for (int k = 0; k < count; ++k) ids.push_back(random_size(rng, 3, vocabulary - 1));
  return ids;
}

/// A batch of sources of one length and targets without begin and end, padded to `positions` target positions.
inline Batch batch_of(const std::vector<std::vector<int>>& sources, const std::vector<std::vector<int>>& targets, int positions) {
  Batch batch;
  batch.size = static_cast<int>(sources.size());
  for (std::size_t j = 0; j < sources[0].size(); ++j) {
    for (const std::vector<int>& source : sources) batch.source.push_back(source[j]);
  }
  for (int i = 0; i < positions; ++i) {
    const auto at = static_cast<std::size_t>(i);
    for (const std::vector<int>& target : targets) {
      batch.inputs.push_back(i == 0 ? kBegin : at <= target.size() ? target[at - 1] : kEnd);
      batch.targets.push_back(at < target.size() ? target[at] : at == target.size() ? kEnd : -1);
    }
  }
  return batch;
}

/// The loss of a batch in inference, without smoothing or dropout unless asked for.
template <class T>
T loss_of(const Seq2Seq& net, const AlignedVector<T>& values, const Batch& batch, double smoothing = 0,
          CrossEntropyCount* count = nullptr) {
  Arena arena;
  Tape<T> tape(arena, Tape<T>::Mode::kInference);
  return *net.loss(Pass<T>{tape, values.data()}, batch, smoothing, {}, count).value.data;
}

}  // namespace regard
