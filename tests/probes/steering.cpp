#include "probes/steering.h"

#include <cmath>

#include "catch.h"
#include "nets/trace.h"
#include "probes/kl_divergence.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 5};
const SteeredOptions kOptions{.most_tokens = 8, .begin = kBegin, .end = kEnd};
const AttentionKind kWirings[] = {AttentionKind::kAdditive, AttentionKind::kGeneral};

AlphaPolicy policy(AlphaPolicyKind kind) {
  AlphaPolicy policy;
  policy.kind = kind;
  return policy;
}

void finish(Steering& steering) {
  while (!steering.over()) steering.step();
}

}  // namespace

TEST_CASE("unsteered nothing changes, and nothing departs", "[probes][steering]") {
  for (AttentionKind attention : kWirings) {
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<float> values = random_values<float>(net, 1);
    Steering steering(net, values, kSource, kOptions, {});
    finish(steering);
    CHECK(steering.departure() == -1);
    for (const ForcedChange& change : steering.forced_changes()) {
      CHECK(change.divergence == 0);
      CHECK(change.log_probability == change.own_log_probability);
    }
    for (int i = 0; i < static_cast<int>(steering.steered().steps().size()); ++i) {
      const RowChange change = steering.row_change(i);
      CHECK(change.weights);
      CHECK(change.alpha_from_own == 0);
      CHECK(change.own_from_alpha == 0);
      CHECK(change.output == 0);
    }
  }
}

TEST_CASE("the changes of a given target are those between its unsteered and its steered logits", "[probes][steering]") {
  for (AttentionKind attention : kWirings) {
    for (AlphaPolicyKind kind : {AlphaPolicyKind::kUniform, AlphaPolicyKind::kDiagonal, AlphaPolicyKind::kLastForward}) {
      CAPTURE(attention, static_cast<int>(kind));
      const Seq2Seq net(tiny_config(attention));
      const AlignedVector<float> values = random_values<float>(net, 2);
      const std::vector<int> target = {4, 6, 3, kEnd};
      Steering steering(net, values, kSource, kOptions, policy(kind), target);
      finish(steering);
      const Trace traced = trace(net, values, kSource, target, {.keep_logits = true});
      SteeredDecoder forced(net, values, kSource, kOptions);
      AlphaPolicy with_length = policy(kind);
      with_length.target_length = 4;
      forced.follow(with_length);
      forced.force(target);
      while (!forced.step()) {
      }
      const std::vector<ForcedChange> changes = steering.forced_changes();
      REQUIRE(changes.size() == 4);
      for (std::size_t i = 0; i < 4; ++i) {
        const std::span<const float> own(traced.logits.data.data() + i * 7, 7);
        CHECK(changes[i].id == target[i]);
        CHECK(changes[i].divergence == kl_divergence_of_logits(own, forced.steps()[i].logits));
        CHECK(changes[i].divergence > 0);
        CHECK(changes[i].own_log_probability == Approx(traced.steps[i].log_probability).epsilon(1e-12));
        CHECK(changes[i].log_probability == forced.steps()[i].log_probability);
      }
    }
  }
}

TEST_CASE("an edit changes nothing before its step, and its reset changes everything back", "[probes][steering]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 3);
  Steering steering(net, values, kSource, kOptions, {});
  steering.edit(1, {0, 0, 1, 0});
  finish(steering);
  const std::vector<ForcedChange> changes = steering.forced_changes();
  REQUIRE(changes.size() > 1);
  CHECK(changes[0].divergence == 0);
  CHECK(changes[1].divergence > 0);
  CHECK(steering.row_change(0).output == 0);
  CHECK(steering.row_change(1).output == Approx(changes[1].divergence).epsilon(1e-9));
  CHECK(steering.row_change(1).alpha_from_own ==
        Approx(-std::log(static_cast<double>(steering.steered().steps()[1].own[2]))).epsilon(1e-6));
  CHECK(std::isinf(steering.row_change(1).own_from_alpha));
  steering.reset(1);
  finish(steering);
  CHECK(steering.departure() == -1);
  for (const ForcedChange& change : steering.forced_changes()) CHECK(change.divergence == 0);
}

TEST_CASE("decoding to the end under the diagonal runs it to the end of the net's own translation", "[probes][steering]") {
  const Seq2Seq net(tiny_config(AttentionKind::kGeneral));
  const AlignedVector<float> values = random_values<float>(net, 4);
  Steering steering(net, values, kSource, kOptions, policy(AlphaPolicyKind::kDiagonal));
  finish(steering);
  SteeredDecoder decoder(net, values, kSource, kOptions);
  decode(decoder, policy(AlphaPolicyKind::kDiagonal));
  CHECK(decoder.ids() == steering.steered().ids());
  CHECK(alpha_of(decoder).data == alpha_of(steering.steered()).data);
  CHECK(own_alpha_of(decoder).rows == static_cast<int>(decoder.steps().size()));
}
