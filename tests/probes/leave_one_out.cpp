#include "probes/leave_one_out.h"

#include <cmath>

#include "catch.h"
#include "nets/trace.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 4, 6};
const std::vector<int> kTarget = {4, 6, 6, 3, kEnd};

/// p(. | y_<i, x) for each i, from the trace, in double.
std::vector<std::vector<double>> outputs(const Seq2Seq& net, const AlignedVector<float>& values, const std::vector<int>& source) {
  const Trace written = trace(net, values, source, kTarget, {.keep_logits = true});
  std::vector<std::vector<double>> rows;
  for (int i = 0; i < written.logits.rows; ++i) {
    std::vector<double> p;
    double sum = 0;
    for (int v = 0; v < written.logits.cols; ++v) {
      p.push_back(std::exp(static_cast<double>(written.logits.data[static_cast<std::size_t>(i * written.logits.cols + v)])));
      sum += p.back();
    }
    for (double& x : p) x /= sum;
    rows.push_back(std::move(p));
  }
  return rows;
}

}  // namespace

TEST_CASE("leaving a token out is reading the sentence without it", "[probes][leave-one-out]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 5);
    const LeftOut out = leave_one_out(net, values, kSource, kTarget);
    REQUIRE(out.targets == 5);
    REQUIRE(out.sources == 5);
    const auto whole = outputs(net, values, kSource);
    for (std::size_t j = 0; j < kSource.size(); ++j) {
      std::vector<int> rest = kSource;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(j));
      const auto without = outputs(net, values, rest);
      for (std::size_t i = 0; i < kTarget.size(); ++i) {
        double distance = 0;
        for (std::size_t v = 0; v < whole[i].size(); ++v) distance += std::abs(whole[i][v] - without[i][v]) / 2;
        const auto y = static_cast<std::size_t>(kTarget[i]);
        const std::size_t at = i * kSource.size() + j;
        CHECK(out.distance[at] == Approx(distance).margin(1e-5));
        CHECK(out.change[at] == Approx(std::log(without[i][y]) - std::log(whole[i][y])).margin(1e-4));
      }
    }
  }
}

TEST_CASE("leave-one-out in parts is leave-one-out as a whole, also of more tokens than go side by side", "[probes][leave-one-out]") {
  Rng rng(2);
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 5);
  const std::vector<int> source = random_ids(rng, 19, 9), target = random_ids(rng, 3, 7);
  const LeftOut whole = leave_one_out(net, values, source, target);
  for (const SourceRange range : {SourceRange{0, 1}, SourceRange{7, 5}, SourceRange{16, 3}}) {
    const LeftOut part = leave_one_out(net, values, source, target, range);
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < range.count; ++j) {
        const auto at = static_cast<std::size_t>(i * range.count + j), there = static_cast<std::size_t>(i * 19 + range.first + j);
        CHECK(part.distance[at] == Approx(whole.distance[there]).margin(1e-6));
        CHECK(part.change[at] == Approx(whole.change[there]).margin(1e-5));
      }
    }
  }
}

TEST_CASE("a source of one token cannot be left out", "[probes][leave-one-out]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 5);
  CHECK_THROWS(leave_one_out(net, values, std::vector<int>{3}, kTarget));
  CHECK_THROWS(leave_one_out(net, values, kSource, kTarget, SourceRange{3, 3}));
}
