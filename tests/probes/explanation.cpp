#include "probes/explanation.h"

#include <algorithm>

#include "catch.h"
#include "nets/trace.h"
#include "probes/divergence.h"
#include "probes/gradient_flow.h"
#include "probes/leave_one_out.h"
#include "probes/other_row.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 4, 6};
const std::vector<int> kTarget = {4, 6, 6, kEnd};

}  // namespace

TEST_CASE("an explanation gathers the three answers, and what a uniform row would write", "[probes][explanation]") {
  for (AttentionKind kind : {AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    const Seq2Seq net(tiny_config(kind));
    const AlignedVector<float> values = random_values<float>(net, 5);
    const Explanation answers = explain(net, values, kSource, kTarget);
    const Trace written = trace(net, values, kSource, kTarget, {});
    const GradientFlow<float> flow = gradient_flow<float>(net, values, kSource, kTarget);
    CHECK(answers.attention == std::vector<double>(written.alpha.data.begin(), written.alpha.data.end()));
    CHECK(answers.gradient == gradient_norms<float>(flow, flow.total));
    CHECK(answers.left_out == leave_one_out(net, values, kSource, kTarget).distance);
    REQUIRE(answers.uniform.size() == 4);
    const OtherRow<float> step(net, values, kSource, kTarget, 1);
    CHECK(answers.uniform[1] == total_variation<float>(step.outputs(AlignedVector<float>(5, 0.2f)), step.output()));
    const Agreement taus = agreement(answers, 3);
    REQUIRE(taus.attention_gradient);
    const std::span<const double> attention(answers.attention), gradient(answers.gradient);
    const auto largest = [](std::span<const double> row) { return std::max_element(row.begin(), row.end()) - row.begin(); };
    CHECK(same_first(answers, 3).attention_gradient == (largest(attention.subspan(15, 5)) == largest(gradient.subspan(15, 5))));
    CHECK(taus.attention_gradient->tau == kendall_tau(attention.subspan(15, 5), gradient.subspan(15, 5))->tau);
  }
}

TEST_CASE("uniform attention leaves nothing to a uniform row, and no ranking", "[probes][explanation]") {
  const Seq2Seq net(tiny_config(AttentionKind::kUniform));
  const AlignedVector<float> values = random_values<float>(net, 5);
  const Explanation answers = explain(net, values, kSource, kTarget);
  for (double effect : answers.uniform) CHECK(effect < 1e-6);
  CHECK_FALSE(agreement(answers, 0).attention_gradient);
  CHECK(agreement(answers, 0).gradient_left_out);
}

TEST_CASE("a mean over sentences weighs every token the same, and lies in its interval", "[probes][explanation]") {
  const std::vector<std::vector<double>> sentences = {{1, 0, 1}, {}, {0}, {1, 1}, {0, 0, 0, 1}};
  const auto mean = sentence_mean(sentences, 500, 7);
  REQUIRE(mean);
  CHECK(mean->mean == Approx(0.5));
  CHECK(mean->count == 10);
  CHECK(mean->interval[0] < 0.5);
  CHECK(mean->interval[1] > 0.5);
  CHECK(sentence_mean(sentences, 500, 7)->interval == mean->interval);
  CHECK_FALSE(sentence_mean(std::vector<std::vector<double>>{{}, {}}, 10, 1));
}
