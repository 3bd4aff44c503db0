#include "probes/word_probe.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "ops/arrange.h"
#include "ops/linear.h"
#include "ops/softmax.h"

namespace regard {
namespace {

constexpr const char* kNames[] = {"vector", "states", "contexts"};

struct Question {
  int position;
  int sentence;
  int target_step;
  const float* z;
};

/// source: time-major ids of `size` sentences.
WordQuestions gather(std::vector<Question> questions, int width, std::span<const int> source, int size) {
  std::stable_sort(questions.begin(), questions.end(), [](const Question& a, const Question& b) { return a.position < b.position; });
  WordQuestions gathered;
  gathered.width = width;
  gathered.states.reserve(questions.size() * static_cast<std::size_t>(width));
  for (const Question& question : questions) {
    gathered.states.insert(gathered.states.end(), question.z, question.z + width);
    gathered.positions.push_back(question.position);
    gathered.ids.push_back(source[static_cast<std::size_t>(question.position * size + question.sentence)]);
    gathered.sentences.push_back(question.sentence);
    gathered.target_steps.push_back(question.target_step);
  }
  return gathered;
}

/// The column of the largest number, the first of equal ones.
int strongest(const float* alpha, int length) { return static_cast<int>(std::max_element(alpha, alpha + length) - alpha); }

/// How many consecutive equal positions begin at `first`.
int run_length(std::span<const int> positions, int first) {
  int end = first;
  while (end < static_cast<int>(positions.size()) && positions[static_cast<std::size_t>(end)] == positions[static_cast<std::size_t>(first)])
    ++end;
  return end - first;
}

}  // namespace

const char* name_of(WordKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<WordKind> word_kind(std::string_view name) {
  for (WordKind kind : kWordKinds) {
    if (name == name_of(kind)) return kind;
  }
  return std::nullopt;
}

WordQuestions ask_words(const Seq2Seq& net, std::span<const float> values, const Batch& batch, WordKind kind) {
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, values.data()};
  const Encoded<float> encoded = net.encode(pass, std::span<const int>(batch.source), batch.size);
  const int length = batch.source_length();
  std::vector<Question> questions;
  if (kind != WordKind::kContexts) {
    const Tensor<float> states = encoded.states.value, context = encoded.context.value;
    for (int j = 0; j < std::min(length, kProbedPositions); ++j) {
      for (int b = 0; b < batch.size; ++b) {
        questions.push_back({j, b, j, kind == WordKind::kVector ? context.row(b) : states.row(j * batch.size + b)});
      }
    }
    return gather(std::move(questions), context.cols, batch.source, batch.size);
  }
  check(net.config().attention != AttentionKind::kNone, "ask_words: contexts are those of a net with attention.");
  const Var<float> shares = net.decoder().input_share(pass, net.embed_target(pass, std::span<const int>(batch.inputs)));
  Var<float> state = encoded.start;
  for (int i = 0; i < batch.target_length(); ++i) {
    const DecoderStep<float> next = net.step(pass, encoded, state, rows(shares, i * batch.size, batch.size));
    state = next.state;
    for (int b = 0; b < batch.size; ++b) {
      if (batch.targets[static_cast<std::size_t>(i * batch.size + b)] < 0) continue;
      const int j = strongest(next.attended->alpha.value.row(b), length);
      if (j < kProbedPositions) questions.push_back({j, b, i, next.context.value.row(b)});
    }
  }
  return gather(std::move(questions), encoded.context.cols(), batch.source, batch.size);
}

WordQuestions ask_words(const Trace& trace, std::span<const int> source, WordKind kind) {
  const int length = trace.encoder_states.rows;
  check(static_cast<int>(source.size()) == length, "ask_words: the ids are those that the trace read.");
  const auto row = [](const TraceMatrix& matrix, int i) { return matrix.data.data() + static_cast<std::ptrdiff_t>(i) * matrix.cols; };
  std::vector<Question> questions;
  if (kind == WordKind::kContexts) {
    check(trace.alpha.rows > 0, "ask_words: contexts are those of a net with attention.");
    for (int i = 0; i < trace.contexts.rows; ++i) {
      const int j = strongest(row(trace.alpha, i), length);
      if (j < kProbedPositions) questions.push_back({j, 0, i, row(trace.contexts, i)});
    }
  } else {
    for (int j = 0; j < std::min(length, kProbedPositions); ++j) {
      questions.push_back({j, 0, j, kind == WordKind::kVector ? row(trace.context, 0) : row(trace.encoder_states, j)});
    }
  }
  return gather(std::move(questions), trace.context.cols, source, 1);
}

WordQuestions ask_about(WordQuestions questions, std::span<const int> source) {
  for (std::size_t k = 0; k < questions.ids.size(); ++k) {
    const auto j = static_cast<std::size_t>(questions.positions[k]);
    check(j < source.size(), "ask_about: the other sentence has every position asked about.");
    questions.ids[k] = source[j];
  }
  return questions;
}

std::vector<int> partners(std::span<const int> lengths) {
  std::map<int, std::vector<int>> of_length;
  for (std::size_t k = 0; k < lengths.size(); ++k) of_length[lengths[k]].push_back(static_cast<int>(k));
  std::vector<int> next(lengths.size(), -1);
  for (const auto& [length, group] : of_length) {
    for (std::size_t k = 0; group.size() > 1 && k < group.size(); ++k) {
      next[static_cast<std::size_t>(group[k])] = group[(k + 1) % group.size()];
    }
  }
  return next;
}

Tensor<float> source_embedding(const Seq2Seq& net, std::span<const float> values) {
  for (const Parameter& p : net.layout().parameters()) {
    if (p.name == "encoder.embedding") return {const_cast<float*>(values.data()) + p.offset, p.rows, p.cols};
  }
  throw MisuseError("source_embedding: the net has no source embedding.");
}

WordProbe::WordProbe(ParameterLayout& layout, const std::string& name, int embedding, int width)
    : weight(layout.add(name + ".weight", kProbedPositions * embedding, width)),
      bias(layout.add(name + ".bias", kProbedPositions, embedding)),
      frequent(layout.add(name + ".frequent", 1, kProbedPositions)) {}

template <class T>
Var<T> WordProbe::operator()(const Pass<T>& pass, Var<T> z, std::span<const int> positions) const {
  check(z.rows() == static_cast<int>(positions.size()) && z.rows() > 0, "WordProbe: each state is asked about one position.");
  check(std::is_sorted(positions.begin(), positions.end()) && positions.front() >= 0 && positions.back() < kProbedPositions,
        "WordProbe: positions ascend and lie in 0 .. 39.");
  std::vector<Var<T>> parts;
  for (int first = 0; first < z.rows();) {
    const int j = positions[static_cast<std::size_t>(first)], count = run_length(positions, first);
    parts.push_back(linear(pass.tape, rows(z, first, count), rows(pass[weight], j * bias.cols, bias.cols), rows(pass[bias], j, 1)));
    first += count;
  }
  return stack_rows<T>(pass.tape, parts);
}

template <class T>
Var<T> WordProbe::loss(const Pass<T>& pass, Var<T> z, Var<T> embedding, std::span<const int> positions, std::span<const int> ids,
                       CrossEntropyCount* count) const {
  Var<T> no_bias = pass.tape.make_zero(1, embedding.rows());
  no_bias.grad = nullptr;
  return softmax_cross_entropy(pass.tape, (*this)(pass, z, positions), embedding, no_bias, ids, 0, count);
}

template Var<float> WordProbe::operator()(const Pass<float>&, Var<float>, std::span<const int>) const;
template Var<double> WordProbe::operator()(const Pass<double>&, Var<double>, std::span<const int>) const;
template Var<float> WordProbe::loss(const Pass<float>&, Var<float>, Var<float>, std::span<const int>, std::span<const int>,
                                    CrossEntropyCount*) const;
template Var<double> WordProbe::loss(const Pass<double>&, Var<double>, Var<double>, std::span<const int>, std::span<const int>,
                                     CrossEntropyCount*) const;

std::vector<WordAnswer> answer_words(const WordProbe& probe, std::span<const float> values, Tensor<float> embedding,
                                     const WordQuestions& questions, int top) {
  constexpr int kBlockRows = 64;
  std::vector<WordAnswer> answers;
  if (questions.count() == 0) return answers;
  Arena arena, block_arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  Var<float> z = tape.make(questions.count(), questions.width);
  std::copy(questions.states.begin(), questions.states.end(), z.value.data);
  const Var<float> guesses = probe(Pass<float>{tape, values.data()}, z, questions.positions);
  std::vector<int> order(static_cast<std::size_t>(embedding.rows));
  for (int first = 0; first < guesses.rows(); first += kBlockRows) {
    block_arena.reset();
    Tape<float> block_tape(block_arena, Tape<float>::Mode::kInference);
    const int count = std::min(kBlockRows, guesses.rows() - first);
    const Tensor<float> logits = linear(block_tape, rows(guesses, first, count), Var<float>{embedding}).value;
    const Tensor<float> p = block_tape.scratch(1, logits.cols);
    for (int r = 0; r < count; ++r) {
      const float* row = logits.row(r);
      std::copy_n(row, logits.cols, p.data);
      const double normaliser = static_cast<double>(softmax_in_place(p.data, logits.cols));
      const auto log_probability = [&](int id) { return static_cast<double>(row[id]) - normaliser; };
      WordAnswer answer;
      answer.guess = static_cast<int>(std::max_element(row, row + logits.cols) - row);
      answer.log_probability = log_probability(questions.ids[static_cast<std::size_t>(first + r)]);
      answer.probability = std::exp(answer.log_probability);
      if (top > 0) {
        std::iota(order.begin(), order.end(), 0);
        const auto end = order.begin() + std::min<std::ptrdiff_t>(top, static_cast<std::ptrdiff_t>(order.size()));
        std::partial_sort(order.begin(), end, order.end(), [&](int a, int b) { return row[a] != row[b] ? row[a] > row[b] : a < b; });
        for (auto id = order.begin(); id != end; ++id) answer.top.push_back({*id, std::exp(log_probability(*id))});
      }
      answers.push_back(std::move(answer));
    }
  }
  return answers;
}

void WordScores::add(const WordQuestions& questions, std::span<const WordAnswer> answers) {
  check(answers.size() == questions.ids.size(), "WordScores: there is one answer a question.");
  AnswerScore& sentence = sentences.emplace_back();
  for (std::size_t k = 0; k < answers.size(); ++k) {
    AnswerScore one;
    one.add(answers[k].guess == questions.ids[k], answers[k].log_probability);
    sentence += one;
    positions[static_cast<std::size_t>(questions.positions[k])] += one;
  }
}

std::vector<WordAnswer> answer_most_frequent(const WordProbe& probe, std::span<const float> values, const WordQuestions& questions) {
  std::vector<WordAnswer> answers;
  for (int j : questions.positions) {
    answers.push_back({static_cast<int>(values[probe.frequent.offset + static_cast<std::size_t>(j)]), 0, 0, {}});
  }
  return answers;
}

}  // namespace regard
