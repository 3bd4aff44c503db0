#include "catch.h"
#include "nets/beam_search.h"
#include "nets/trace.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 5}, kTarget = {4, 6, 3, 2};

}  // namespace

TEST_CASE("the trace of hard attention says where it looked, and its contexts are the states there", "[nets][hard]") {
  const Seq2Seq net(tiny_config(AttentionKind::kHard));
  const AlignedVector<float> values = random_values<float>(net, 1);
  const std::vector<int> given = {2, 0, 3, 1};
  for (const TraceOptions& options : {TraceOptions{}, TraceOptions{.sample_seed = 5}, TraceOptions{.positions = given}}) {
    const Trace looked = trace(net, values, kSource, kTarget, options);
    REQUIRE(looked.positions.size() == kTarget.size());
    for (std::size_t i = 0; i < kTarget.size(); ++i) {
      const auto width = static_cast<std::ptrdiff_t>(looked.contexts.cols), length = static_cast<std::ptrdiff_t>(looked.alpha.cols);
      const auto context = looked.contexts.data.begin() + static_cast<std::ptrdiff_t>(i) * width;
      const auto state = looked.encoder_states.data.begin() + looked.positions[i] * width;
      CHECK(std::equal(context, context + width, state));
      const auto alpha = looked.alpha.data.begin() + static_cast<std::ptrdiff_t>(i) * length;
      if (!options.sample_seed && options.positions.empty()) CHECK(looked.positions[i] == std::max_element(alpha, alpha + length) - alpha);
    }
    if (!options.positions.empty()) CHECK(looked.positions == given);
  }
  CHECK(trace(net, values, kSource, kTarget, {.sample_seed = 5}).positions ==
        trace(net, values, kSource, kTarget, {.sample_seed = 5}).positions);
  CHECK_THROWS_AS(trace(net, values, kSource, {kTarget.begin(), 2}, {.positions = given}), MisuseError);
  const Seq2Seq soft(tiny_config(AttentionKind::kAdditive));
  CHECK(trace(soft, values, kSource, kTarget, {}).positions.empty());
}

TEST_CASE("a translation by hard attention says where it looked, and forced there has the same probability", "[nets][hard]") {
  const Seq2Seq net(tiny_config(AttentionKind::kHard));
  const AlignedVector<float> values = random_values<float>(net, 2);
  std::vector<std::vector<int>> seen;
  for (const auto& seed : std::vector<std::optional<std::uint64_t>>{{}, 1, 2, 3}) {
    for (int beam : {1, 3}) {
      const Hypothesis written = translate(net, values, kSource, {.beam = beam, .most_tokens = 12, .sample_seed = seed});
      REQUIRE(written.positions.size() == written.ids.size());
      const Trace forced = trace(net, values, kSource, written.ids, {.positions = written.positions});
      CHECK(forced.log_probability == Approx(written.log_probability).epsilon(1e-5));
      CHECK(written.positions == translate(net, values, kSource, {.beam = beam, .most_tokens = 12, .sample_seed = seed}).positions);
      if (beam == 1) seen.push_back(written.positions);
    }
  }
  CHECK(std::adjacent_find(seen.begin(), seen.end(), std::not_equal_to<>()) != seen.end());
  const Trace greedy = trace(net, values, kSource, translate(net, values, kSource, {.most_tokens = 12}).ids, {});
  CHECK(greedy.positions == seen[0]);
}

TEST_CASE("the loss of hard attention takes the arg max, and refuses choices without hard attention", "[nets][hard]") {
  const Seq2Seq net(tiny_config(AttentionKind::kHard)), soft(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<double> values = random_values<double>(net, 3);
  const Batch batch = batch_of({kSource}, {{4, 6, 3}}, 4);
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const Pass<double> pass{tape, values.data()};
  HardChoices<double> choices;
  CrossEntropyCount count;
  CHECK(*net.loss(pass, batch, 0.0, {}, &count, &choices).value.data == loss_of(net, values, batch));
  double sum = 0;
  for (double one : choices.log_likelihood) sum += one;
  CHECK(sum == Approx(-count.negative_log_likelihood).epsilon(1e-13));
  CHECK(choices.entropy.rows() == 4);
  CHECK_THROWS_AS(soft.loss(pass, batch, 0.0, {}, nullptr, &choices), MisuseError);
}
