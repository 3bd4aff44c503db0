#include "probes/gradient_flow.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "ops/arrange.h"
#include "ops/softmax.h"
#include "text/byte_pair.h"

namespace regard {
namespace {

/// sum_b log p(targets_b), p the softmax of row b.  logits: (B, V).  targets: B ids; they must outlive the backward pass.  Returns (1, 1).
template <class T>
Var<T> log_probability(Tape<T>& tape, Var<T> logits, std::span<const int> targets) {
  Var<T> sum = tape.make_zero(1, 1);
  Tensor<T> p = tape.scratch(logits.rows(), logits.cols());
  std::copy_n(logits.value.data, p.size(), p.data);
  for (int b = 0; b < p.rows; ++b) {
    *sum.value.data += logits.value(b, targets[static_cast<std::size_t>(b)]) - softmax_in_place(p.row(b), p.cols);
  }
  tape.record([=] {
    for (int b = 0; b < p.rows; ++b) {
      // 1 - p(y) as the sum of the others: where p(y) is almost 1 the difference would keep few digits.
      const int target = targets[static_cast<std::size_t>(b)];
      double others = 0;
      for (int k = 0; k < p.cols; ++k) {
        if (k == target) continue;
        others += static_cast<double>(p(b, k));
        logits.d()(b, k) -= *sum.grad * p(b, k);
      }
      logits.d()(b, target) += *sum.grad * static_cast<T>(others);
    }
  });
  return sum;
}

/// Copies of one sentence side by side as a batch. Copy b writes y_1 .. y_i, i = first + b, and of its loss y_i alone counts, so that one
/// backward pass leaves d log p(y_i) in the embeddings of copy b, for all b at once.
struct Copies {
  const Seq2Seq& net;
  int first;
  int count;
  std::vector<int> source;   ///< S * count ids, time-major
  std::vector<int> inputs;   ///< (first + count) * count ids, time-major
  std::vector<int> targets;  ///< y_i of each copy

  Copies(const Seq2Seq& net_, std::span<const int> source_ids, std::span<const int> target_ids, int first_, int count_)
      : net(net_), first(first_), count(count_) {
    const auto times = static_cast<std::size_t>(count), from = static_cast<std::size_t>(first);
    for (int id : source_ids) source.insert(source.end(), times, id);
    inputs.assign(times, kBeginId);
    for (int id : target_ids.first(from + times - 1)) inputs.insert(inputs.end(), times, id);
    const auto own = target_ids.subspan(from, times);
    targets.assign(own.begin(), own.end());
  }

  /// Returns the gradients of the embeddings, time-major (S * count, E). Fills `contexts` with c_k of each step, without gradients, when it
  /// is empty; else the c_k are held at what it says. Everything lives in the arena.
  template <class T>
  Tensor<T> differentiate(Arena& arena, std::span<const T> values, std::vector<Var<T>>& contexts) const {
    const bool hold = !contexts.empty();
    Tape<T> tape(arena, Tape<T>::Mode::kRecording);
    const Pass<T> pass{tape, values.data()};
    const Encoded<T> encoded = net.encode(pass, std::span<const int>(source), count);
    const Var<T> embedded = net.embed_target(pass, std::span<const int>(inputs));
    const Var<T> shares = net.decoder().input_share(pass, embedded);
    std::vector<Var<T>> own_hidden, own_contexts, own_embedded;
    Var<T> state = encoded.start;
    for (int k = 0; k < first + count; ++k) {
      const auto held = hold ? std::optional(contexts[static_cast<std::size_t>(k)]) : std::nullopt;
      const DecoderStep<T> next = net.step(pass, encoded, state, rows(shares, k * count, count), held);
      if (!hold) contexts.push_back({next.context.value, nullptr});
      state = next.state;
      if (k < first) continue;
      own_hidden.push_back(rows(next.hidden, k - first, 1));
      own_contexts.push_back(rows(next.context, k - first, 1));
      own_embedded.push_back(rows(embedded, k * count + k - first, 1));
    }
    const auto stack = [&](const std::vector<Var<T>>& parts) { return stack_rows<T>(tape, parts); };
    const Var<T> read_outs = net.read_out(pass, stack(own_hidden), stack(own_contexts), stack(own_embedded));
    tape.backward(log_probability(tape, net.logits(pass, read_outs), std::span<const int>(targets)));
    return encoded.embedded.d();
  }
};

/// Fewer copies of a long sentence: attention keeps (S * count, A) numbers for each of up to T steps.
int copies_at_once(std::size_t sources, std::size_t targets) {
  constexpr std::size_t kMost = 16, kPositions = 32768;
  return static_cast<int>(std::clamp(kPositions / (sources * targets), std::size_t{1}, kMost));
}

/// Vectors of copy b, position j (time-major) to those of target first + b and j; `begin` is the target token of the first row.
template <class T>
void scatter(Tensor<T> gradients, const Copies& copies, int begin, AlignedVector<T>& vectors) {
  const int sources = gradients.rows / copies.count;
  for (int b = 0; b < copies.count; ++b) {
    for (int j = 0; j < sources; ++j) {
      const auto at = static_cast<std::ptrdiff_t>((copies.first - begin + b) * sources + j) * gradients.cols;
      std::copy_n(gradients.row(j * copies.count + b), gradients.cols, vectors.begin() + at);
    }
  }
}

/// Sums of a least-squares line through points (x, y), x whole.
struct LineSums {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;

  LineSums& operator+=(const LineSums& other) {
    n += other.n;
    x += other.x;
    y += other.y;
    xx += other.xx;
    xy += other.xy;
    return *this;
  }
  /// The same points less their mean.
  LineSums centred() const { return n > 0 ? LineSums{n, 0, 0, xx - x * x / n, xy - x * y / n} : LineSums{}; }
  /// None when all x are equal: for whole numbers the difference is exact.
  std::optional<double> slope() const {
    const double spread = n * xx - x * x;
    return spread > 0 ? std::optional((n * xy - x * y) / spread) : std::nullopt;
  }
};

/// sentences: the sums of each.
std::optional<Slope> fit(const std::vector<LineSums>& sentences, int resamples, std::uint64_t seed) {
  LineSums all;
  for (const LineSums& sentence : sentences) all += sentence;
  const std::optional<double> value = all.slope();
  if (!value) return std::nullopt;
  Rng rng(seed);
  std::vector<double> slopes;
  while (static_cast<int>(slopes.size()) < resamples) {
    LineSums resample;
    for (std::size_t k = 0; k < sentences.size(); ++k) resample += sentences[static_cast<std::size_t>(rng.below(sentences.size()))];
    if (const auto slope = resample.slope()) slopes.push_back(*slope);
  }
  std::sort(slopes.begin(), slopes.end());
  const std::size_t cut = slopes.size() / 40;
  return Slope{*value, {slopes[cut], slopes[slopes.size() - 1 - cut]}};
}

}  // namespace

template <class T>
GradientFlow<T> gradient_flow(const Seq2Seq& net, std::span<const T> values, std::span<const int> source, std::span<const int> target,
                              std::optional<TargetRange> only) {
  check(!source.empty() && !target.empty(), "gradient_flow: source and target hold at least one token.");
  const auto [begin, count] = only.value_or(TargetRange{0, static_cast<int>(target.size())});
  check(begin >= 0 && count > 0 && begin + count <= static_cast<int>(target.size()), "gradient_flow: the range lies in the target.");
  GradientFlow<T> flow;
  flow.targets = count;
  flow.sources = static_cast<int>(source.size());
  flow.width = net.config().embedding;
  flow.total.resize(static_cast<std::size_t>(count) * source.size() * static_cast<std::size_t>(flow.width));
  flow.attention.resize(flow.total.size());
  const bool attends = net.config().attention != AttentionKind::kNone;
  if (attends) flow.recurrent.resize(flow.total.size());
  const int at_once = copies_at_once(source.size(), target.size());
  Arena arena;
  for (int first = begin; first < begin + count; first += at_once) {
    const Copies copies(net, source, target, first, std::min(at_once, begin + count - first));
    arena.reset();
    std::vector<Var<T>> contexts;
    scatter(copies.differentiate(arena, values, contexts), copies, begin, flow.total);
    if (attends) scatter(copies.differentiate(arena, values, contexts), copies, begin, flow.recurrent);
  }
  if (attends) {
    std::transform(flow.total.begin(), flow.total.end(), flow.recurrent.begin(), flow.attention.begin(), std::minus<T>());
  } else {
    flow.recurrent = flow.total;
  }
  return flow;
}

template <class T>
std::vector<double> gradient_norms(const GradientFlow<T>& flow, std::span<const T> vectors) {
  const auto width = static_cast<std::size_t>(flow.width);
  std::vector<double> norms(vectors.size() / width);
  for (std::size_t k = 0; k < norms.size(); ++k) {
    double sum = 0;
    for (T x : vectors.subspan(k * width, width)) sum += static_cast<double>(x) * static_cast<double>(x);
    norms[k] = std::sqrt(sum);
  }
  return norms;
}

int recurrent_steps(EncoderKind encoder, int sources, int j, int i) {
  check(j >= 1 && j <= sources && i >= 1, "recurrent_steps: j lies in 1 .. S, and i begins at 1.");
  switch (encoder) {
    case EncoderKind::kForward:
      return sources - j + i;
    case EncoderKind::kBackward:
      return j - 1 + i;
    case EncoderKind::kBidirectional:
      break;
  }
  return std::min(sources - j, j - 1) + i;
}

std::vector<FlowPoint> flow_points(EncoderKind encoder, std::span<const double> norms, int targets, int sources) {
  check(norms.size() == static_cast<std::size_t>(targets) * static_cast<std::size_t>(sources), "flow_points: there is a norm for i and j.");
  std::vector<FlowPoint> points;
  for (int i = 1; i <= targets; ++i) {
    for (int j = 1; j <= sources; ++j) points.push_back({i, recurrent_steps(encoder, sources, j, i), norms[points.size()]});
  }
  return points;
}

Fading fading(std::span<const std::vector<FlowPoint>> sentences, int resamples, std::uint64_t seed) {
  check(!sentences.empty() && resamples > 0, "fading needs at least one sentence and one resample.");
  Fading fading;
  std::map<int, Fading::Distance> distances;
  std::vector<LineSums> lines, lines_within;
  for (const std::vector<FlowPoint>& points : sentences) {
    LineSums line, line_within, token;
    int target = 0;
    for (const FlowPoint& point : points) {
      if (point.target != target) {
        line_within += token.centred();
        token = {};
        target = point.target;
      }
      if (point.norm == 0) {
        ++fading.zeros;
        continue;
      }
      const double x = point.steps, y = std::log10(point.norm);
      const LineSums sums{1, x, y, x * x, x * y};
      line += sums;
      token += sums;
      Fading::Distance& distance = distances[point.steps];
      distance.steps = point.steps;
      ++distance.count;
      distance.mean_log10 += y;
    }
    line_within += token.centred();
    lines.push_back(line);
    lines_within.push_back(line_within);
  }
  for (auto& [steps, distance] : distances) {
    distance.mean_log10 /= distance.count;
    fading.by_distance.push_back(distance);
  }
  fading.slope = fit(lines, resamples, seed);
  fading.slope_within_token = fit(lines_within, resamples, seed);
  return fading;
}

#define REGARD_INSTANTIATE(T)                                                                                             \
  template GradientFlow<T> gradient_flow(const Seq2Seq&, std::span<const T>, std::span<const int>, std::span<const int>, std::optional<TargetRange>); \
  template std::vector<double> gradient_norms(const GradientFlow<T>&, std::span<const T>);
REGARD_INSTANTIATE(float)
REGARD_INSTANTIATE(double)
#undef REGARD_INSTANTIATE

}  // namespace regard
