#include "nets/beam_search.h"

#include <algorithm>

#include "core/exponential.h"
#include "ops/largest.h"
#include "ops/softmax.h"

namespace regard {

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

BeamSearch::BeamSearch(const Seq2Seq& net, Weights weights, std::vector<int> source, const SearchOptions& options)
    : net_(net), weights_(weights), source_(std::move(source)), options_(options), live_(1), rng_(options.sample_seed.value_or(0)) {
  check(options.beam >= 1 && options.most_tokens >= 1, "BeamSearch: the beam and the longest translation are at least 1.");
}

/// Reads the source, and takes all the room that the steps will need.
void BeamSearch::encode() {
  Tape<float> tape(sentence_arena_, Tape<float>::Mode::kInference);
  encoded_ = net_.encode(weights_.pass(tape), std::span<const int>(source_), 1);
  const auto beam = static_cast<std::size_t>(options_.beam);
  const Tensor<float> start = encoded_.start.value;
  states_.reserve(beam * start.size());
  next_states_.reserve(beam * start.size());
  states_.assign(start.data, start.data + start.size());
  live_.resize(beam);
  next_.resize(beam);
  for (std::vector<Hypothesis>* hypotheses : {&live_, &next_}) {
    for (Hypothesis& hypothesis : *hypotheses) {
      hypothesis.ids.reserve(static_cast<std::size_t>(options_.most_tokens));
      hypothesis.positions.reserve(static_cast<std::size_t>(options_.most_tokens));
    }
  }
  live_count_ = 1;
  ended_.reserve(beam);
  last_.reserve(beam);
  const auto most = static_cast<std::size_t>(std::max(options_.beam, recorded_));
  places_.resize(most);
  extensions_.reserve(beam * most);
}

/// The encoder's work once for each live hypothesis, side by side; done again when their number changes.
const Encoded<float>& BeamSearch::encoded_for(int count) {
  if (count == 1) return encoded_;
  if (repeated_.start.rows() != count) {
    repeated_arena_.reset();
    Tape<float> tape(repeated_arena_, Tape<float>::Mode::kInference);
    repeated_ = net_.repeat_encoded(weights_.pass(tape), encoded_, count);
  }
  return repeated_;
}

/// The `count` best continuations of the live hypotheses first .. end - 1 into extensions_, the best first.
void BeamSearch::find_extensions(Tensor<float> logits, int count, int first, int end) {
  extensions_.clear();
  for (int k = first; k < end; ++k) {
    const double normaliser = static_cast<double>(log_sum_exp(logits.row(k), logits.cols));
    const double before = live_[static_cast<std::size_t>(k)].log_probability;
    const int found = find_largest(logits.row(k), logits.cols, count, places_.data());
    for (int id : std::span<const int>(places_.data(), static_cast<std::size_t>(found))) {
      extensions_.push_back({before + static_cast<double>(logits(k, id)) - normaliser, k, id});
    }
  }
  std::sort(extensions_.begin(), extensions_.end());
  if (extensions_.size() > static_cast<std::size_t>(count)) extensions_.resize(static_cast<std::size_t>(count));
}

void BeamSearch::record(int least) {
  check(states_.empty() && least >= 0, "BeamSearch: a search is recorded from its first step on.");
  recorded_ = std::max(options_.beam, least);
  live_branches_ = {-1};
}

/// Adds a step to the tree: the first `room` of its branches are those that the search keeps. The lists of branches follow the search's
/// lists of hypotheses.
void BeamSearch::grow(const DecoderStep<float>& next, Tensor<float> logits, std::size_t room) {
  const int count = live_count_, first_row = tree_.alpha.rows;
  if (next.attended) {
    const Tensor<float> alpha = next.attended->alpha.value;
    tree_.alpha.cols = alpha.cols;
    tree_.alpha.rows += alpha.rows;
    tree_.alpha.data.insert(tree_.alpha.data.end(), alpha.data, alpha.data + alpha.size());
  }
  std::vector<Extension> seen;
  for (int k = 0; k < count; ++k) {
    find_extensions(logits, recorded_, k, k + 1);
    seen.insert(seen.end(), extensions_.begin(), extensions_.end());
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
  const Pass<float> pass = weights_.pass(tape);
  const int count = live_count_, width = encoded_.start.cols();
  last_.clear();
  for (int k = 0; k < count; ++k) {
    const std::vector<int>& ids = live_[static_cast<std::size_t>(k)].ids;
    last_.push_back(ids.empty() ? options_.begin : ids.back());
  }
  const Var<float> embedded = net_.embed_target(pass, std::span<const int>(last_));
  const Var<float> state{{states_.data(), count, width}};
  const HardPolicy policy{.rng = options_.sample_seed ? &rng_ : nullptr};
  const DecoderStep<float> next = net_.step(pass, encoded_for(count), state, net_.decoder().input_share(pass, embedded), {}, policy);
  const Var<float> logits = net_.logits(pass, net_.read_out(pass, next.hidden, next.context, embedded));

  const int room = options_.beam - static_cast<int>(ended_.size());
  if (!kReader && recorded_ > 0) grow(next, logits.value, static_cast<std::size_t>(room));
  find_extensions(logits.value, room, 0, count);
  next_states_.clear();
  int next_count = 0;
  for (const Extension& extension : extensions_) {
    // Copies into room that is there already.
    Hypothesis& hypothesis = next_[static_cast<std::size_t>(next_count)];
    hypothesis = live_[static_cast<std::size_t>(extension.hypothesis)];
    hypothesis.ids.push_back(extension.id);
    hypothesis.log_probability = extension.log_probability;
    hypothesis.ended = extension.id == options_.end;
    if (next.attended && !next.attended->positions.empty()) {
      hypothesis.positions.push_back(next.attended->positions[static_cast<std::size_t>(extension.hypothesis)]);
    }
    if (hypothesis.ended) {
      ended_.push_back(hypothesis);
      continue;
    }
    const float* row = next.state.value.row(extension.hypothesis);
    next_states_.insert(next_states_.end(), row, row + width);
    ++next_count;
  }
  over_ = next_count == 0;
  if (over_) return true;
  std::swap(live_, next_);
  std::swap(states_, next_states_);
  live_count_ = next_count;
  over_ = static_cast<int>(live_.front().ids.size()) >= options_.most_tokens;
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

Hypothesis translate(const Seq2Seq& net, Weights weights, std::vector<int> source, const SearchOptions& options) {
  BeamSearch search(net, weights, std::move(source), options);
  while (!search.step()) {
  }
  return search.best();
}

}  // namespace regard
