#include "nets/beam_search.h"

#include <algorithm>

#include "core/exponential.h"
#include "ops/embedding.h"
#include "ops/softmax.h"

namespace regard {
namespace {

struct Extension {
  double log_probability;
  int hypothesis;
  int id;

  /// Better ones first.
  bool operator<(const Extension& other) const {
    if (log_probability != other.log_probability) return log_probability > other.log_probability;
    return hypothesis != other.hypothesis ? hypothesis < other.hypothesis : id < other.id;
  }
};

/// The `count` best extensions of hypotheses first .. end - 1, best first.
std::vector<Extension> best_extensions(const std::vector<Hypothesis>& live, Tensor<float> logits, std::size_t count, int first, int end) {
  std::vector<Extension> best;
  AlignedVector<float> probabilities(static_cast<std::size_t>(logits.cols));
  for (int k = first; k < end; ++k) {
    std::copy_n(logits.row(k), logits.cols, probabilities.begin());
    const double normaliser = static_cast<double>(softmax_in_place(probabilities.data(), logits.cols));
    const double before = live[static_cast<std::size_t>(k)].log_probability;
    for (int id = 0; id < logits.cols; ++id) {
      const Extension extension{before + static_cast<double>(logits(k, id)) - normaliser, k, id};
      if (best.size() == count && !(extension < best.back())) continue;
      best.insert(std::upper_bound(best.begin(), best.end(), extension), extension);
      if (best.size() > count) best.pop_back();
    }
  }
  return best;
}

}  // namespace

const char* name_of(BranchFate fate) {
  switch (fate) {
    case BranchFate::kKept:
      return "kept";
    case BranchFate::kEnded:
      return "ended";
    case BranchFate::kCut:
      break;
  }
  return "cut";
}

BeamSearch::BeamSearch(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, const SearchOptions& options)
    : net_(net), values_(values), source_(std::move(source)), options_(options), live_(1), rng_(options.sample_seed.value_or(0)) {
  check(options.beam >= 1 && options.most_tokens >= 1, "BeamSearch: the beam and the longest translation are at least 1.");
}

void BeamSearch::encode() {
  Tape<float> tape(sentence_arena_, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, values_.data()};
  encoded_ = net_.encode(pass, std::span<const int>(source_), 1);
  states_.assign(encoded_.start.value.data, encoded_.start.value.data + encoded_.start.value.size());
}

void BeamSearch::record(int least) {
  check(states_.empty() && least >= 0, "BeamSearch: a search is recorded from its first step on.");
  recorded_ = std::max(options_.beam, least);
  live_branches_ = {-1};
}

/// Adds a step to the tree: the first `room` of its branches are those that the search keeps. The lists of branches follow the search's
/// lists of hypotheses.
void BeamSearch::grow(const DecoderStep<float>& next, Tensor<float> logits, std::size_t room) {
  const int count = static_cast<int>(live_.size()), first_row = tree_.alpha.rows;
  if (next.attended) {
    const Tensor<float> alpha = next.attended->alpha.value;
    tree_.alpha.cols = alpha.cols;
    tree_.alpha.rows += alpha.rows;
    tree_.alpha.data.insert(tree_.alpha.data.end(), alpha.data, alpha.data + alpha.size());
  }
  std::vector<Extension> seen;
  for (int k = 0; k < count; ++k) {
    const std::vector<Extension> own = best_extensions(live_, logits, static_cast<std::size_t>(recorded_), k, k + 1);
    seen.insert(seen.end(), own.begin(), own.end());
  }
  std::sort(seen.begin(), seen.end());
  const int step = static_cast<int>(live_.front().ids.size());
  std::vector<int> live;
  for (std::size_t k = 0; k < seen.size(); ++k) {
    const Extension& one = seen[k];
    const bool ends = one.id == options_.end;
    const BranchFate fate = k >= room ? BranchFate::kCut : ends ? BranchFate::kEnded : BranchFate::kKept;
    const int index = static_cast<int>(tree_.branches.size());
    if (fate == BranchFate::kEnded) ended_branches_.push_back(index);
    if (fate == BranchFate::kKept) live.push_back(index);
    tree_.branches.push_back({live_branches_[static_cast<std::size_t>(one.hypothesis)], step, one.id, one.log_probability,
                              one.log_probability / exponential(options_.length_power * logarithm(step + 1.0)), fate, first_row + one.hypothesis});
  }
  if (!live.empty()) live_branches_ = std::move(live);
}

BeamTree BeamSearch::tree() const {
  check(recorded_ > 0, "BeamSearch: a search that is not recorded has no tree.");
  BeamTree tree = tree_;
  tree.best = ended_.empty() ? live_branches_.front() : ended_branches_[best_ended()];
  return tree;
}

bool BeamSearch::step() {
  check(!over_, "BeamSearch: a search that is over takes no step.");
  if (states_.empty()) encode();
  step_arena_.reset();
  Tape<float> tape(step_arena_, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, values_.data()};
  const int count = static_cast<int>(live_.size()), width = encoded_.start.cols();
  std::vector<int> last;
  for (const Hypothesis& hypothesis : live_) last.push_back(hypothesis.ids.empty() ? options_.begin : hypothesis.ids.back());
  const Encoded<float> encoded = net_.repeat_encoded(pass, encoded_, count);
  const Var<float> embedded = net_.embed_target(pass, std::span<const int>(last));
  const Var<float> state{{states_.data(), count, width}, nullptr};
  const HardPolicy policy{.rng = options_.sample_seed ? &rng_ : nullptr};
  const DecoderStep<float> next = net_.step(pass, encoded, state, net_.decoder().input_share(pass, embedded), {}, policy);
  const Var<float> logits = net_.logits(pass, net_.read_out(pass, next.hidden, next.context, embedded));

  std::vector<Hypothesis> live;
  AlignedVector<float> states;
  const std::size_t room = static_cast<std::size_t>(options_.beam) - ended_.size();
  if (!kReader && recorded_ > 0) grow(next, logits.value, room);
  for (const Extension& extension : best_extensions(live_, logits.value, room, 0, count)) {
    Hypothesis hypothesis = live_[static_cast<std::size_t>(extension.hypothesis)];
    hypothesis.ids.push_back(extension.id);
    hypothesis.log_probability = extension.log_probability;
    hypothesis.ended = extension.id == options_.end;
    if (next.attended && !next.attended->positions.empty()) {
      hypothesis.positions.push_back(next.attended->positions[static_cast<std::size_t>(extension.hypothesis)]);
    }
    if (hypothesis.ended) {
      ended_.push_back(std::move(hypothesis));
    } else {
      live.push_back(std::move(hypothesis));
      const float* row = next.state.value.row(extension.hypothesis);
      states.insert(states.end(), row, row + width);
    }
  }
  if (!live.empty()) {
    live_ = std::move(live);
    states_ = std::move(states);
    over_ = static_cast<int>(live_.front().ids.size()) >= options_.most_tokens;
  } else {
    over_ = true;
  }
  return over_;
}

std::size_t BeamSearch::best_ended() const {
  const auto score = [&](const Hypothesis& h) {
    return h.log_probability / exponential(options_.length_power * logarithm(static_cast<double>(h.ids.size())));
  };
  const auto best =
      std::max_element(ended_.begin(), ended_.end(), [&](const Hypothesis& a, const Hypothesis& b) { return score(a) < score(b); });
  return static_cast<std::size_t>(best - ended_.begin());
}

const Hypothesis& BeamSearch::best() const { return ended_.empty() ? live_.front() : ended_[best_ended()]; }

Hypothesis translate(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, const SearchOptions& options) {
  BeamSearch search(net, values, std::move(source), options);
  while (!search.step()) {
  }
  return search.best();
}

}  // namespace regard
