#include "probes/word_probe.h"

#include <numeric>

#include "catch.h"
#include "descend.h"
#include "gradients.h"
#include "tiny_net.h"

using namespace regard;

namespace {

constexpr int kVocabulary = 9, kEmbedding = 6, kPositions = 3;

/// Rows of length 3: every token is the most likely one for some vector.
Matrix<float> embedding_table() {
  Rng rng(5);
  Matrix<float> table = random_matrix<float>(rng, kVocabulary, kEmbedding);
  for (int k = 0; k < kVocabulary; ++k) {
    float square = 0;
    for (int e = 0; e < kEmbedding; ++e) square += table(k, e) * table(k, e);
    for (int e = 0; e < kEmbedding; ++e) table(k, e) *= 3 / std::sqrt(square);
  }
  return table;
}

/// Sentences of three tokens; token 4 is as frequent as all others together.
std::vector<std::vector<int>> draw_sentences(Rng& rng, int count) {
  std::vector<std::vector<int>> sentences;
  for (int k = 0; k < count; ++k) {
    std::vector<int> ids;
    for (int j = 0; j < kPositions; ++j) ids.push_back(rng.uniform() < 0.5 ? 4 : random_size(rng, 0, kVocabulary - 1));
    sentences.push_back(ids);
  }
  return sentences;
}

/// Questions about every position of sentences, each of which has one state.
WordQuestions questions_about(const std::vector<std::vector<int>>& sentences, const Matrix<float>& states) {
  WordQuestions questions;
  questions.width = states.cols;
  for (int j = 0; j < kPositions; ++j) {
    for (int b = 0; b < states.rows; ++b) {
      for (int d = 0; d < states.cols; ++d) questions.states.push_back(states(b, d));
      questions.positions.push_back(j);
      questions.ids.push_back(sentences[static_cast<std::size_t>(b)][static_cast<std::size_t>(j)]);
      questions.sentences.push_back(b);
      questions.target_steps.push_back(j);
    }
  }
  return questions;
}

/// A linear code: the sum over positions of one random vector a token and position, in a space with room for all of them.
Matrix<float> code(const std::vector<std::vector<int>>& sentences) {
  constexpr int kWidth = kPositions * kVocabulary + 3;
  Rng rng(6);
  const Matrix<float> vectors = random_matrix<float>(rng, kPositions * kVocabulary, kWidth);
  Matrix<float> states(static_cast<int>(sentences.size()), kWidth);
  for (int b = 0; b < states.rows; ++b) {
    for (int j = 0; j < kPositions; ++j) {
      const int id = sentences[static_cast<std::size_t>(b)][static_cast<std::size_t>(j)];
      for (int d = 0; d < kWidth; ++d) states(b, d) += vectors(j * kVocabulary + id, d);
    }
  }
  return states;
}

struct Trained {
  ParameterLayout layout;
  WordProbe probe;
  AlignedVector<float> values;

  Trained(const WordQuestions& questions, Matrix<float>& table) : probe(layout, "vector", kEmbedding, questions.width) {
    values = descend(layout.size(), 300, 0.03f, [&](const Pass<float>& pass) {
      const Var<float> z{{const_cast<float*>(questions.states.data()), questions.count(), questions.width}};
      return probe.loss(pass, z, table.leaf(), questions.positions, questions.ids, nullptr);
    });
    for (std::size_t j = 0; j < kPositions; ++j) values[probe.frequent.offset + j] = 4;
  }
};

double accuracy(const WordQuestions& questions, const std::vector<WordAnswer>& answers) {
  WordScores scores;
  scores.add(questions, answers);
  return static_cast<double>(scores.sentences[0].right) / static_cast<double>(scores.sentences[0].count);
}

std::vector<float> state_of(const WordQuestions& questions, int k) {
  const auto first = questions.states.begin() + std::ptrdiff_t{k} * questions.width;
  return {first, first + questions.width};
}

std::vector<float> row_of(const TraceMatrix& m, int i) {
  const auto begin = m.data.begin() + std::ptrdiff_t{i} * m.cols;
  return {begin, begin + m.cols};
}

}  // namespace

TEST_CASE("a word probe recovers tokens that are planted in a linear code", "[probes][word]") {
  Matrix<float> table = embedding_table();
  Rng rng(1);
  const auto seen = draw_sentences(rng, 400), unseen = draw_sentences(rng, 200);
  const Trained trained(questions_about(seen, code(seen)), table);
  const WordQuestions questions = questions_about(unseen, code(unseen));
  const auto answers = answer_words(trained.probe, trained.values, table.view(), questions, 0);
  CHECK(accuracy(questions, answers) > 0.99);
  double least = 1;
  for (const WordAnswer& answer : answers) least = std::min(least, answer.probability);
  CHECK(least > 0.2);
}

TEST_CASE("a word probe finds nothing in noise: it does no better than the most frequent token", "[probes][word]") {
  Matrix<float> table = embedding_table();
  Rng rng(2);
  const auto seen = draw_sentences(rng, 400), unseen = draw_sentences(rng, 1000);
  const Matrix<float> noise = random_matrix<float>(rng, 400, 10), other_noise = random_matrix<float>(rng, 1000, 10);
  const Trained trained(questions_about(seen, noise), table);
  const WordQuestions questions = questions_about(unseen, other_noise);
  const double constant = accuracy(questions, answer_most_frequent(trained.probe, trained.values, questions));
  CHECK(constant == Approx(0.5 + 0.5 / 9).margin(0.03));
  CHECK(accuracy(questions, answer_words(trained.probe, trained.values, table.view(), questions, 0)) < constant + 0.01);
}

TEST_CASE("asked about another sentence, a probe that misses nothing is right only where the two have the same token", "[probes][word]") {
  Matrix<float> table = embedding_table();
  Rng rng(3);
  const auto sentences = draw_sentences(rng, 200);
  const Trained trained(questions_about(sentences, code(sentences)), table);
  int right = 0, agree = 0;
  for (std::size_t k = 0; k + 1 < sentences.size(); ++k) {
    const std::vector<std::vector<int>> one = {sentences[k]};
    const WordQuestions own = questions_about(one, code(one)), swapped = ask_about(own, sentences[k + 1]);
    CHECK(swapped.states == own.states);
    CHECK(swapped.positions == own.positions);
    CHECK(swapped.ids == sentences[k + 1]);
    const auto answers = answer_words(trained.probe, trained.values, table.view(), swapped, 0);
    for (std::size_t j = 0; j < kPositions; ++j) {
      REQUIRE(answers[j].guess == sentences[k][j]);
      right += answers[j].guess == swapped.ids[j];
      agree += sentences[k][j] == sentences[k + 1][j];
    }
  }
  CHECK(right == agree);
  CHECK_THROWS_AS(ask_about(questions_about({{1, 2, 3}}, code({{1, 2, 3}})), std::vector<int>{1, 2}), MisuseError);
}

TEST_CASE("a sentence's partner is the next one of its length, the first one for the last", "[probes][word]") {
  CHECK(partners(std::vector<int>{3, 5, 3, 3, 7, 5}) == std::vector<int>{2, 5, 3, 0, -1, 1});
  CHECK(partners({}).empty());
}

TEST_CASE("each kind asks its own states about the right tokens, of a batch as of a trace", "[probes][word]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 4);
  const std::vector<std::vector<int>> sources = {{3, 8, 5, 5}, {7, 4, 6, 3}}, targets = {{4, 6, 6}, {5}};
  const Batch batch = batch_of(sources, targets, 4);
  for (WordKind kind : kWordKinds) {
    CAPTURE(name_of(kind));
    const WordQuestions both = ask_words(net, values, batch, kind);
    CHECK(both.width == 6);
    CHECK(std::is_sorted(both.positions.begin(), both.positions.end()));
    CHECK(both.count() == (kind == WordKind::kContexts ? 4 + 2 : 2 * 4));
    for (int b = 0; b < 2; ++b) {
      const std::vector<int>& source = sources[static_cast<std::size_t>(b)];
      std::vector<int> target = targets[static_cast<std::size_t>(b)];
      target.push_back(kEnd);
      const Trace traced = trace(net, values, source, target, {});
      const WordQuestions own = ask_words(traced, source, kind);
      int k = 0;
      for (int n = 0; n < both.count(); ++n) {
        const auto at = static_cast<std::size_t>(n), own_at = static_cast<std::size_t>(k);
        if (both.sentences[at] != b) continue;
        REQUIRE(k < own.count());
        const int j = own.positions[own_at], i = own.target_steps[own_at];
        CHECK(both.positions[at] == j);
        CHECK(both.target_steps[at] == i);
        CHECK(both.ids[at] == own.ids[own_at]);
        CHECK(own.ids[own_at] == source[static_cast<std::size_t>(j)]);
        CHECK(difference(Matrix<float>(1, 6, state_of(both, n)), Matrix<float>(1, 6, state_of(own, k)), 1e-6) == "");
        switch (kind) {
          case WordKind::kVector:
            CHECK(state_of(own, k) == row_of(traced.context, 0));
            break;
          case WordKind::kStates:
            CHECK(state_of(own, k) == row_of(traced.encoder_states, j));
            break;
          case WordKind::kContexts: {
            CHECK(state_of(own, k) == row_of(traced.contexts, i));
            const std::vector<float> alpha = row_of(traced.alpha, i);
            CHECK(alpha[static_cast<std::size_t>(j)] == *std::max_element(alpha.begin(), alpha.end()));
            break;
          }
        }
        ++k;
      }
      CHECK(k == own.count());
    }
  }
}

TEST_CASE("positions behind the fortieth are not asked about", "[probes][word]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 5);
  Rng rng(1);
  const Batch batch = batch_of({random_ids(rng, 45, 9)}, {random_ids(rng, 60, 7)}, 61);
  CHECK(ask_words(net, values, batch, WordKind::kVector).count() == 40);
  CHECK(ask_words(net, values, batch, WordKind::kStates).count() == 40);
  for (int j : ask_words(net, values, batch, WordKind::kContexts).positions) CHECK(j < 40);
}

TEST_CASE("a net without attention has no contexts to ask", "[probes][word]") {
  const Seq2Seq net(tiny_config(AttentionKind::kNone));
  const AlignedVector<float> values = random_values<float>(net, 6);
  const std::vector<int> source = {3, 4}, target = {3, kEnd};
  CHECK_THROWS_AS(ask_words(net, values, batch_of({source}, {{3}}, 2), WordKind::kContexts), MisuseError);
  CHECK_THROWS_AS(ask_words(trace(net, values, source, target, {}), source, WordKind::kContexts), MisuseError);
}

TEST_CASE("an answer is the softmax of E (W_j z + b_j), best candidates first", "[probes][word]") {
  // More questions than fit in one block of rows.
  constexpr int kCount = 150, kWidth = 4;
  Rng rng(7);
  Matrix<float> table = random_matrix<float>(rng, kVocabulary, kEmbedding);
  ParameterLayout layout;
  const WordProbe probe(layout, "vector", kEmbedding, kWidth);
  const AlignedVector<float> values = random_matrix<float>(rng, 1, static_cast<int>(layout.size()), 0.5).data;
  WordQuestions questions;
  questions.width = kWidth;
  questions.states = random_matrix<float>(rng, kCount, kWidth).data;
  for (int k = 0; k < kCount; ++k) {
    questions.positions.push_back(k * kProbedPositions / kCount);
    questions.ids.push_back(random_size(rng, 0, kVocabulary - 1));
  }
  questions.sentences.resize(kCount);
  questions.target_steps.resize(kCount);
  const auto answers = answer_words(probe, values, table.view(), questions, 3);
  REQUIRE(answers.size() == kCount);
  for (std::size_t k = 0; k < kCount; ++k) {
    const auto j = static_cast<std::size_t>(questions.positions[k]);
    std::vector<double> p(kVocabulary);
    for (std::size_t v = 0; v < p.size(); ++v) {
      double logit = 0;
      for (std::size_t e = 0; e < kEmbedding; ++e) {
        double guess = static_cast<double>(values[probe.bias.offset + j * kEmbedding + e]);
        for (std::size_t d = 0; d < kWidth; ++d) {
          guess += static_cast<double>(values[probe.weight.offset + (j * kEmbedding + e) * kWidth + d]) *
                   static_cast<double>(questions.states[k * kWidth + d]);
        }
        logit += static_cast<double>(table(static_cast<int>(v), static_cast<int>(e))) * guess;
      }
      p[v] = std::exp(logit);
    }
    const double sum = std::accumulate(p.begin(), p.end(), 0.0);
    const WordAnswer& answer = answers[k];
    const double truth = p[static_cast<std::size_t>(questions.ids[k])] / sum;
    REQUIRE(answer.probability == Approx(truth).epsilon(1e-4));
    REQUIRE(answer.log_probability == Approx(std::log(truth)).margin(1e-4));
    REQUIRE(answer.guess == static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin()));
    REQUIRE(answer.top.size() == 3);
    REQUIRE(answer.top[0].id == answer.guess);
    REQUIRE((answer.top[0].probability >= answer.top[1].probability && answer.top[1].probability >= answer.top[2].probability));
    REQUIRE(answer.top[1].probability == Approx(p[static_cast<std::size_t>(answer.top[1].id)] / sum).epsilon(1e-4));
  }
}

TEST_CASE("scores by position and by sentence are those of the answers", "[probes][word]") {
  WordQuestions questions;
  questions.positions = {0, 0, 3};
  questions.ids = {5, 6, 7};
  WordScores scores;
  scores.add(questions, std::vector<WordAnswer>{{5, 0.5, std::log(0.5), {}}, {5, 0.25, std::log(0.25), {}}, {7, 1, 0, {}}});
  scores.add({}, {});
  CHECK(scores.sentences.size() == 2);
  CHECK(scores.sentences[0].count == 3);
  CHECK(scores.sentences[0].right == 2);
  CHECK(scores.sentences[1].count == 0);
  CHECK(scores.positions[0].count == 2);
  CHECK(scores.positions[0].right == 1);
  CHECK(scores.positions[0].probability == Approx(0.75));
  CHECK(scores.positions[3].right == 1);
  CHECK_THROWS_AS(scores.add(questions, {}), MisuseError);
}

TEST_CASE("the word probe's gradients are those of central differences", "[probes][word]") {
  constexpr int kWidth = 3;
  Rng rng(8);
  ParameterLayout layout;
  const WordProbe probe(layout, "states", 2, kWidth);
  const std::vector<int> positions = {0, 0, 1, 7, 39}, ids = {4, 0, 2, 2, 1};
  check_gradients(
      [&](Tape<double>& tape, const std::vector<Var<double>>& in) {
        return probe.loss(Pass<double>{tape, in[0].value.data, in[0].grad}, in[1], in[2], positions, ids, nullptr);
      },
      {random_matrix(rng, 1, static_cast<int>(layout.size())), random_matrix(rng, 5, kWidth), random_matrix(rng, 5, 2)});
}

TEST_CASE("positions out of order or out of range are misuse", "[probes][word]") {
  ParameterLayout layout;
  const WordProbe probe(layout, "vector", 2, 2);
  AlignedVector<float> values(layout.size());
  Matrix<float> z(2, 2);
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, values.data()};
  for (const std::vector<int>& positions : {std::vector{1, 0}, std::vector{0, 40}, std::vector{-1, 0}, std::vector{0}}) {
    CHECK_THROWS_AS(probe(pass, z.leaf(), positions), MisuseError);
  }
}

TEST_CASE("the source embedding is the table that the encoder reads from", "[probes][word]") {
  const Seq2Seq net(tiny_config(AttentionKind::kNone));
  const AlignedVector<float> values = random_values<float>(net, 9);
  const Tensor<float> table = source_embedding(net, values);
  CHECK((table.rows == 9 && table.cols == 4));
  const std::vector<int> source = {3, 7, 3};
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Var<float> embedded = net.encode(Pass<float>{tape, values.data()}, std::span<const int>(source), 1).embedded;
  for (int j = 0; j < 3; ++j) {
    for (int e = 0; e < 4; ++e) CHECK(embedded.value(j, e) == table(source[static_cast<std::size_t>(j)], e));
  }
}
