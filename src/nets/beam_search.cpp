#include "nets/beam_search.h"

#include <algorithm>
#include <cmath>

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

/// The `count` best extensions, best first.
std::vector<Extension> best_extensions(const std::vector<Hypothesis>& live, Tensor<float> logits, std::size_t count) {
  std::vector<Extension> best;
  AlignedVector<float> probabilities(static_cast<std::size_t>(logits.cols));
  for (int k = 0; k < logits.rows; ++k) {
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
  for (const Extension& extension : best_extensions(live_, logits.value, room)) {
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

const Hypothesis& BeamSearch::best() const {
  if (ended_.empty()) return live_.front();
  const auto score = [&](const Hypothesis& h) {
    return h.log_probability / std::pow(static_cast<double>(h.ids.size()), options_.length_power);
  };
  return *std::max_element(ended_.begin(), ended_.end(), [&](const Hypothesis& a, const Hypothesis& b) { return score(a) < score(b); });
}

Hypothesis translate(const Seq2Seq& net, std::span<const float> values, std::vector<int> source, const SearchOptions& options) {
  BeamSearch search(net, values, std::move(source), options);
  while (!search.step()) {
  }
  return search.best();
}

}  // namespace regard
