#include "nets/steered_decoding.h"

#include <algorithm>
#include <cstring>

#include "catch.h"
#include "nets/beam_search.h"
#include "nets/trace.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 5};
const SteeredOptions kOptions{.most_tokens = 8, .begin = kBegin, .end = kEnd};

/// One score of each wiring.
const AttentionKind kWirings[] = {AttentionKind::kAdditive, AttentionKind::kGeneral};

/// Values under which sentences end after a few tokens.
AlignedVector<float> ending_values(const Seq2Seq& net, std::uint64_t seed) {
  AlignedVector<float> values = random_values<float>(net, seed);
  values[net.layout().parameters().back().offset + kEnd] += 0.7f;
  return values;
}

AlphaPolicy policy(AlphaPolicyKind kind) {
  AlphaPolicy policy;
  policy.kind = kind;
  policy.target_length = 5;
  policy.rows = {2, 3, {0.2f, 0.3f, 0.5f, 1, 0, 0}};
  return policy;
}

const AlphaPolicyKind kPolicies[] = {AlphaPolicyKind::kLearned, AlphaPolicyKind::kUniform,     AlphaPolicyKind::kDiagonal,
                                     AlphaPolicyKind::kOneHot,  AlphaPolicyKind::kSampled,     AlphaPolicyKind::kShuffled,
                                     AlphaPolicyKind::kAnother, AlphaPolicyKind::kLastForward, AlphaPolicyKind::kVector};

void finish(SteeredDecoder& decoder) {
  while (!decoder.over()) decoder.step();
}

template <class Numbers>
bool same_bits(const Numbers& a, const Numbers& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof a[0]) == 0);
}

bool same_bits(const SteeredStep& a, const SteeredStep& b) {
  return a.id == b.id && same_bits(a.scores, b.scores) && same_bits(a.own, b.own) && same_bits(a.alpha, b.alpha) &&
         same_bits(a.context, b.context) && same_bits(a.state, b.state) && same_bits(a.logits, b.logits);
}

bool same_bits(const std::vector<SteeredStep>& a, const std::vector<SteeredStep>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const SteeredStep& x, const SteeredStep& y) { return same_bits(x, y); });
}

bool same_row(const TraceMatrix& m, std::size_t i, const float* row) {
  const auto cols = static_cast<std::size_t>(m.cols);
  return std::memcmp(m.data.data() + i * cols, row, cols * sizeof(float)) == 0;
}

}  // namespace

TEST_CASE("unsteered, the tokens, weights, states and logits are those of greedy search and its trace, bit by bit",
          "[nets][steered_decoding]") {
  for (AttentionKind attention : kWirings) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      CAPTURE(attention, seed);
      const Seq2Seq net(tiny_config(attention));
      const AlignedVector<float> values = ending_values(net, seed);
      const Hypothesis greedy = translate(net, values, kSource, {.beam = 1, .most_tokens = 8});
      const Trace traced = trace(net, values, kSource, greedy.ids, {.keep_logits = true});
      SteeredDecoder decoder(net, values, kSource, kOptions);
      finish(decoder);
      REQUIRE(decoder.ids() == greedy.ids);
      CHECK(decoder.ended() == greedy.ended);
      CHECK(decoder.log_probability() == Approx(greedy.log_probability).epsilon(1e-12));
      for (std::size_t i = 0; i < greedy.ids.size(); ++i) {
        const SteeredStep& step = decoder.steps()[i];
        CHECK(same_row(traced.scores, i, step.scores.data()));
        CHECK(same_row(traced.alpha, i, step.alpha.data()));
        CHECK(same_row(traced.contexts, i, step.context.data()));
        CHECK(same_row(traced.logits, i, step.logits.data()));
        CHECK(same_row(traced.decoder_states, i, step.state.data()));
      }
    }
  }
}

TEST_CASE("an edited step leaves the steps before it, and taking it back gives the same bits", "[nets][steered_decoding]") {
  for (AttentionKind attention : kWirings) {
    for (AlphaPolicyKind kind : kPolicies) {
      CAPTURE(attention, static_cast<int>(kind));
      const Seq2Seq net(tiny_config(attention));
      const AlignedVector<float> values = random_values<float>(net, 3);
      SteeredDecoder decoder(net, values, kSource, kOptions);
      decoder.follow(policy(kind));
      finish(decoder);
      const std::vector<SteeredStep> before = decoder.steps();
      REQUIRE(before.size() > 2);

      decoder.edit(2, {0, 0, 0, 1});
      REQUIRE(decoder.steps().size() == 2);
      CHECK(same_bits(decoder.steps(), {before.begin(), before.begin() + 2}));
      finish(decoder);
      REQUIRE(decoder.steps().size() > 2);
      CHECK(decoder.steps()[2].alpha == std::vector<float>{0, 0, 0, 1});
      CHECK_FALSE(same_bits(decoder.steps()[2].logits, before[2].logits));
      CHECK_FALSE(same_bits(decoder.steps()[2].state, before[2].state));
      CHECK(same_bits(decoder.steps()[2].own, before[2].own));

      decoder.edit(1, {1, 0, 0, 0});
      finish(decoder);
      decoder.reset(2);
      decoder.reset(1);
      finish(decoder);
      CHECK(same_bits(decoder.steps(), before));
    }
  }
}

TEST_CASE("a row without an edit is not decoded again by its reset, and an edit of a step to come waits for it",
          "[nets][steered_decoding]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 3);
  SteeredDecoder decoder(net, values, kSource, kOptions);
  decoder.edit(3, {0, 1, 0, 0});
  finish(decoder);
  REQUIRE(decoder.steps().size() > 3);
  CHECK(decoder.steps()[3].alpha == std::vector<float>{0, 1, 0, 0});
  const std::size_t all = decoder.steps().size();
  decoder.reset(1);
  CHECK(decoder.steps().size() == all);
}

TEST_CASE("whatever the policy, c_i is the states weighted by alpha_i, or the vector it is fixed to", "[nets][steered_decoding]") {
  for (AttentionKind attention : kWirings) {
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 4);
    const Trace traced = trace(net, values, kSource, std::vector<int>{kEnd}, {});
    const Matrix<float> h{traced.encoder_states.rows, traced.encoder_states.cols, traced.encoder_states.data};
    for (AlphaPolicyKind kind : kPolicies) {
      CAPTURE(attention, static_cast<int>(kind));
      SteeredDecoder decoder(net, values, kSource, kOptions);
      decoder.follow(policy(kind));
      finish(decoder);
      for (std::size_t i = 0; i < decoder.steps().size(); ++i) {
        const SteeredStep& step = decoder.steps()[i];
        Matrix<double> expected(1, h.cols);
        if (kind == AlphaPolicyKind::kVector) {
          for (int k = 0; k < h.cols; ++k) expected(0, k) = static_cast<double>(traced.context.data[static_cast<std::size_t>(k)]);
        } else if (kind == AlphaPolicyKind::kLastForward) {
          // [last forward state; 0]
          for (int k = 0; k < h.cols / 2; ++k) expected(0, k) = static_cast<double>(h(h.rows - 1, k));
        } else {
          CHECK(step.alpha == policy_row(policy(kind), static_cast<int>(i), step.scores, step.own));
          for (int j = 0; j < h.rows; ++j) {
            for (int k = 0; k < h.cols; ++k)
              expected(0, k) += static_cast<double>(step.alpha[static_cast<std::size_t>(j)]) * static_cast<double>(h(j, k));
          }
        }
        CHECK(step.alpha.empty() == fixes_context(kind));
        CHECK(difference(Matrix<float>(1, h.cols, step.context), expected, 1e-6) == "");
      }
    }
  }
}

TEST_CASE("each step is the net's own step with c_i held", "[nets][steered_decoding]") {
  for (AttentionKind attention : kWirings) {
    CAPTURE(attention);
    const Seq2Seq net(tiny_config(attention));
    AlignedVector<float> values = random_values<float>(net, 5);
    SteeredDecoder decoder(net, values, kSource, kOptions);
    decoder.follow(policy(AlphaPolicyKind::kShuffled));
    finish(decoder);
    Arena arena;
    Tape<float> tape(arena, Tape<float>::Mode::kInference);
    const Pass<float> pass{tape, values.data()};
    const Encoded<float> encoded = net.encode(pass, std::span<const int>(kSource), 1);
    Var<float> state = encoded.start;
    int last = kBegin;
    for (const SteeredStep& step : decoder.steps()) {
      Matrix<float> context(1, static_cast<int>(step.context.size()), step.context);
      const Var<float> embedded = net.embed_target(pass, std::span<const int>(&last, 1));
      const DecoderStep<float> next = net.step(pass, encoded, state, net.decoder().input_share(pass, embedded), context.leaf());
      const Tensor<float> logits = net.logits(pass, net.read_out(pass, next.hidden, next.context, embedded)).value;
      CHECK(same_bits(step.logits, AlignedVector<float>(logits.data, logits.data + logits.size())));
      state = next.state;
      last = step.id;
    }
  }
}

TEST_CASE("forced, the given target is written and its probabilities are the trace's", "[nets][steered_decoding]") {
  for (AttentionKind attention : kWirings) {
    CAPTURE(attention);
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 6);
    const std::vector<int> target = {4, 6, 6, kEnd, 3};
    SteeredDecoder decoder(net, values, kSource, kOptions);
    decoder.force(target);
    finish(decoder);
    CHECK(decoder.ids() == target);
    CHECK(decoder.log_probability() == Approx(trace(net, values, kSource, target, {}).log_probability).epsilon(1e-12));
  }
}

TEST_CASE("own logits are those that the net's own weights give from the same state", "[nets][steered_decoding]") {
  for (AttentionKind attention : kWirings) {
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 7);
    SteeredOptions options = kOptions;
    options.own_logits = true;
    SteeredDecoder own(net, values, kSource, options), edited(net, values, kSource, options);
    finish(own);
    edited.edit(1, {0.25f, 0.25f, 0.25f, 0.25f});
    finish(edited);
    CHECK(same_bits(own.steps()[1].own_logits, own.steps()[1].logits));
    CHECK(same_bits(edited.steps()[1].own_logits, own.steps()[1].logits));
    CHECK_FALSE(same_bits(edited.steps()[1].logits, own.steps()[1].logits));
  }
}

TEST_CASE("with hard attention and nothing replaced, the weight is 1 where it looked", "[nets][steered_decoding]") {
  const Seq2Seq net(tiny_config(AttentionKind::kHard));
  const AlignedVector<float> values = random_values<float>(net, 8);
  SteeredDecoder own(net, values, kSource, kOptions), one_hot(net, values, kSource, kOptions);
  finish(own);
  one_hot.follow(policy(AlphaPolicyKind::kOneHot));
  finish(one_hot);
  REQUIRE(own.ids() == one_hot.ids());
  for (std::size_t i = 0; i < own.steps().size(); ++i) CHECK(own.steps()[i].alpha == one_hot.steps()[i].alpha);
}

TEST_CASE("a net that cannot follow a policy says why", "[nets][steered_decoding]") {
  const auto said = [](const Seq2SeqConfig& config, const AlphaPolicy& policy) {
    const Result<bool> can = can_follow(Seq2Seq(config), policy);
    return can ? std::string() : can.error().message;
  };
  CHECK(said(tiny_config(AttentionKind::kAdditive), policy(AlphaPolicyKind::kLastForward)).empty());
  CHECK(said(tiny_config(AttentionKind::kNone), {}) == "The model has no attention, so there are no weights to replace.");
  Seq2SeqConfig backward = tiny_config(AttentionKind::kAdditive);
  backward.encoder = EncoderKind::kBackward;
  CHECK(said(backward, policy(AlphaPolicyKind::kLastForward)) ==
        "The model's encoder reads backward alone, so there is no last forward state.");
  AlphaPolicy cold = policy(AlphaPolicyKind::kSampled);
  cold.temperature = 0;
  CHECK(said(tiny_config(AttentionKind::kAdditive), cold) == "The temperature is 0.000000; it is a number above 0.");
  AlphaPolicy empty;
  empty.kind = AlphaPolicyKind::kAnother;
  CHECK(said(tiny_config(AttentionKind::kAdditive), empty) == "The policy \"another\" needs another sentence's weights.");
}
