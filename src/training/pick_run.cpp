#include "training/pick_run.h"

#include <algorithm>

#include "nets/beam_search.h"

namespace regard {
namespace {

constexpr int kBegin = 1, kEnd = 2;
constexpr int kBatch = 32;

Seq2SeqConfig config_of(PickKind kind, PickSize size) {
  Seq2SeqConfig config;
  config.attention = kind == PickKind::kSoft ? AttentionKind::kAdditive : AttentionKind::kHard;
  config.source_vocabulary = config.target_vocabulary = kPickVocabulary;
  const bool small = size == PickSize::kSmall;
  config.embedding = small ? 3 : 8;
  config.encoder_width = small ? 4 : 8;
  config.decoder_width = small ? 3 : 8;
  config.attention_width = small ? 3 : 8;
  config.encoder = EncoderKind::kForward;
  config.cell = CellKind::kTanh;
  return config;
}

AlignedVector<float> start_of(const Seq2Seq& net, std::uint64_t seed) {
  AlignedVector<float> values = net.untrained(seed);
  for (const Parameter& p : net.layout().parameters()) {
    if (p.name.starts_with("bridge.")) std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(p.offset), p.size(), 0.0f);
  }
  return values;
}

std::vector<TokenPair> all_pairs() {
  std::vector<TokenPair> pairs;
  for (const PickExample& example : all_pick_examples()) pairs.push_back(pick_pair(example, static_cast<int>(pairs.size())));
  return pairs;
}

TrainerOptions options_of(PickKind kind, std::uint64_t seed) {
  TrainerOptions options;
  options.seed = seed;
  options.batching = {{1.0}, kPickLength, kBatch * (kPickWritten + 1)};
  // A constant rate: the curve has no end that it is made for.
  options.learning_rate = {0.02, 0.02, 20, 1 << 30};
  options.dropout = 0;
  options.label_smoothing = 0;
  options.clip = 1;
  options.shards = 1;
  options.frozen = {"bridge."};
  options.begin = kBegin;
  options.end = kEnd;
  options.reinforce = {
      .reward_weight = 1, .entropy_weight = 0, .baseline_decay = 0.9, .expected_share = 0, .has_baseline = kind == PickKind::kHard};
  return options;
}

}  // namespace

TokenPair pick_pair(const PickExample& example, int number) {
  return {example.source, example.target, static_cast<int>(example.source.size()), number};
}

std::optional<PickKind> pick_kind(std::string_view name) {
  if (name == "soft") return PickKind::kSoft;
  if (name == "hard") return PickKind::kHard;
  if (name == "hard-without-baseline") return PickKind::kHardWithoutBaseline;
  return std::nullopt;
}

PickRun::PickRun(PickKind kind, PickSize size, std::uint64_t seed)
    : net_(config_of(kind, size)),
      values_(start_of(net_, seed)),
      pairs_(all_pairs()),
      trainer_(std::make_unique<Trainer>(net_, values_, pairs_, options_of(kind, seed))) {}

void PickRun::advance(int updates) {
  for (int k = 0; k < updates; ++k) trainer_->update(1);
}

double PickRun::log_likelihood() const {
  const CrossEntropyCount count = measure_likelihood(net_, values_, pairs_, kBegin, kEnd);
  return -count.negative_log_likelihood / count.targets;
}

double PickRun::right() const {
  int right = 0;
  for (const TokenPair& pair : pairs_) {
    std::vector<int> wanted = pair.target;
    wanted.push_back(kEnd);
    right += translate(net_, values_, pair.source, {.most_tokens = kPickWritten + 1, .begin = kBegin, .end = kEnd}).ids == wanted;
  }
  return static_cast<double>(right) / static_cast<double>(pairs_.size());
}

}  // namespace regard
