#include "model.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "io/model_folder.h"

namespace regard::bench {

Seq2SeqConfig config_of(const nlohmann::json& spec) {
  Result<Seq2SeqConfig> config = parse_config(spec.at("config").dump());
  if (!config) throw std::runtime_error(config.error().message);
  return *config;
}

BenchModel read_model(const nlohmann::json& spec, std::span<const std::byte> weights) {
  BenchModel model{Seq2Seq(config_of(spec)), {}};
  Result<AlignedVector<float>> values = read_weights(model.net.layout(), weights);
  if (!values) throw std::runtime_error(values.error().message);
  model.values = *std::move(values);
  return model;
}

BenchModel draw_model(const Seq2SeqConfig& config, std::uint64_t seed) {
  BenchModel model{Seq2Seq(config), {}};
  model.values = model.net.untrained(seed);
  Rng rng(seed + 1);
  for (const Parameter& p : model.net.layout().parameters()) {
    float* values = model.values.data() + p.offset;
    if (p.name.ends_with(".embedding")) {
      for (std::size_t k = 0; k < p.size(); ++k) values[k] *= 20;
    } else if (p.rows == 1) {
      const double limit = p.name.ends_with(".v") ? 0.5 : 0.1;
      for (std::size_t k = 0; k < p.size(); ++k) values[k] = static_cast<float>(limit * (2 * rng.uniform() - 1));
    }
  }
  return model;
}

void round_weights(BenchModel& model) {
  const std::vector<std::byte> file = write_weights(model.net.layout(), model.values, Dtype::kI8);
  Result<AlignedVector<float>> values = read_weights(model.net.layout(), file);
  if (!values) throw std::runtime_error(values.error().message);
  model.values = *std::move(values);
}

std::vector<int> draw_ids(int count, int vocabulary, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<int> ids;
  for (int k = 0; k < count; ++k) ids.push_back(3 + static_cast<int>(rng.below(static_cast<std::uint64_t>(vocabulary - 3))));
  return ids;
}

Decoded decode(const BenchModel& model, const std::vector<int>& source, int most_tokens) {
  Arena arena;
  Tape<float> tape(arena, Tape<float>::Mode::kInference);
  const Pass<float> pass{tape, model.values.data()};
  const Encoded<float> encoded = model.net.encode(pass, std::span<const int>(source), 1);
  Var<float> state = encoded.start;
  Decoded decoded;
  decoded.margin = INFINITY;
  int last = 1;
  while (static_cast<int>(decoded.ids.size()) < most_tokens && (decoded.ids.empty() || last != 2)) {
    const Var<float> embedded = model.net.embed_target(pass, std::span<const int>(&last, 1));
    const DecoderStep<float> next = model.net.step(pass, encoded, state, model.net.decoder().input_share(pass, embedded));
    const Tensor<float> logits = model.net.logits(pass, model.net.read_out(pass, next.hidden, next.context, embedded)).value;
    int best = 0;
    double sum = 0, squares = 0;
    for (int k = 0; k < logits.cols; ++k) {
      const double one = static_cast<double>(logits(0, k));
      sum += one;
      squares += one * one;
      if (logits(0, k) > logits(0, best)) best = k;
    }
    float second = -INFINITY;
    for (int k = 0; k < logits.cols; ++k) {
      if (k != best) second = std::max(second, logits(0, k));
    }
    const double mean = sum / logits.cols;
    decoded.margin =
        std::min(decoded.margin, static_cast<double>(logits(0, best) - second) / std::sqrt(squares / logits.cols - mean * mean));
    decoded.ids.push_back(last = best);
    state = next.state;
  }
  return decoded;
}

}  // namespace regard::bench
