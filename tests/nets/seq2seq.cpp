#include "nets/seq2seq.h"

#include "catch.h"
#include "gradients.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<std::vector<int>> kSources = {{3, 8, 5, 5}, {7, 4, 3, 6}, {8, 8, 8, 3}};
const std::vector<std::vector<int>> kTargets = {{4, 6}, {3, 5, 5, 6}, {5}};
constexpr int kPositions = 5;

Seq2SeqConfig tiny(AttentionKind attention, EncoderKind encoder, CellKind cell) {
  Seq2SeqConfig config = tiny_config(attention);
  config.encoder = encoder;
  config.cell = cell;
  return config;
}

/// One of every kind, and both attentions with every cell.
const Seq2SeqConfig kConfigs[] = {
    tiny(AttentionKind::kNone, EncoderKind::kBidirectional, CellKind::kGru),
    tiny(AttentionKind::kAdditive, EncoderKind::kBidirectional, CellKind::kGru),
    tiny(AttentionKind::kNone, EncoderKind::kForward, CellKind::kGru),
    tiny(AttentionKind::kNone, EncoderKind::kBackward, CellKind::kLstm),
    tiny(AttentionKind::kAdditive, EncoderKind::kBidirectional, CellKind::kLstm),
    tiny(AttentionKind::kNone, EncoderKind::kForward, CellKind::kTanh),
    tiny(AttentionKind::kAdditive, EncoderKind::kBackward, CellKind::kTanh),
    tiny(AttentionKind::kGeneral, EncoderKind::kBidirectional, CellKind::kGru),
    tiny(AttentionKind::kLocation, EncoderKind::kForward, CellKind::kLstm),
};

}  // namespace

TEST_CASE("the gradients of the whole net are those of central differences, in every tensor", "[nets][seq2seq][gradient]") {
  constexpr double kStep = 1e-5;
  const Batch batch = batch_of(kSources, kTargets, kPositions);
  for (const Seq2SeqConfig& config : kConfigs) {
    for (double rate : {0.0, 0.3}) {
      CAPTURE(config.attention, config.encoder, config.cell, rate);
      const Seq2Seq net(config);
      AlignedVector<double> values = random_values<double>(net, 1), gradients(values.size());
      const auto run = [&](double* d_values) {
        Rng rng(5);  // the same dropout each time
        Arena arena;
        Tape<double> tape(arena, Tape<double>::Mode::kRecording);
        const Var<double> loss = net.loss(Pass<double>{tape, values.data(), d_values}, batch, 0.1, Dropout{rate, rng}, nullptr);
        if (d_values) tape.backward(loss);
        return *loss.value.data;
      };
      run(gradients.data());
      Rng choice(2);
      for (const Parameter& p : net.layout().parameters()) {
        CAPTURE(p.name);
        double largest = 0;
        for (std::size_t k = 0; k < p.size(); ++k) largest = std::max(largest, std::abs(gradients[p.offset + k]));
        CHECK(largest > 0);
        for (std::size_t sample = 0; sample < std::min<std::size_t>(p.size(), 10); ++sample) {
          const std::size_t k = p.offset + choice.below(p.size());
          CAPTURE(k - p.offset);
          const double kept = values[k];
          values[k] = kept + kStep;
          const double above = run(nullptr);
          values[k] = kept - kStep;
          const double below = run(nullptr);
          values[k] = kept;
          CHECK(gradients[k] == Approx((above - below) / (2 * kStep)).epsilon(1e-6).margin(1e-8));
        }
      }
    }
  }
}

TEST_CASE("the loss of a batch is the sum of its sentences' losses", "[nets][seq2seq]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    for (double smoothing : {0.0, 0.1}) {
      CAPTURE(attention, smoothing);
      const Seq2Seq net(tiny_config(attention));
      const AlignedVector<double> values = random_values<double>(net, 2);
      CrossEntropyCount together, alone, sum;
      const double loss = loss_of(net, values, batch_of(kSources, kTargets, kPositions), smoothing, &together);
      double losses = 0;
      for (std::size_t b = 0; b < 3; ++b) {
        losses += loss_of(net, values, batch_of({kSources[b]}, {kTargets[b]}, static_cast<int>(kTargets[b].size()) + 1), smoothing, &alone);
        sum.negative_log_likelihood += alone.negative_log_likelihood;
        sum.targets += alone.targets;
      }
      CHECK(loss == Approx(losses).epsilon(1e-12));
      CHECK(together.negative_log_likelihood == Approx(sum.negative_log_likelihood).epsilon(1e-12));
      CHECK(together.targets == 10);
      CHECK(sum.targets == 10);
    }
  }
}

TEST_CASE("positions behind the end add nothing to the loss", "[nets][seq2seq]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<double> values = random_values<double>(net, 3);
  CHECK(loss_of(net, values, batch_of(kSources, kTargets, kPositions + 3)) ==
        Approx(loss_of(net, values, batch_of(kSources, kTargets, kPositions))).epsilon(1e-14));
}

TEST_CASE("one step after the other writes the logits whose cross-entropy is the loss", "[nets][seq2seq]") {
  for (const Seq2SeqConfig& config : kConfigs) {
    CAPTURE(config.attention, config.encoder, config.cell);
    const Seq2Seq net(config);
    const AlignedVector<double> values = random_values<double>(net, 4);
    const Batch batch = batch_of({kSources[1]}, {kTargets[1]}, kPositions);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, values.data()};
    const Encoded<double> encoded = net.encode(pass, std::span<const int>(batch.source), 1);
    Var<double> state = encoded.start;
    double loss = 0;
    for (std::size_t i = 0; i < kPositions; ++i) {
      const Var<double> embedded = net.embed_target(pass, std::span<const int>(&batch.inputs[i], 1));
      const DecoderStep<double> next = net.step(pass, encoded, state, net.decoder().input_share(pass, embedded));
      const Var<double> logits = net.logits(pass, net.read_out(pass, next.hidden, next.context, embedded));
      double sum = 0;
      for (int k = 0; k < logits.cols(); ++k) sum += std::exp(logits.value(0, k));
      loss += std::log(sum) - logits.value(0, batch.targets[i]);
      state = next.state;
    }
    CHECK(loss_of(net, values, batch) == Approx(loss).epsilon(1e-12));
  }
}

TEST_CASE("without attention every step gets C, with attention its own context", "[nets][seq2seq]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    CAPTURE(attention);
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<double> values = random_values<double>(net, 5);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, values.data()};
    const Encoded<double> encoded = net.encode(pass, std::span<const int>(kSources[0]), 1);
    const std::vector<int> previous = {kBegin};
    const Var<double> share = net.decoder().input_share(pass, net.embed_target(pass, std::span<const int>(previous)));
    const DecoderStep<double> first = net.step(pass, encoded, encoded.start, share), second = net.step(pass, encoded, first.state, share);
    const Matrix<double> fixed(encoded.context.value), c_1(first.context.value), c_2(second.context.value);
    // C = [last forward state; first backward state].
    Matrix<double> ends(1, 6);
    std::copy_n(encoded.states.value.row(3), 3, ends.data.data());
    std::copy_n(encoded.states.value.row(0) + 3, 3, ends.data.data() + 3);
    CHECK(fixed == ends);
    if (attention == AttentionKind::kNone) {
      CHECK_FALSE(first.attended);
      CHECK(c_1 == fixed);
      CHECK(c_2 == fixed);
    } else {
      REQUIRE(first.attended);
      CHECK(Matrix<double>(first.attended->context.value) == c_1);
      CHECK(c_1 != fixed);
      CHECK(c_1 != c_2);
    }
  }
}

TEST_CASE("a one-direction encoder leaves its last state", "[nets][seq2seq]") {
  for (CellKind cell : {CellKind::kGru, CellKind::kLstm, CellKind::kTanh}) {
    CAPTURE(cell);
    const Seq2Seq forward(tiny(AttentionKind::kNone, EncoderKind::kForward, cell));
    const Seq2Seq backward(tiny(AttentionKind::kNone, EncoderKind::kBackward, cell));
    const AlignedVector<double> values = random_values<double>(forward, 5);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, values.data()};
    const std::vector<int> source = kSources[0], reversed(source.rbegin(), source.rend());
    const Encoded<double> left = forward.encode(pass, std::span<const int>(source), 1);
    const Encoded<double> right = backward.encode(pass, std::span<const int>(reversed), 1);
    CHECK(left.states.cols() == 3);
    CHECK(Matrix<double>(left.context.value) == Matrix<double>(rows(left.states, 3, 1).value));
    CHECK(Matrix<double>(right.context.value) == Matrix<double>(rows(right.states, 0, 1).value));
    // Reading the reversed source backward is reading the source: the same weights leave the same C.
    CHECK(Matrix<double>(left.context.value) == Matrix<double>(right.context.value));
  }
}

TEST_CASE("a context held from outside gives the step that it came from", "[nets][seq2seq]") {
  for (const Seq2SeqConfig& config : kConfigs) {
    CAPTURE(config.attention, config.encoder, config.cell);
    const Seq2Seq net(config);
    const AlignedVector<double> values = random_values<double>(net, 5);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, values.data()};
    const Encoded<double> encoded = net.encode(pass, std::span<const int>(kSources[0]), 1);
    const std::vector<int> previous = {kBegin};
    const Var<double> share = net.decoder().input_share(pass, net.embed_target(pass, std::span<const int>(previous)));
    const DecoderStep<double> own = net.step(pass, encoded, encoded.start, share);
    const DecoderStep<double> same = net.step(pass, encoded, encoded.start, share, own.context);
    const DecoderStep<double> other = net.step(pass, encoded, encoded.start, share, tape.make_zero(1, config.state_width()));
    CHECK(Matrix<double>(same.hidden.value) == Matrix<double>(own.hidden.value));
    CHECK(Matrix<double>(other.state.value) != Matrix<double>(own.state.value));
    CHECK_FALSE(same.attended);
  }
}

TEST_CASE("a sentence repeated for a beam decodes like a batch of that sentence", "[nets][seq2seq]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    CAPTURE(attention);
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<double> values = random_values<double>(net, 6);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kInference);
    const Pass<double> pass{tape, values.data()};
    const Encoded<double> one = net.encode(pass, std::span<const int>(kSources[0]), 1), repeated = net.repeat_encoded(pass, one, 3);
    const Batch batch = batch_of({kSources[0], kSources[0], kSources[0]}, {{}, {}, {}}, 1);
    const Encoded<double> expected = net.encode(pass, std::span<const int>(batch.source), 3);
    for (auto part : {&Encoded<double>::states, &Encoded<double>::context, &Encoded<double>::keys, &Encoded<double>::context_share,
                      &Encoded<double>::start}) {
      CHECK(difference(Matrix<double>((repeated.*part).value), Matrix<double>((expected.*part).value), 1e-13) == "");
    }
    CHECK(net.repeat_encoded(pass, one, 1).states.value.data == one.states.value.data);
  }
}

TEST_CASE("float and double agree on the loss", "[nets][seq2seq]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 7);
    const Batch batch = batch_of(kSources, kTargets, kPositions);
    const double exact = loss_of(net, AlignedVector<double>(values.begin(), values.end()), batch);
    CHECK(static_cast<double>(loss_of(net, values, batch)) == Approx(exact).epsilon(1e-6));
  }
}

TEST_CASE("the parameters have the names and shapes of the model file", "[nets][seq2seq]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  std::vector<std::string> names;
  for (const Parameter& p : net.layout().parameters()) {
    names.push_back(p.name + " " + std::to_string(p.rows) + "x" + std::to_string(p.cols));
  }
  const std::vector<std::string> expected = {"encoder.embedding 9x4",
                                             "encoder.forward.weight_ih 9x4",
                                             "encoder.forward.bias_ih 1x9",
                                             "encoder.forward.weight_hh 9x3",
                                             "encoder.forward.bias_hh 1x9",
                                             "encoder.backward.weight_ih 9x4",
                                             "encoder.backward.bias_ih 1x9",
                                             "encoder.backward.weight_hh 9x3",
                                             "encoder.backward.bias_hh 1x9",
                                             "bridge.weight 5x6",
                                             "bridge.bias 1x5",
                                             "attention.query 4x5",
                                             "attention.key 4x6",
                                             "attention.v 1x4",
                                             "decoder.weight_ih 15x4",
                                             "decoder.bias_ih 1x15",
                                             "decoder.weight_hh 15x5",
                                             "decoder.bias_hh 1x15",
                                             "decoder.weight_ch 15x6",
                                             "read_out.weight 4x15",
                                             "read_out.bias 1x4",
                                             "decoder.embedding 7x4",
                                             "output.bias 1x7"};
  CHECK(names == expected);
  const std::size_t attention = 4 * 5 + 4 * 6 + 4;
  CHECK(Seq2Seq(tiny_config(AttentionKind::kNone)).layout().size() + attention == net.layout().size());
}

TEST_CASE("initial weights fill their ranges: Glorot's gate by gate, embeddings small, biases and v zero", "[nets][seq2seq]") {
  const Seq2Seq net({.attention = AttentionKind::kAdditive,
                     .source_vocabulary = 300,
                     .target_vocabulary = 200,
                     .embedding = 24,
                     .encoder_width = 20,
                     .decoder_width = 30,
                     .attention_width = 28});
  AlignedVector<float> values(net.layout().size(), 9.0f);
  Rng rng(8);
  net.initialise(values, rng);
  for (const Parameter& p : net.layout().parameters()) {
    CAPTURE(p.name);
    double sum = 0, squares = 0, largest = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      const double x = static_cast<double>(values[p.offset + k]);
      sum += x;
      squares += x * x;
      largest = std::max(largest, std::abs(x));
    }
    const double count = static_cast<double>(p.size()), deviation = std::sqrt(squares / count);
    if (p.name == "encoder.embedding" || p.name == "decoder.embedding") {
      CHECK(deviation == Approx(0.05).epsilon(5 / std::sqrt(2 * count)));
      CHECK(largest > 3 * 0.05);
    } else if (p.rows == 1) {
      CHECK(largest == 0);
      continue;
    } else {
      // A GRU's matrix is three of (D, in) below each other.
      const bool gates = p.name.find("weight_") != std::string::npos;
      const double limit = std::sqrt(6.0 / (p.cols + (gates ? p.rows / 3 : p.rows)));
      CHECK(largest <= limit * (1 + 1e-6));
      CHECK(largest > 0.98 * limit);
      CHECK(deviation == Approx(limit / std::sqrt(3.0)).epsilon(0.1));
    }
    CHECK(std::abs(sum / count) < 5 * deviation / std::sqrt(count));
  }
}

TEST_CASE("an LSTM begins with open forget gates", "[nets][seq2seq]") {
  const Seq2Seq net(tiny(AttentionKind::kNone, EncoderKind::kForward, CellKind::kLstm));
  AlignedVector<float> values(net.layout().size(), 9.0f);
  Rng rng(8);
  net.initialise(values, rng);
  for (const Parameter& p : net.layout().parameters()) {
    CAPTURE(p.name);
    for (std::size_t k = 0; p.rows == 1 && k < p.size(); ++k) {
      const bool forget = p.name.ends_with("bias_ih") && k >= p.size() / 4 && k < p.size() / 2;
      CHECK(values[p.offset + k] == (forget ? 1.0f : 0.0f));
    }
  }
}

TEST_CASE("the same generator initialises the same weights", "[nets][seq2seq]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  AlignedVector<float> a(net.layout().size()), b(a.size()), c(a.size()), short_one(a.size() - 1);
  Rng first(1), again(1), other(2);
  net.initialise(a, first);
  net.initialise(b, again);
  net.initialise(c, other);
  CHECK(a == b);
  CHECK(a != c);
  CHECK_THROWS_AS(net.initialise(short_one, first), MisuseError);
}

TEST_CASE("before training attention is exactly uniform", "[nets][seq2seq]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  AlignedVector<float> values(net.layout().size());
  Rng rng(9);
  net.initialise(values, rng);
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, values.data()};
  const Encoded<float> encoded = net.encode(pass, std::span<const int>(kSources[0]), 1);
  const std::vector<int> previous = {kBegin};
  const Var<float> share = net.decoder().input_share(pass, net.embed_target(pass, std::span<const int>(previous)));
  const DecoderStep<float> step = net.step(pass, encoded, encoded.start, share);
  REQUIRE(step.attended);
  CHECK(Matrix<float>(step.attended->alpha.value) == Matrix<float>(1, 4, 0.25f));
}

TEST_CASE("the net refuses an empty source and unknown ids", "[nets][seq2seq]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<double> values = random_values<double>(net, 10);
  CHECK_THROWS_AS(loss_of(net, values, {1, {}, {kBegin}, {kEnd}}), MisuseError);
  CHECK_THROWS_AS(loss_of(net, values, {1, {9}, {kBegin}, {kEnd}}), MisuseError);
  CHECK_THROWS_AS(loss_of(net, values, {1, {3}, {7}, {kEnd}}), MisuseError);
  CHECK_THROWS_AS(loss_of(net, values, {1, {3}, {kBegin}, {7}}), MisuseError);
}
