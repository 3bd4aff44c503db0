#include "golden.h"

#include "catch.h"
#include "nets/seq2seq.h"

using namespace regard;

namespace {

struct Case {
  AttentionKind attention;
  const char* file;
};

const Case kCases[] = {{AttentionKind::kAdditive, "seq2seq_attention.txt"},
                       {AttentionKind::kNone, "seq2seq_vector.txt"},
                       {AttentionKind::kGeneral, "seq2seq_luong.txt"}};

Seq2Seq net_of(const Case& test) {
  return Seq2Seq({.attention = test.attention,
                  .source_vocabulary = 9,
                  .target_vocabulary = 8,
                  .embedding = 4,
                  .encoder_width = 3,
                  .decoder_width = 5,
                  .attention_width = 4});
}

Batch batch_of(const Golden& golden) {
  return {golden["source"].cols, golden.integers("source"), golden.integers("inputs"), golden.integers("targets")};
}

/// Copies the rows of a step's result to where they stand in the time-major matrix of all steps.
template <class T>
void place(Matrix<T>& all, Tensor<T> step, int i) {
  std::copy_n(step.data, step.size(), all.view().row(i * step.rows));
}

}  // namespace

TEMPLATE_TEST_CASE("the net's logits and attention are those of an independent PyTorch net", "[nets][seq2seq][golden]", float, double) {
  using T = TestType;
  constexpr double kTolerance = sizeof(T) == 4 ? 2e-6 : 1e-12;
  for (const Case& test : kCases) {
    CAPTURE(test.file);
    const Golden golden(test.file);
    const Seq2Seq net = net_of(test);
    const AlignedVector<T> values = golden.flat<T>(net.layout());
    const Batch batch = batch_of(golden);
    const int length = batch.source_length(), steps = batch.target_length(), size = batch.size;
    Arena arena;
    Tape<T> tape(arena, Tape<T>::Mode::kInference);
    const Pass<T> pass{tape, values.data()};
    const Encoded<T> encoded = net.encode(pass, std::span<const int>(batch.source), size);
    const Var<T> embedded = net.embed_target(pass, std::span<const int>(batch.inputs));
    const Var<T> shares = net.decoder().input_share(pass, embedded);
    Matrix<T> logits(steps * size, 8), scores(steps * size, length), alpha(steps * size, length), contexts(steps * size, 6);
    Var<T> state = encoded.start;
    for (int i = 0; i < steps; ++i) {
      const DecoderStep<T> next = net.step(pass, encoded, state, rows(shares, i * size, size));
      place(logits, net.logits(pass, net.read_out(pass, next.hidden, next.context, rows(embedded, i * size, size))).value, i);
      place(contexts, next.context.value, i);
      if (next.attended) {
        place(scores, next.attended->scores.value, i);
        place(alpha, next.attended->alpha.value, i);
      }
      state = next.state;
    }
    CHECK(difference(logits, golden["logits"], kTolerance) == "");
    if (test.attention != AttentionKind::kNone) {
      CHECK(difference(scores, golden["scores"], kTolerance) == "");
      CHECK(difference(alpha, golden["alpha"], kTolerance) == "");
      CHECK(difference(contexts, golden["contexts"], kTolerance) == "");
    }
  }
}

TEST_CASE("the net's loss and all its gradients are those of an independent PyTorch net", "[nets][seq2seq][golden][gradient]") {
  for (const Case& test : kCases) {
    CAPTURE(test.file);
    const Golden golden(test.file);
    const Seq2Seq net = net_of(test);
    const AlignedVector<double> values = golden.flat<double>(net.layout());
    AlignedVector<double> gradients(values.size());
    const Batch batch = batch_of(golden);
    Arena arena;
    Tape<double> tape(arena, Tape<double>::Mode::kRecording);
    CrossEntropyCount count;
    const double smoothing = golden["options"](0, 0);
    const Var<double> loss = net.loss(Pass<double>{tape, values.data(), gradients.data()}, batch, smoothing, {}, &count);
    tape.backward(loss);
    CHECK(*loss.value.data == Approx(golden["loss"](0, 0)).epsilon(1e-12));
    CHECK(count.negative_log_likelihood == Approx(golden["negative_log_likelihood"](0, 0)).epsilon(1e-12));
    for (const Parameter& p : net.layout().parameters()) {
      CAPTURE(p.name);
      CHECK(difference(part(gradients, p), golden["d_" + p.name], 1e-12) == "");
    }
  }
}
