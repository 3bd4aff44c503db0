#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/aligned.h"
#include "nets/seq2seq.h"
#include "nets/trace.h"
#include "probes/answer_score.h"

namespace regard {

/// Source positions that word probes are asked about, the first ones of a sentence.
inline constexpr int kProbedPositions = 40;

/// Which states z of a net a word probe reads.
enum class WordKind {
  kVector,    ///< C, asked about every position
  kStates,    ///< h_j, asked about position j
  kContexts,  ///< c_i of forced decoding, asked about the position where alpha_i is largest; needs attention
};
inline constexpr WordKind kWordKinds[] = {WordKind::kVector, WordKind::kStates, WordKind::kContexts};

/// "vector", "states" or "contexts", in files and on the command line.
const char* name_of(WordKind kind);
std::optional<WordKind> word_kind(std::string_view name);

/// Questions about the source tokens of sentences, in the order of their positions, each with the state it is asked of.
struct WordQuestions {
  int width = 0;                  ///< W, of z
  AlignedVector<float> states;    ///< z (N, W)
  std::vector<int> positions;     ///< j from 0, below kProbedPositions, ascending
  std::vector<int> ids;           ///< the truth: the token at position j
  std::vector<int> sentences;     ///< whose question it is, counted in the batch
  std::vector<int> target_steps;  ///< i from 0 of c_i; j for the other kinds

  int count() const { return static_cast<int>(positions.size()); }
};

/// What a kind asks about a batch; the targets matter to kContexts alone, which forces them on the decoder. The net's states are
/// computed in inference mode.
WordQuestions ask_words(const Seq2Seq& net, std::span<const float> values, const Batch& batch, WordKind kind);

/// What a kind asks about one sentence that has been traced. source: the ids that the trace read.
WordQuestions ask_words(const Trace& trace, std::span<const int> source, WordKind kind);

/// The same states asked about another sentence: what stands at position j of `source`, which has every position asked about.
WordQuestions ask_about(WordQuestions questions, std::span<const int> source);

/// For each length the next sentence of the same length, and the first for the last of them; -1 where there is no other.
std::vector<int> partners(std::span<const int> lengths);

/// The source embedding E (V, E) of a net: a view of its values, for reading alone.
Tensor<float> source_embedding(const Seq2Seq& net, std::span<const float> values);

/// "Which token stood at source position j?", asked of a state z of a net that stays as it is:
///   logits = E (W_j z + b_j),  E the net's source embedding (V, E)
/// Each position has its own W_j and b_j; E is frozen, so that a probe learns where a token is kept and not what tokens are.
/// What it finds is there; what it misses may be there in a form that no such map reads.
/// Parameters, with `name` the kind's: name.weight (40 * E, W), W_0 first; name.bias (40, E); name.frequent (1, 40), which is not trained:
/// the id most often asked for at each position while training.
struct WordProbe {
  Parameter weight, bias, frequent;

  WordProbe(ParameterLayout& layout, const std::string& name, int embedding, int width);

  /// W_j z + b_j (N, E).  z: (N, W).  positions: N numbers, ascending.
  template <class T>
  Var<T> operator()(const Pass<T>& pass, Var<T> z, std::span<const int> positions) const;

  /// Cross-entropy summed over the questions: (1, 1).  embedding: E (V, E).  ids: N, which must outlive the pass.
  template <class T>
  Var<T> loss(const Pass<T>& pass, Var<T> z, Var<T> embedding, std::span<const int> positions, std::span<const int> ids,
              CrossEntropyCount* count) const;
};

/// The answer to one question.
struct WordAnswer {
  int guess = 0;                    ///< the most likely token
  double probability = 0;           ///< of the true token
  double log_probability = 0;       ///< natural; finite where the probability is too small for a number
  std::vector<TraceCandidate> top;  ///< best first
};

/// One answer a question. values: the probe's.  embedding: see source_embedding.  top: candidates an answer.
std::vector<WordAnswer> answer_words(const WordProbe& probe, std::span<const float> values, Tensor<float> embedding,
                                     const WordQuestions& questions, int top);

/// Answers by position, and of each sentence as a whole.
struct WordScores {
  std::array<AnswerScore, kProbedPositions> positions{};
  std::vector<AnswerScore> sentences;

  /// Adds one more sentence.
  void add(const WordQuestions& questions, std::span<const WordAnswer> answers);
};

/// The answers of one who knows the positions alone and always names the token most often asked for there while training. They have no
/// probabilities: those are zero.
std::vector<WordAnswer> answer_most_frequent(const WordProbe& probe, std::span<const float> values, const WordQuestions& questions);

}  // namespace regard
