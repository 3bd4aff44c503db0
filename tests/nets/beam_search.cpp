#include "nets/beam_search.h"

#include <algorithm>
#include <cmath>

#include "catch.h"
#include "nets/trace.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const std::vector<int> kSource = {3, 8, 5, 5};

double log_probability(const Seq2Seq& net, const AlignedVector<float>& values, const std::vector<int>& target) {
  return trace(net, values, kSource, target, {}).log_probability;
}

/// Values under which sentences end after a few tokens: the end's logit is raised a little.
AlignedVector<float> ending_values(const Seq2Seq& net, std::uint64_t seed) {
  AlignedVector<float> values = random_values<float>(net, seed);
  values[net.layout().parameters().back().offset + kEnd] += 0.7f;
  return values;
}

/// The tiny net with states of equal width, as a product needs them.
Seq2SeqConfig equal_config(AttentionKind attention) {
  Seq2SeqConfig config = tiny_config(attention);
  config.decoder_width = config.state_width();
  return config;
}

/// The best of all targets that end within `most` tokens, by log p / length^power.
std::vector<int> best_by_enumeration(const Seq2Seq& net, const AlignedVector<float>& values, int most, double power) {
  std::vector<int> best;
  double best_score = -1e300;
  std::vector<std::vector<int>> prefixes = {{}};
  for (int length = 1; length <= most; ++length) {
    std::vector<std::vector<int>> longer;
    for (const std::vector<int>& prefix : prefixes) {
      for (int id = 0; id < net.config().target_vocabulary; ++id) {
        std::vector<int> target = prefix;
        target.push_back(id);
        if (id != kEnd) {
          longer.push_back(target);
          continue;
        }
        const double score = log_probability(net, values, target) / std::pow(static_cast<double>(length), power);
        if (score > best_score) {
          best_score = score;
          best = target;
        }
      }
    }
    prefixes = longer;
  }
  return best;
}

}  // namespace

TEST_CASE("a beam of one writes the most probable token at each step", "[nets][beam_search]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      CAPTURE(attention, seed);
      const Seq2Seq net(tiny_config(attention));
      const AlignedVector<float> values = ending_values(net, seed);
      const Hypothesis greedy = translate(net, values, kSource, {.beam = 1, .most_tokens = 8});
      const Trace traced = trace(net, values, kSource, greedy.ids, {});
      for (const TraceStep& step : traced.steps) CHECK(step.id == step.top[0].id);
      CHECK(greedy.log_probability == Approx(traced.log_probability).epsilon(1e-5));
      CHECK(greedy.ended == (greedy.ids.back() == kEnd));
      CHECK((greedy.ended || greedy.ids.size() == 8));
    }
  }
}

TEST_CASE("a beam as wide as the space finds the best of all targets", "[nets][beam_search]") {
  constexpr int kMost = 3;
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      for (double power : {0.0, 0.7}) {
        CAPTURE(attention, seed, power);
        const Seq2Seq net(tiny_config(attention));
        const AlignedVector<float> values = ending_values(net, seed);
        const Hypothesis found = translate(net, values, kSource, {.beam = 7 * 7 * 7, .most_tokens = kMost, .length_power = power});
        CHECK(found.ids == best_by_enumeration(net, values, kMost, power));
        CHECK(found.ended);
        CHECK(found.log_probability == Approx(log_probability(net, values, found.ids)).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE("a hypothesis of a beam has the probability of its own trace", "[nets][beam_search]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    for (int beam : {2, 3, 5}) {
      CAPTURE(attention, beam);
      const Seq2Seq net(tiny_config(attention));
      const AlignedVector<float> values = ending_values(net, 4);
      BeamSearch search(net, values, kSource, {.beam = beam, .most_tokens = 8});
      while (!search.step()) {
        CHECK(search.best().log_probability == Approx(log_probability(net, values, search.best().ids)).epsilon(1e-5));
      }
      CHECK(search.best().log_probability == Approx(log_probability(net, values, search.best().ids)).epsilon(1e-5));
    }
  }
}

TEST_CASE("a translation that never ends is cut and says so", "[nets][beam_search]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  AlignedVector<float> values = random_values<float>(net, 5);
  values[net.layout().parameters().back().offset + kEnd] = -1000.0f;
  for (int beam : {1, 4}) {
    BeamSearch search(net, values, kSource, {.beam = beam, .most_tokens = 6});
    int steps = 1;
    while (!search.step()) ++steps;
    CHECK(steps == 6);
    CHECK(search.best().ids.size() == 6);
    CHECK_FALSE(search.best().ended);
  }
}

TEST_CASE("of equals the smaller id goes first", "[nets][beam_search]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> zeros(net.layout().size());
  const Hypothesis first = translate(net, zeros, kSource, {.beam = 1, .most_tokens = 3});
  CHECK(first.ids == std::vector<int>{0, 0, 0});
  CHECK(first.log_probability == Approx(-3 * std::log(7.0)).epsilon(1e-6));
}

TEST_CASE("a search is the same each time", "[nets][beam_search]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = ending_values(net, 6);
  const Hypothesis once = translate(net, values, kSource, {.beam = 4}), again = translate(net, values, kSource, {.beam = 4});
  CHECK(once.ids == again.ids);
  CHECK(once.log_probability == again.log_probability);
}

TEST_CASE("a search refuses a beam or a length of zero", "[nets][beam_search]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values(net.layout().size());
  CHECK_THROWS_AS(BeamSearch(net, values, kSource, {.beam = 0}), MisuseError);
  CHECK_THROWS_AS(BeamSearch(net, values, kSource, {.most_tokens = 0}), MisuseError);
}

TEST_CASE("a search that is over refuses another step", "[nets][beam_search]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = ending_values(net, 6);
  BeamSearch search(net, values, kSource, {.beam = 2, .most_tokens = 4});
  while (!search.step()) {
  }
  CHECK_THROWS_AS(search.step(), MisuseError);
}

TEST_CASE("a recorded search finds the same, bit by bit", "[nets][beam_search]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kDot}) {
    for (int beam : {1, 3, 5}) {
      CAPTURE(attention, beam);
      const Seq2Seq net(equal_config(attention));
      const AlignedVector<float> values = ending_values(net, 3);
      BeamSearch plain(net, values, kSource, {.beam = beam, .most_tokens = 8}),
          recorded(net, values, kSource, {.beam = beam, .most_tokens = 8});
      recorded.record(kLeastBranches);
      bool over = false;
      while (!over) {
        over = plain.step();
        CHECK(recorded.step() == over);
        CHECK(recorded.best().ids == plain.best().ids);
        CHECK(recorded.best().log_probability == plain.best().log_probability);
      }
    }
  }
}

TEST_CASE("the tree's best branch leads through the translation, and its paths have the probability of their traces",
          "[nets][beam_search]") {
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kDot}) {
    for (int beam : {1, 3, 5}) {
      CAPTURE(attention, beam);
      const Seq2Seq net(equal_config(attention));
      const AlignedVector<float> values = ending_values(net, 4);
      BeamSearch search(net, values, kSource, {.beam = beam, .most_tokens = 8});
      search.record(kLeastBranches);
      while (!search.step()) {
      }
      const BeamTree tree = search.tree();
      const auto path = [&](int branch) {
        std::vector<int> ids;
        for (; branch >= 0; branch = tree.branches[static_cast<std::size_t>(branch)].parent) {
          ids.insert(ids.begin(), tree.branches[static_cast<std::size_t>(branch)].id);
        }
        return ids;
      };
      CHECK(path(tree.best) == search.best().ids);
      CHECK(tree.branches[static_cast<std::size_t>(tree.best)].log_probability == search.best().log_probability);
      int ended = 0, step = 0, kept = 0, rows = 0;
      for (std::size_t k = 0; k < tree.branches.size(); ++k) {
        const Branch& branch = tree.branches[k];
        const std::vector<int> ids = path(static_cast<int>(k));
        CHECK(branch.step == static_cast<int>(ids.size()) - 1);
        rows = std::max(rows, branch.row + 1);
        CHECK(branch.step >= step);
        if (branch.step > step) kept = 0;
        step = branch.step;
        const Trace traced = trace(net, values, kSource, ids, {});
        CHECK(branch.log_probability == Approx(traced.log_probability).epsilon(1e-5));
        CHECK(branch.score == Approx(branch.log_probability / std::pow(static_cast<double>(ids.size()), 0.7)).epsilon(1e-12));
        for (int j = 0; j < tree.alpha.cols; ++j) {
          CHECK(tree.alpha.data[static_cast<std::size_t>(branch.row * tree.alpha.cols + j)] ==
                Approx(traced.alpha.data[static_cast<std::size_t>(branch.step * tree.alpha.cols + j)]).epsilon(1e-5));
        }
        if (branch.fate == BranchFate::kEnded) ++ended;
        if (branch.fate != BranchFate::kCut) {
          ++kept;
          CHECK(kept <= beam);
          CHECK((branch.fate == BranchFate::kEnded) == (branch.id == kEnd));
          // What is kept goes on from what was kept.
          if (branch.parent >= 0) CHECK(tree.branches[static_cast<std::size_t>(branch.parent)].fate == BranchFate::kKept);
        }
        // Within a step the more probable go first, so that none that was cut is better than one that was kept.
        if (k > 0 && tree.branches[k - 1].step == branch.step) {
          CHECK(tree.branches[k - 1].log_probability >= branch.log_probability);
          CHECK_FALSE((tree.branches[k - 1].fate == BranchFate::kCut && branch.fate != BranchFate::kCut));
        }
      }
      CHECK(ended <= beam);
      CHECK(tree.alpha.rows == (attention == AttentionKind::kNone ? 0 : rows));
    }
  }
}

TEST_CASE("a tree keeps the best continuations of each hypothesis, at least as many as asked for", "[nets][beam_search]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = ending_values(net, 6);
  for (int beam : {1, 4}) {
    BeamSearch search(net, values, kSource, {.beam = beam, .most_tokens = 4});
    search.record(3);
    search.step();
    const BeamTree tree = search.tree();
    CHECK(static_cast<int>(tree.branches.size()) == std::max(beam, 3));
    const Trace traced = trace(net, values, kSource, std::vector<int>{0}, {.top = 7});
    for (std::size_t k = 0; k < tree.branches.size(); ++k) CHECK(tree.branches[k].id == traced.steps[0].top[k].id);
  }
}

TEST_CASE("a search is recorded from its first step or not at all", "[nets][beam_search]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = ending_values(net, 6);
  BeamSearch search(net, values, kSource, {.beam = 2, .most_tokens = 4});
  CHECK_THROWS_AS(search.tree(), MisuseError);
  search.step();
  CHECK_THROWS_AS(search.record(3), MisuseError);
}
