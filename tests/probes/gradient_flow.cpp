#include "probes/gradient_flow.h"

#include "catch.h"
#include "tiny_net.h"

using namespace regard;

namespace {

/// 4 different tokens, so that each position has its own row of the embedding table.
const std::vector<int> kSource = {3, 8, 5, 4};
const std::vector<int> kTarget = {4, 6, 6, 3, kEnd};

/// No attention and one of each wiring, with all encoders and all cells.
std::vector<Seq2SeqConfig> all_configs() {
  std::vector<Seq2SeqConfig> configs;
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive, AttentionKind::kGeneral}) {
    for (EncoderKind encoder : {EncoderKind::kBidirectional, EncoderKind::kForward, EncoderKind::kBackward}) {
      for (CellKind cell : {CellKind::kGru, CellKind::kLstm, CellKind::kTanh}) {
        configs.push_back(tiny_config(attention));
        configs.back().encoder = encoder;
        configs.back().cell = cell;
      }
    }
  }
  return configs;
}

/// What a forward pass may take from elsewhere: s_0 from an encoder with other embeddings, and the c_k.
struct Given {
  const AlignedVector<double>* start_values = nullptr;
  const std::vector<Matrix<double>>* contexts = nullptr;
};

struct Forced {
  std::vector<double> log_probabilities;  ///< of each target token
  std::vector<Matrix<double>> contexts;   ///< c_k
};

/// Forced decoding without a tape that records, one step after the other.
Forced force(const Seq2Seq& net, const AlignedVector<double>& values, const std::vector<int>& source, const std::vector<int>& target,
             Given given = {}) {
  Arena arena;
  Tape<double> tape(arena, Tape<double>::Mode::kInference);
  const Pass<double> pass{tape, values.data()};
  const Encoded<double> encoded = net.encode(pass, std::span<const int>(source), 1);
  Var<double> state = encoded.start;
  if (given.start_values) state = net.encode(Pass<double>{tape, given.start_values->data()}, std::span<const int>(source), 1).start;
  Forced forced;
  int last = kBegin;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const Var<double> embedded = net.embed_target(pass, std::span<const int>(&last, 1));
    std::optional<Var<double>> held;
    Matrix<double> context;
    if (given.contexts) {
      context = (*given.contexts)[i];
      held = context.leaf();
    }
    const DecoderStep<double> next = net.step(pass, encoded, state, net.decoder().input_share(pass, embedded), held);
    const Var<double> logits = net.logits(pass, net.read_out(pass, next.hidden, next.context, embedded));
    double sum = 0;
    for (int k = 0; k < logits.cols(); ++k) sum += std::exp(logits.value(0, k));
    forced.log_probabilities.push_back(logits.value(0, target[i]) - std::log(sum));
    forced.contexts.emplace_back(next.context.value);
    state = next.state;
    last = target[i];
  }
  return forced;
}

/// Where number e of x_j lies among the parameters; the first of them is the source embedding.
std::size_t place(const Seq2Seq& net, int id, int e) { return static_cast<std::size_t>(id * net.config().embedding + e); }

/// The vectors of a flow, one row for each i and j.
Matrix<double> vectors(const GradientFlow<double>& flow, const AlignedVector<double>& data) {
  return {flow.targets * flow.sources, flow.width, data};
}

/// d log p(y_i) / d x_j by central differences, a row for each i and j. `run` returns log p(y_i) for all i from changed parameters.
template <class Run>
Matrix<double> central_differences(const Seq2Seq& net, const AlignedVector<double>& values, const std::vector<int>& source, int targets,
                                   Run run) {
  constexpr double kStep = 1e-5;
  const int sources = static_cast<int>(source.size());
  Matrix<double> slopes(targets * sources, net.config().embedding);
  AlignedVector<double> changed = values;
  for (int j = 0; j < sources; ++j) {
    for (int e = 0; e < slopes.cols; ++e) {
      double& x = changed[place(net, source[static_cast<std::size_t>(j)], e)];
      const double kept = x;
      x = kept + kStep;
      const std::vector<double> above = run(changed);
      x = kept - kStep;
      const std::vector<double> below = run(changed);
      x = kept;
      for (int i = 0; i < targets; ++i) {
        const auto at = static_cast<std::size_t>(i);
        slopes(i * sources + j, e) = (above[at] - below[at]) / (2 * kStep);
      }
    }
  }
  return slopes;
}

double largest(const AlignedVector<double>& data) {
  double most = 0;
  for (double x : data) most = std::max(most, std::abs(x));
  return most;
}

/// Norms that lose `slope` a step behind a factor of each token's own.
std::vector<FlowPoint> planted(Rng& rng, double slope, double noise, const std::vector<double>& token_logs, int sources) {
  std::vector<FlowPoint> points;
  for (int i = 1; i <= static_cast<int>(token_logs.size()); ++i) {
    for (int j = 1; j <= sources; ++j) {
      const int steps = recurrent_steps(EncoderKind::kForward, sources, j, i);
      const double log_norm = token_logs[static_cast<std::size_t>(i - 1)] + slope * steps + noise * rng.normal();
      points.push_back({i, steps, std::pow(10.0, log_norm)});
    }
  }
  return points;
}

}  // namespace

TEST_CASE("the total gradient is that of central differences", "[probes][gradient]") {
  for (const Seq2SeqConfig& config : all_configs()) {
    CAPTURE(config.attention, config.encoder, config.cell);
    const Seq2Seq net(config);
    REQUIRE(net.layout().parameters()[0].name == "encoder.embedding");
    const AlignedVector<double> values = random_values<double>(net, 1);
    const GradientFlow<double> flow = gradient_flow<double>(net, values, kSource, kTarget);
    CHECK(flow.targets == 5);
    CHECK(flow.sources == 4);
    CHECK(flow.width == 4);
    const Matrix<double> expected = central_differences(net, values, kSource, flow.targets, [&](const AlignedVector<double>& changed) {
      return force(net, changed, kSource, kTarget).log_probabilities;
    });
    CHECK(difference(vectors(flow, flow.total), expected, 1e-8) == "");
    CHECK(largest(expected.data) > 1e-3);
  }
}

TEST_CASE("the recurrent part is what central differences see while the contexts are held", "[probes][gradient]") {
  for (const Seq2SeqConfig& config : all_configs()) {
    if (config.attention == AttentionKind::kNone) continue;
    CAPTURE(config.encoder, config.cell);
    const Seq2Seq net(config);
    const AlignedVector<double> values = random_values<double>(net, 1);
    const GradientFlow<double> flow = gradient_flow<double>(net, values, kSource, kTarget);
    const Forced unchanged = force(net, values, kSource, kTarget);
    const Matrix<double> expected = central_differences(net, values, kSource, flow.targets, [&](const AlignedVector<double>& changed) {
      return force(net, changed, kSource, kTarget, {.contexts = &unchanged.contexts}).log_probabilities;
    });
    CHECK(difference(vectors(flow, flow.recurrent), expected, 1e-8) == "");
    CHECK(largest(expected.data) > 1e-4);
  }
}

TEST_CASE("the attention part is what central differences see when the contexts alone change", "[probes][gradient]") {
  for (const Seq2SeqConfig& config : all_configs()) {
    if (config.attention == AttentionKind::kNone) continue;
    CAPTURE(config.encoder, config.cell);
    const Seq2Seq net(config);
    const AlignedVector<double> values = random_values<double>(net, 1);
    const GradientFlow<double> flow = gradient_flow<double>(net, values, kSource, kTarget);
    // The contexts of a changed source, but s_0 of the unchanged one.
    const Matrix<double> expected = central_differences(net, values, kSource, flow.targets, [&](const AlignedVector<double>& changed) {
      const Forced through = force(net, changed, kSource, kTarget);
      return force(net, changed, kSource, kTarget, {.start_values = &values, .contexts = &through.contexts}).log_probabilities;
    });
    CHECK(difference(vectors(flow, flow.attention), expected, 1e-8) == "");
    CHECK(largest(expected.data) > 1e-3);
    for (std::size_t k = 0; k < flow.total.size(); ++k) CHECK(flow.attention[k] == flow.total[k] - flow.recurrent[k]);
  }
}

TEST_CASE("without attention the recurrent part is everything", "[probes][gradient]") {
  const Seq2Seq net(tiny_config(AttentionKind::kNone));
  const GradientFlow<double> flow = gradient_flow<double>(net, random_values<double>(net, 2), kSource, kTarget);
  CHECK(flow.recurrent == flow.total);
  CHECK(flow.attention == AlignedVector<double>(flow.total.size()));
}

TEST_CASE("a token that stands twice has a gradient at each place, and they sum to its embedding's", "[probes][gradient]") {
  const std::vector<int> source = {3, 8, 3};
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<double> values = random_values<double>(net, 3);
  const GradientFlow<double> flow = gradient_flow<double>(net, values, source, kTarget);
  const Matrix<double> g = vectors(flow, flow.total);
  const Matrix<double> embedding = central_differences(net, values, source, flow.targets, [&](const AlignedVector<double>& changed) {
    return force(net, changed, source, kTarget).log_probabilities;
  });
  for (int i = 0; i < flow.targets; ++i) {
    for (int e = 0; e < flow.width; ++e) {
      CHECK(g(i * 3, e) + g(i * 3 + 2, e) == Approx(embedding(i * 3, e)).margin(1e-8));
      CHECK(g(i * 3, e) != g(i * 3 + 2, e));
    }
  }
}

TEST_CASE("what follows a token does not change its gradient, however many are measured at once", "[probes][gradient]") {
  Rng rng(4);
  const std::vector<int> source = random_ids(rng, 6, 9), target = random_ids(rng, 37, 7);
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    CAPTURE(attention);
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<double> values = random_values<double>(net, 4);
    const GradientFlow<double> whole = gradient_flow<double>(net, values, source, target);
    for (std::size_t length : {std::size_t{1}, std::size_t{15}, std::size_t{16}, std::size_t{17}, std::size_t{36}}) {
      const GradientFlow<double> part = gradient_flow<double>(net, values, source, std::span(target).first(length));
      for (auto vectors_of : {&GradientFlow<double>::total, &GradientFlow<double>::recurrent, &GradientFlow<double>::attention}) {
        const AlignedVector<double>& all = whole.*vectors_of;
        const AlignedVector<double>& some = part.*vectors_of;
        const AlignedVector<double> beginning(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(some.size()));
        CHECK(difference(vectors(part, some), vectors(part, beginning), 1e-12) == "");
      }
    }
  }
}

TEST_CASE("a range of target tokens has the rows of the whole", "[probes][gradient]") {
  Rng rng(4);
  const std::vector<int> source = random_ids(rng, 6, 9), target = random_ids(rng, 37, 7);
  for (AttentionKind attention : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    CAPTURE(attention);
    const Seq2Seq net(tiny_config(attention));
    const AlignedVector<double> values = random_values<double>(net, 4);
    const GradientFlow<double> whole = gradient_flow<double>(net, values, source, target);
    for (const TargetRange range : {TargetRange{0, 4}, TargetRange{3, 20}, TargetRange{36, 1}}) {
      const GradientFlow<double> part = gradient_flow<double>(net, values, source, target, range);
      CHECK(part.targets == range.count);
      for (auto vectors_of : {&GradientFlow<double>::total, &GradientFlow<double>::recurrent, &GradientFlow<double>::attention}) {
        const AlignedVector<double>& all = whole.*vectors_of;
        const AlignedVector<double>& some = part.*vectors_of;
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(range.first) * 6 * 4;
        const AlignedVector<double> rows(begin, begin + static_cast<std::ptrdiff_t>(some.size()));
        CHECK(difference(vectors(part, some), vectors(part, rows), 1e-12) == "");
      }
    }
    for (const TargetRange range : {TargetRange{-1, 2}, TargetRange{0, 0}, TargetRange{30, 8}}) {
      CHECK_THROWS_AS(gradient_flow<double>(net, values, source, target, range), MisuseError);
    }
  }
}

TEST_CASE("float and double agree on the norms", "[probes][gradient]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<float> values = random_values<float>(net, 5);
  const AlignedVector<double> exact_values(values.begin(), values.end());
  const GradientFlow<float> flow = gradient_flow<float>(net, values, kSource, kTarget);
  const GradientFlow<double> exact = gradient_flow<double>(net, exact_values, kSource, kTarget);
  const std::vector<double> norms = gradient_norms<float>(flow, flow.attention), expected = gradient_norms<double>(exact, exact.attention);
  REQUIRE(norms.size() == 20);
  for (std::size_t k = 0; k < norms.size(); ++k) CHECK(norms[k] == Approx(expected[k]).epsilon(1e-4));
}

TEST_CASE("a norm is the root of the squares, for each i and j", "[probes][gradient]") {
  GradientFlow<double> flow;
  flow.targets = 1;
  flow.sources = 3;
  flow.width = 2;
  flow.total = {3, -4, 0, 0, 1e-200, 0};
  CHECK(gradient_norms<double>(flow, flow.total) == std::vector<double>{5, 0, 0});
  flow.total = {5, 12, 0, 2, -1, 0};
  CHECK(gradient_norms<double>(flow, flow.total) == std::vector<double>{13, 2, 1});
}

TEST_CASE("distance counts the recurrent steps through s_0", "[probes][gradient]") {
  // S = 5; rows i = 1, 2.
  const int forward[2][5] = {{5, 4, 3, 2, 1}, {6, 5, 4, 3, 2}};
  const int backward[2][5] = {{1, 2, 3, 4, 5}, {2, 3, 4, 5, 6}};
  const int both[2][5] = {{1, 2, 3, 2, 1}, {2, 3, 4, 3, 2}};
  for (int i = 1; i <= 2; ++i) {
    for (int j = 1; j <= 5; ++j) {
      CHECK(recurrent_steps(EncoderKind::kForward, 5, j, i) == forward[i - 1][j - 1]);
      CHECK(recurrent_steps(EncoderKind::kBackward, 5, j, i) == backward[i - 1][j - 1]);
      CHECK(recurrent_steps(EncoderKind::kBidirectional, 5, j, i) == both[i - 1][j - 1]);
    }
  }
  CHECK_THROWS_AS(recurrent_steps(EncoderKind::kForward, 5, 0, 1), MisuseError);
  CHECK_THROWS_AS(recurrent_steps(EncoderKind::kForward, 5, 6, 1), MisuseError);
  const std::vector<double> norms = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
  const std::vector<FlowPoint> points = flow_points(EncoderKind::kForward, norms, 2, 3);
  REQUIRE(points.size() == 6);
  CHECK(points[3].target == 2);
  CHECK(points[3].steps == 4);
  CHECK(points[3].norm == 0.4);
}

TEST_CASE("the fit finds a planted slope", "[probes][gradient]") {
  Rng rng(6);
  std::vector<std::vector<FlowPoint>> exact, noisy;
  for (int sentence = 0; sentence < 60; ++sentence) {
    const std::vector<double> logs(static_cast<std::size_t>(random_size(rng, 2, 8)), -1.5);
    const int sources = random_size(rng, 3, 9);
    exact.push_back(planted(rng, -0.125, 0, logs, sources));
    noisy.push_back(planted(rng, -0.125, 0.4, logs, sources));
  }
  const Fading line = fading(exact, 200, 7);
  REQUIRE(line.slope);
  CHECK(line.slope->value == Approx(-0.125).epsilon(1e-10));
  CHECK(line.slope->interval[0] == Approx(-0.125).epsilon(1e-10));
  CHECK(line.slope->interval[1] == Approx(-0.125).epsilon(1e-10));
  CHECK(line.slope_within_token->value == Approx(-0.125).epsilon(1e-10));
  CHECK(line.zeros == 0);
  for (const Fading::Distance& distance : line.by_distance) CHECK(distance.mean_log10 == Approx(-1.5 - 0.125 * distance.steps));
  const Fading cloud = fading(noisy, 1000, 7);
  CHECK(cloud.slope->value == Approx(-0.125).epsilon(0.1));
  CHECK(cloud.slope->interval[0] < -0.125);
  CHECK(cloud.slope->interval[1] > -0.125);
  CHECK(cloud.slope->interval[1] - cloud.slope->interval[0] < 0.04);
  CHECK(fading(noisy, 1000, 7).slope->interval == cloud.slope->interval);
  CHECK(fading(noisy, 1000, 8).slope->interval != cloud.slope->interval);
}

TEST_CASE("how sure the net is of each token moves the slope, but not the slope within a token", "[probes][gradient]") {
  Rng rng(8);
  std::vector<std::vector<FlowPoint>> sentences;
  for (int sentence = 0; sentence < 20; ++sentence) sentences.push_back(planted(rng, -0.05, 0, {0, -0.5, -1, -1.5, -2, -2.5}, 4));
  const Fading surer = fading(sentences, 100, 9);
  CHECK(surer.slope->value < -0.2);
  CHECK(surer.slope_within_token->value == Approx(-0.05).epsilon(1e-9));
}

TEST_CASE("means are geometric, and exact zeros are left out and counted", "[probes][gradient]") {
  const std::vector<std::vector<FlowPoint>> sentences = {{{1, 2, 0.01}, {1, 1, 0.0}, {2, 3, 10.0}}, {{1, 2, 1.0}, {1, 5, 0.0}}};
  const Fading fades = fading(sentences, 10, 1);
  CHECK(fades.zeros == 2);
  REQUIRE(fades.by_distance.size() == 2);
  CHECK(fades.by_distance[0].steps == 2);
  CHECK(fades.by_distance[0].count == 2);
  CHECK(fades.by_distance[0].mean_log10 == Approx(-1));
  CHECK(fades.by_distance[1].steps == 3);
  CHECK(fades.by_distance[1].count == 1);
  CHECK(fades.by_distance[1].mean_log10 == Approx(1));
  CHECK(fades.slope->value == Approx(2));
  CHECK_FALSE(fades.slope_within_token);  // no token keeps two distances
}

TEST_CASE("zeros alone have no slope", "[probes][gradient]") {
  const std::vector<std::vector<FlowPoint>> sentences = {{{1, 2, 0.0}, {1, 1, 0.0}}, {{1, 1, 0.0}}};
  const Fading fades = fading(sentences, 10, 1);
  CHECK(fades.zeros == 3);
  CHECK(fades.by_distance.empty());
  CHECK_FALSE(fades.slope);
  CHECK_FALSE(fades.slope_within_token);
}

TEST_CASE("gradient flow refuses an empty side", "[probes][gradient]") {
  const Seq2Seq net(tiny_config(AttentionKind::kAdditive));
  const AlignedVector<double> values = random_values<double>(net, 10);
  CHECK_THROWS_AS(gradient_flow<double>(net, values, {}, kTarget), MisuseError);
  CHECK_THROWS_AS(gradient_flow<double>(net, values, kSource, {}), MisuseError);
  CHECK_THROWS_AS(fading({}, 10, 1), MisuseError);
}
