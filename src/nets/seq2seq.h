#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/aligned.h"
#include "core/parameters.h"
#include "core/rng.h"
#include "layers/attention/attention.h"
#include "layers/linear.h"
#include "layers/recurrent.h"
#include "ops/cross_entropy.h"
#include "ops/packed_weights.h"

namespace regard {

/// In which order the encoder reads.
enum class EncoderKind {
  kBidirectional,  ///< both: h_j = [forward; backward], C = [last forward; first backward]
  kForward,        ///< from the first token to the last: C = the last state
  kBackward,       ///< from the last to the first, the reversed source of Sutskever et al. 2014: C = the first token's state
};

struct Seq2SeqConfig {
  AttentionKind attention = AttentionKind::kAdditive;
  int source_vocabulary = 0;
  int target_vocabulary = 0;
  int embedding = 128;      ///< width of both embeddings, and of the read-out, which is tied to the target embedding
  int encoder_width = 128;  ///< of each direction
  int decoder_width = 256;
  int attention_width = 128;  ///< A; for the location score the longest source it can look at; unused by scores without parameters
  EncoderKind encoder = EncoderKind::kBidirectional;
  CellKind cell = CellKind::kGru;                              ///< of the encoder and the decoder
  std::string source_language = "en", target_language = "fr";  ///< say which tokenizers the ids are of; the net does not look at them

  /// Width of h_j and of C.
  int state_width() const { return (encoder == EncoderKind::kBidirectional ? 2 : 1) * encoder_width; }
};

/// Sentences of one source length, time-major: entry j * size + b belongs to position j of sentence b.
struct Batch {
  int size = 0;
  std::vector<int> source;   ///< S * size ids
  std::vector<int> inputs;   ///< T * size ids: begin, y_1, y_2, ..
  std::vector<int> targets;  ///< T * size ids: y_1, y_2, .., end; -1 behind the end

  int source_length() const { return static_cast<int>(source.size()) / size; }
  int target_length() const { return static_cast<int>(inputs.size()) / size; }
};

/// Dropout on the embeddings and the read-out while training; its absence means inference.
struct Dropout {
  double rate;
  Rng& rng;
};

/// What the encoder leaves to the decoder, for B sentences of S positions. H is the config's state_width(), D its decoder_width.
template <class T>
struct Encoded {
  Var<T> embedded;       ///< x_j, the source embeddings, behind dropout in training; time-major (S * B, E)
  Var<T> states;         ///< h_j, time-major (S * B, H)
  Var<T> context;        ///< C (B, H)
  Var<T> keys;           ///< what the score makes of h_j (S * B, ..); empty where it makes nothing, and without attention
  Var<T> context_share;  ///< C's share of the decoder's gates (B, G * D); empty with attention
  Var<T> start;          ///< the decoder's first state (B, its state's width)
};

/// What hard attention chose in a pass under teacher forcing, for a gradient by REINFORCE: see training/reinforce.h. Rows are time-major,
/// T * B of them. The policy's `given` holds T * B positions here.
template <class T>
struct HardChoices {
  HardPolicy policy;                   ///< how it is to choose
  std::vector<int> positions;          ///< a_i, -1 where a sentence took the expectation
  Var<T> log_alpha;                    ///< log alpha_i(a_i) (T * B, 1), 0 where a sentence took the expectation
  Var<T> entropy;                      ///< H(alpha_i) (T * B, 1), nats
  std::vector<double> log_likelihood;  ///< log p(y_i | y_<i, a_1 .. a_i), nats; 0 behind the end
};

/// One decoder step.
template <class T>
struct DecoderStep {
  Var<T> state;                         ///< what the next step goes on from: s_i, an LSTM's cell, and ~h_i where that is fed
  Var<T> hidden;                        ///< s_i (B, D)
  Var<T> context;                       ///< c_i, or C (B, H)
  std::optional<Attended<T>> attended;  ///< none without attention
};

/// Sequence to sequence with recurrent layers, with attention or with one fixed vector. With attention, a bidirectional encoder and GRUs
/// it is RNNsearch (Bahdanau, Cho, Bengio 2015) up to these differences: PyTorch's GRU (see ops/gru_cell.h); s_0 = tanh(W C + b), C both
/// last states, where the paper takes the backward state alone; and the read-out t_i = tanh(R [s_i; c_i; E y_{i-1}] + b) with logits
/// E t_i + b, E the target embedding, where the paper has a maxout layer fed from s_{i-1}. Attend, then step:
///   c_i from s_{i-1} and all h_j,  s_i = GRU(s_{i-1}, [E y_{i-1}; c_i])
/// Without attention c_i = C at every step, and nothing else changes. An LSTM decoder begins with [s_0; cell] = tanh(W C + b).
/// With hard attention c_i is the h_j at the position that a HardPolicy chooses, by default the arg max of alpha_i.
///
/// Luong's scores have the wiring of Luong et al. 2015, step, then attend, with input feeding (3.3) and without the embedding in the
/// read-out, which is the attentional state ~h (eq. 5), as wide as an embedding because the output is tied to that; ~h_0 = 0:
///   s_i = GRU(s_{i-1}, [E y_{i-1}; ~h_{i-1}]),  c_i from s_i and all h_j,  ~h_i = tanh(R [s_i; c_i] + b),  logits E ~h_i + b
class Seq2Seq {
 public:
  explicit Seq2Seq(const Seq2SeqConfig& config);

  const Seq2SeqConfig& config() const { return config_; }
  const ParameterLayout& layout() const { return layout_; }

  /// Embeddings ~ N(0, 0.05^2); matrices uniform in +-sqrt(6 / (in + out)) (Glorot & Bengio 2010), gate by gate; biases and v zero,
  /// so that attention begins exactly uniform (Bahdanau et al. 2015, B.1); but an LSTM's forget gates begin with a bias of 1
  /// (Jozefowicz et al. 2015). values: layout().size() numbers.
  void initialise(std::span<float> values, Rng& rng) const;

  /// Weights as they are before any training, drawn with this seed.
  AlignedVector<float> untrained(std::uint64_t seed) const;

  /// The matrices that vectors are multiplied by, packed for inference.
  PackedWeights pack(std::span<const float> values) const;

  /// ids: time-major (S * B). The ids must outlive the pass.
  template <class T>
  Encoded<T> encode(const Pass<T>& pass, std::span<const int> ids, int batch, std::optional<Dropout> dropout = {}) const;

  /// Embeddings of the previous target tokens, (N, E). The ids must outlive the pass.
  template <class T>
  Var<T> embed_target(const Pass<T>& pass, std::span<const int> ids) const;

  /// s_i from the state before and the previous tokens' share of the gates (B, G * D), see `decoder().input_share`. `held` is c_i from
  /// outside (B, H): the step takes it as it is and attends to nothing. `policy`: of hard attention alone.
  template <class T>
  DecoderStep<T> step(const Pass<T>& pass, const Encoded<T>& encoded, Var<T> state, Var<T> share,
                      std::optional<Var<std::type_identity_t<T>>> held = {}, const HardPolicy& policy = {}) const;

  /// t_i, or ~h_i, (N, E) from hidden states (N, D), contexts (N, H) and embeddings (N, E), for any number of steps at once.
  template <class T>
  Var<T> read_out(const Pass<T>& pass, Var<T> hidden, Var<T> contexts, Var<T> embedded) const;

  /// Logits (N, V) of read-outs (N, E).
  template <class T>
  Var<T> logits(const Pass<T>& pass, Var<T> read_outs) const;

  /// Cross-entropy of the batch under teacher forcing, summed over target tokens: (1, 1). The batch must outlive the pass. `choices`, of
  /// hard attention alone: how it is to choose, and what it chose; without them it takes the arg max.
  template <class T>
  Var<T> loss(const Pass<T>& pass, const Batch& batch, double smoothing, std::optional<Dropout> dropout, CrossEntropyCount* count,
              HardChoices<T>* choices = nullptr) const;

  /// What the encoder left for one sentence, `times` times side by side as a batch, for the hypotheses of a beam. Inference alone.
  template <class T>
  Encoded<T> repeat_encoded(const Pass<T>& pass, const Encoded<T>& one, int times) const;

  const Recurrent& decoder() const { return decoder_; }
  const std::optional<Attention>& attention() const { return attention_; }
  const std::optional<Recurrent>& forward_encoder() const { return forward_; }
  const std::optional<Recurrent>& backward_encoder() const { return backward_; }

 private:
  std::optional<Recurrent> encoder(EncoderKind without, const char* name);
  bool feeds() const { return wiring_of(config_.attention) == Wiring::kStepThenAttend; }

  Seq2SeqConfig config_;
  ParameterLayout layout_;
  Parameter source_embedding_;
  std::optional<Recurrent> forward_;   ///< none when the encoder reads backward alone
  std::optional<Recurrent> backward_;  ///< none when it reads forward alone
  Linear bridge_;
  std::optional<Attention> attention_;
  Recurrent decoder_;
  Parameter context_weight_;  ///< C of Bahdanau's A.1.1, all gates: (G * D, H); in Luong's wiring that of ~h: (G * D, E)
  Linear read_out_;
  Parameter target_embedding_;
  Parameter output_bias_;
};

}  // namespace regard
