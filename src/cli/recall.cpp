#include "tasks/recall.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/command.h"
#include "cli/fading_json.h"
#include "nets/beam_search.h"
#include "text/byte_pair.h"
#include "training/trainer.h"

namespace regard {
namespace {

constexpr int kSymbols = 24, kTrainingSequences = 60000, kSequencesALength = 200, kGradientSequences = 100;

/// The nets that the task compares: each differs from "plain" in one thing.
struct RecallNet {
  const char* name;
  Seq2SeqConfig config;
};

Seq2SeqConfig plain() {
  Seq2SeqConfig config;
  config.attention = AttentionKind::kNone;
  config.source_vocabulary = config.target_vocabulary = kFirstRecallSymbol + kSymbols;
  config.embedding = 32;
  config.encoder_width = config.decoder_width = 64;
  config.attention_width = 64;
  config.encoder = EncoderKind::kForward;
  return config;
}

template <class Change>
Seq2SeqConfig changed(Change change) {
  Seq2SeqConfig config = plain();
  change(config);
  return config;
}

std::vector<RecallNet> recall_nets() {
  return {
      {"plain", plain()},
      {"reversed", changed([](Seq2SeqConfig& c) { c.encoder = EncoderKind::kBackward; })},
      {"wide", changed([](Seq2SeqConfig& c) { c.encoder_width = c.decoder_width = 128; })},
      {"attention", changed([](Seq2SeqConfig& c) { c.attention = AttentionKind::kAdditive; })},
      {"lstm", changed([](Seq2SeqConfig& c) { c.cell = CellKind::kLstm; })},
      {"tanh", changed([](Seq2SeqConfig& c) { c.cell = CellKind::kTanh; })},
  };
}

/// What came back of `kSequencesALength` fresh sequences of one length, written greedily.
nlohmann::ordered_json measure(const Seq2Seq& net, std::span<const float> values, int length, Rng& rng) {
  int right = 0, whole = 0;
  for (int k = 0; k < kSequencesALength; ++k) {
    const std::vector<int> sequence = recall_sequence(length, kSymbols, rng);
    std::vector<int> written = translate(net, values, sequence, {.most_tokens = length + 5}).ids;
    const bool ended = !written.empty() && written.back() == kEndId;
    if (ended) written.pop_back();
    whole += ended && written == sequence;
    for (std::size_t j = 0; j < std::min(written.size(), sequence.size()); ++j) right += written[j] == sequence[j];
  }
  return {{"length", length},
          {"sequences", kSequencesALength},
          {"symbols_right", static_cast<double>(right) / (length * kSequencesALength)},
          {"exact", static_cast<double>(whole) / kSequencesALength}};
}

/// How the gradient fades over fresh sequences of one length that the net is made to write.
nlohmann::ordered_json measure_gradient(const Seq2Seq& net, std::span<const float> values, int length, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<std::vector<FlowPoint>> points;
  for (int k = 0; k < kGradientSequences; ++k) {
    const std::vector<int> source = recall_sequence(length, kSymbols, rng);
    std::vector<int> target = source;
    target.push_back(kEndId);
    const GradientFlow<float> flow = gradient_flow<float>(net, values, source, target);
    points.push_back(flow_points(net.config().encoder, gradient_norms<float>(flow, flow.total), flow.targets, flow.sources));
  }
  return fading_json(fading(points, 1000, seed));
}

}  // namespace

int run_recall(const Arguments& arguments) {
  const std::string& name = needed(arguments, "net");
  const auto seed = static_cast<std::uint64_t>(whole_number(arguments, "seed", 1, 0, 1LL << 62));
  const auto updates = whole_number(arguments, "updates", 3000, 1, 1000000);
  const int longest = static_cast<int>(whole_number(arguments, "longest", 16, 1, 100));
  const int measured = static_cast<int>(whole_number(arguments, "measured", 2 * longest, 1, 200));
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int threads = static_cast<int>(whole_number(arguments, "threads", cores, 1, 1024));
  const std::vector<RecallNet> nets = recall_nets();
  const auto chosen = std::find_if(nets.begin(), nets.end(), [&](const RecallNet& net) { return net.name == name; });
  if (chosen == nets.end()) {
    std::string known;
    for (const RecallNet& net : nets) known += std::string(known.empty() ? "" : ", ") + net.name;
    return fail({"no-net", "There is no net \"" + name + "\" for the recall task; there are " + known + "."});
  }

  const Seq2Seq net(chosen->config);
  AlignedVector<float> values(net.layout().size());
  Rng rng(seed);
  net.initialise(values, rng);
  std::vector<TokenPair> pairs;
  for (const std::vector<int>& sequence : recall_sequences(kTrainingSequences, longest, kSymbols, rng)) {
    pairs.push_back({sequence, sequence, static_cast<int>(sequence.size()), static_cast<int>(pairs.size())});
  }
  TrainerOptions options;
  options.seed = seed;
  options.batching = {{1.0}, longest, 500};
  options.learning_rate = {0.004, 0.0001, 200, updates};
  options.dropout = 0;
  options.label_smoothing = 0;
  Trainer trainer(net, values, pairs, options);
  const nlohmann::ordered_json before = measure_gradient(net, values, longest, seed);
  const auto start = std::chrono::steady_clock::now();
  nlohmann::ordered_json curve = nlohmann::ordered_json::array();
  double nll = 0;
  long long tokens = 0;
  while (trainer.updates() < updates) {
    const UpdateReport report = trainer.update(threads);
    nll += report.negative_log_likelihood * report.target_tokens;
    tokens += report.target_tokens;
    if (trainer.updates() % std::max(1LL, updates / 20) != 0) continue;
    curve.push_back({trainer.updates(), nll / static_cast<double>(tokens)});
    nll = 0;
    tokens = 0;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  nlohmann::ordered_json json;
  json["net"] = name;
  json["seed"] = seed;
  json["updates"] = updates;
  json["parameters"] = net.layout().size();
  json["symbols"] = kSymbols;
  json["longest_in_training"] = longest;
  json["seconds"] = seconds;
  json["curve"] = curve;
  json["gradient"] = {{"untrained", before}, {"trained", measure_gradient(net, values, longest, seed)}};
  json["by_length"] = nlohmann::ordered_json::array();
  for (int length = std::min(2, measured); length <= measured; length += 2) json["by_length"].push_back(measure(net, values, length, rng));
  if (arguments.has("json")) {
    std::printf("%s\n", json.dump(2).c_str());
    return 0;
  }
  std::printf("%s, seed %llu: %lld updates in %.1f s, %zu parameters\n", name.c_str(), static_cast<unsigned long long>(seed), updates,
              seconds, net.layout().size());
  for (const char* when : {"untrained", "trained"}) {
    const auto& slope = json["gradient"][when]["slope_within_token"];
    if (!slope.is_null())
      std::printf("  gradient, %s: %+.4f in log10 norm a step within one token\n", when, slope["log10_a_step"].get<double>());
  }
  for (const auto& row : json["by_length"]) {
    std::printf("  %2d symbols: %.1f %% right, %.1f %% of the sequences whole\n", row["length"].get<int>(),
                100 * row["symbols_right"].get<double>(), 100 * row["exact"].get<double>());
  }
  return 0;
}

}  // namespace regard
