#include "training/batching.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace regard {
namespace {

int draw_join(const std::vector<double>& shares, Rng& rng) {
  double u = rng.uniform();
  for (std::size_t k = 0; k + 1 < shares.size(); ++k) {
    if (u < shares[k]) return static_cast<int>(k) + 1;
    u -= shares[k];
  }
  return static_cast<int>(shares.size());
}

std::vector<TokenPair> join_pairs(const std::vector<TokenPair>& pairs, const BatchingOptions& options, Rng& rng) {
  std::vector<std::size_t> order(pairs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  rng.shuffle(order);
  std::vector<TokenPair> examples;
  std::vector<int> members;
  for (std::size_t at = 0; at < order.size();) {
    const int wanted = draw_join(options.join_shares, rng);
    TokenPair example = pairs[order[at++]];
    members.assign(1, example.sentence);
    while (static_cast<int>(members.size()) < wanted && at < order.size()) {
      const TokenPair& next = pairs[order[at]];
      // A pair that does not fit begins the next example, so that each pair is used exactly once.
      if (example.words + next.words > options.max_words) break;
      if (std::find(members.begin(), members.end(), next.sentence) != members.end()) break;
      example.source.insert(example.source.end(), next.source.begin(), next.source.end());
      example.target.insert(example.target.end(), next.target.begin(), next.target.end());
      example.words += next.words;
      members.push_back(next.sentence);
      ++at;
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

}  // namespace

Batch make_batch(const std::vector<const TokenPair*>& examples, int begin, int end) {
  check(!examples.empty(), "make_batch: a batch holds at least one example.");
  const std::size_t size = examples.size(), source_length = examples[0]->source.size();
  std::size_t target_length = 0;
  for (const TokenPair* example : examples) {
    check(example->source.size() == source_length, "make_batch: all sources of a batch are equally long.");
    target_length = std::max(target_length, example->target.size() + 1);
  }
  Batch batch;
  batch.size = static_cast<int>(size);
  batch.source.resize(source_length * size);
  batch.inputs.assign(target_length * size, end);
  batch.targets.assign(target_length * size, -1);
  for (std::size_t b = 0; b < size; ++b) {
    const TokenPair& example = *examples[b];
    for (std::size_t j = 0; j < source_length; ++j) batch.source[j * size + b] = example.source[j];
    for (std::size_t i = 0; i <= example.target.size(); ++i) {
      batch.inputs[i * size + b] = i == 0 ? begin : example.target[i - 1];
      batch.targets[i * size + b] = i == example.target.size() ? end : example.target[i];
    }
  }
  return batch;
}

std::vector<Batch> epoch_batches(const std::vector<TokenPair>& pairs, const BatchingOptions& options, int begin, int end, Rng& rng) {
  const std::vector<TokenPair> examples = join_pairs(pairs, options, rng);
  std::map<std::size_t, std::vector<const TokenPair*>> by_length;
  for (const TokenPair& example : examples) {
    if (!example.source.empty()) by_length[example.source.size()].push_back(&example);
  }
  std::vector<Batch> batches;
  for (auto& [length, group] : by_length) {
    std::stable_sort(group.begin(), group.end(),
                     [](const TokenPair* a, const TokenPair* b) { return a->target.size() < b->target.size(); });
    std::vector<const TokenPair*> members;
    for (const TokenPair* example : group) {
      members.push_back(example);
      if (members.size() * (example->target.size() + 1) >= static_cast<std::size_t>(options.target_tokens)) {
        batches.push_back(make_batch(members, begin, end));
        members.clear();
      }
    }
    if (!members.empty()) batches.push_back(make_batch(members, begin, end));
  }
  rng.shuffle(batches);
  return batches;
}

}  // namespace regard
