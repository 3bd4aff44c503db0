#include "training/batching.h"

#include <map>
#include <set>

#include "catch.h"
#include "matrix.h"

using namespace regard;

namespace {

constexpr int kBegin = 1, kEnd = 2, kFirst = 3;

/// Pair k is written with the token kFirst + k alone, so that every token of a batch tells where it came from.
/// Two neighbours share a sentence.
std::vector<TokenPair> labelled_pairs(int count) {
  Rng rng(1);
  std::vector<TokenPair> pairs;
  for (int k = 0; k < count; ++k) {
    TokenPair pair;
    pair.source.assign(static_cast<std::size_t>(random_size(rng, 1, 6)), kFirst + k);
    pair.target.assign(static_cast<std::size_t>(random_size(rng, 1, 7)), kFirst + k);
    pair.words = random_size(rng, 1, 5);
    pair.sentence = k / 2;
    pairs.push_back(pair);
  }
  return pairs;
}

/// One sentence of a batch.
struct Example {
  std::vector<int> source, inputs, targets;

  /// Numbers of the pairs it was joined from: the runs of equal tokens.
  static std::vector<int> members(const std::vector<int>& ids) {
    std::vector<int> numbers;
    for (int id : ids) {
      if (id >= kFirst && (numbers.empty() || numbers.back() != id - kFirst)) numbers.push_back(id - kFirst);
    }
    return numbers;
  }
};

std::vector<Example> examples_of(const Batch& batch) {
  std::vector<Example> examples(static_cast<std::size_t>(batch.size));
  for (std::size_t k = 0; k < batch.source.size(); ++k) examples[k % examples.size()].source.push_back(batch.source[k]);
  for (std::size_t k = 0; k < batch.inputs.size(); ++k) examples[k % examples.size()].inputs.push_back(batch.inputs[k]);
  for (std::size_t k = 0; k < batch.targets.size(); ++k) examples[k % examples.size()].targets.push_back(batch.targets[k]);
  return examples;
}

std::vector<Example> examples_of(const std::vector<Batch>& batches) {
  std::vector<Example> all;
  for (const Batch& batch : batches) {
    const std::vector<Example> some = examples_of(batch);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::vector<Batch> epoch(const std::vector<TokenPair>& pairs, const BatchingOptions& options, std::uint64_t seed = 7) {
  Rng rng(seed);
  return epoch_batches(pairs, options, kBegin, kEnd, rng);
}

const BatchingOptions kJoined{.join_shares = {0.3, 0.3, 0.2, 0.2}, .max_words = 11, .target_tokens = 60};

}  // namespace

TEST_CASE("an epoch holds each token of each pair exactly once", "[training][batching]") {
  const std::vector<TokenPair> pairs = labelled_pairs(300);
  for (std::uint64_t seed : {1u, 2u, 3u}) {
    std::map<int, std::size_t> source, target, runs;
    for (const Example& example : examples_of(epoch(pairs, kJoined, seed))) {
      for (int id : example.source) ++source[id - kFirst];
      for (int id : example.targets) ++target[id - kFirst];
      for (int number : Example::members(example.source)) ++runs[number];
    }
    bool once = true;
    for (int k = 0; k < 300; ++k) {
      const TokenPair& pair = pairs[static_cast<std::size_t>(k)];
      once = once && source[k] == pair.source.size() && target[k] == pair.target.size() && runs[k] == 1;
    }
    CHECK(once);
    CHECK(source.size() == 300);
  }
}

TEST_CASE("joined sources and targets follow each other in the same order", "[training][batching]") {
  std::size_t joined = 0;
  for (const Example& example : examples_of(epoch(labelled_pairs(300), kJoined))) {
    const std::vector<int> members = Example::members(example.source);
    CHECK(members == Example::members(example.targets));
    joined += members.size() > 1;
  }
  CHECK(joined > 30);
}

TEST_CASE("no example joins two pairs of one sentence, nor more words or pairs than allowed", "[training][batching]") {
  const std::vector<TokenPair> pairs = labelled_pairs(300);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    for (const Example& example : examples_of(epoch(pairs, kJoined, seed))) {
      const std::vector<int> members = Example::members(example.source);
      std::set<int> sentences;
      int words = 0;
      for (int number : members) {
        sentences.insert(pairs[static_cast<std::size_t>(number)].sentence);
        words += pairs[static_cast<std::size_t>(number)].words;
      }
      CAPTURE(members);
      CHECK(sentences.size() == members.size());
      CHECK(words <= 11);
      CHECK(members.size() <= 4);
    }
  }
}

TEST_CASE("pairs of one sentence are kept apart even when there are hardly others", "[training][batching]") {
  std::vector<TokenPair> pairs = labelled_pairs(40);
  for (TokenPair& pair : pairs) pair.sentence = pair.source[0] % 2;
  for (const Example& example : examples_of(epoch(pairs, {{0.0, 0.0, 1.0}, 1000, 50}))) {
    const std::vector<int> members = Example::members(example.source);
    CAPTURE(members);
    CHECK(members.size() <= 2);
    if (members.size() == 2) CHECK(members[0] % 2 != members[1] % 2);
  }
}

TEST_CASE("a pair longer than the limit stands alone and is not lost", "[training][batching]") {
  std::vector<TokenPair> pairs = labelled_pairs(40);
  pairs[5].words = 12;
  bool seen = false;
  for (const Example& example : examples_of(epoch(pairs, kJoined))) {
    const std::vector<int> members = Example::members(example.source);
    if (std::find(members.begin(), members.end(), 5) == members.end()) continue;
    CHECK(members.size() == 1);
    seen = true;
  }
  CHECK(seen);
}

TEST_CASE("examples are joined in the shares asked for", "[training][batching]") {
  std::vector<TokenPair> pairs = labelled_pairs(6000);
  for (std::size_t k = 0; k < pairs.size(); ++k) pairs[k].sentence = static_cast<int>(k);
  const std::vector<double> shares = {0.5, 0.2, 0.3};
  std::vector<double> counts(3);
  double examples = 0;
  for (const Example& example : examples_of(epoch(pairs, {shares, 1000, 1000}))) {
    const std::size_t members = Example::members(example.source).size();
    REQUIRE(members >= 1);
    REQUIRE(members <= 3);
    ++counts[members - 1];
    ++examples;
  }
  // About 3,300 examples: five standard deviations are 0.044.
  for (std::size_t k = 0; k < 3; ++k) CHECK(counts[k] / examples == Approx(shares[k]).margin(0.044));
}

TEST_CASE("without joining every example is one pair", "[training][batching]") {
  const std::vector<Example> examples = examples_of(epoch(labelled_pairs(100), {{1.0}, 45, 60}));
  CHECK(examples.size() == 100);
  for (const Example& example : examples) CHECK(Example::members(example.source).size() == 1);
}

TEST_CASE("a batch has one source length, and ends before it grows over its tokens", "[training][batching]") {
  std::size_t full = 0;
  for (const Batch& batch : epoch(labelled_pairs(300), kJoined)) {
    REQUIRE(batch.size > 0);
    CHECK(batch.source.size() == static_cast<std::size_t>(batch.size * batch.source_length()));
    CHECK(batch.inputs.size() == static_cast<std::size_t>(batch.size * batch.target_length()));
    CHECK(batch.targets.size() == batch.inputs.size());
    // The targets come by length, so without its last, longest one the batch held fewer than 60 positions.
    std::vector<std::size_t> lengths;
    for (const Example& example : examples_of(batch)) {
      lengths.push_back(
          static_cast<std::size_t>(std::find(example.targets.begin(), example.targets.end(), kEnd) - example.targets.begin()) + 1);
    }
    CHECK(std::is_sorted(lengths.begin(), lengths.end()));
    full += lengths.size() * lengths.back() >= 60;
    if (lengths.size() > 1) CHECK((lengths.size() - 1) * lengths[lengths.size() - 2] < 60);
  }
  CHECK(full > 3);
}

TEST_CASE("inputs are the targets one position later, behind the begin and in front of the end", "[training][batching]") {
  for (const Example& example : examples_of(epoch(labelled_pairs(100), kJoined))) {
    const auto end = std::find(example.targets.begin(), example.targets.end(), kEnd);
    REQUIRE(end != example.targets.end());
    CHECK(example.inputs[0] == kBegin);
    CHECK(std::equal(example.targets.begin(), end, example.inputs.begin() + 1));
    CHECK(std::all_of(end + 1, example.targets.end(), [](int id) { return id == -1; }));
  }
}

TEST_CASE("a batch is written time-major, its targets padded", "[training][batching]") {
  const TokenPair a{{10, 11, 12}, {20}, 3, 0}, b{{13, 14, 15}, {21, 22, 23}, 3, 1};
  const Batch batch = make_batch({&a, &b}, kBegin, kEnd);
  CHECK(batch.size == 2);
  CHECK(batch.source == std::vector<int>{10, 13,  //
                                         11, 14,  //
                                         12, 15});
  CHECK(batch.targets == std::vector<int>{20, 21,    //
                                          kEnd, 22,  //
                                          -1, 23,    //
                                          -1, kEnd});
  const std::vector<int> first_inputs(batch.inputs.begin(), batch.inputs.begin() + 4);
  CHECK(first_inputs == std::vector<int>{kBegin, kBegin,  //
                                         20, 21});
  CHECK(batch.inputs[5] == 22);
  CHECK(batch.inputs[7] == 23);
  const TokenPair longer{{1, 2, 3, 4}, {5}, 4, 2};
  CHECK_THROWS_AS(make_batch({&a, &longer}, kBegin, kEnd), MisuseError);
  CHECK_THROWS_AS(make_batch({}, kBegin, kEnd), MisuseError);
}

TEST_CASE("the same seed gives the same batches, another seed others", "[training][batching]") {
  const std::vector<TokenPair> pairs = labelled_pairs(200);
  const auto flat = [&](std::uint64_t seed) {
    std::vector<std::vector<int>> arrays;
    for (const Batch& batch : epoch(pairs, kJoined, seed)) {
      arrays.insert(arrays.end(), {batch.source, batch.inputs, batch.targets});
    }
    return arrays;
  };
  CHECK(flat(1) == flat(1));
  CHECK(flat(1) != flat(2));
}
