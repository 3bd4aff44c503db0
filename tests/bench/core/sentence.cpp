#include <stdexcept>

#include "job.h"
#include "model.h"
#include "nets/beam_search.h"

namespace regard::bench {
namespace {

struct Sentences {
  BenchModel model;
  PackedWeights packed;  ///< empty where the weights stay in rows
  std::vector<std::vector<int>> sources;
  SearchOptions options;
  std::vector<std::vector<int>> targets;
  std::size_t next = 0;

  /// Greedy decoding as the page does it: one call of the search a token.
  void translate() {
    BeamSearch search(model.net, Weights(model.values, &packed), sources[next], options);
    while (!search.step()) {
    }
    targets[next] = search.best().ids;
    next = (next + 1) % sources.size();
  }
};

}  // namespace

Job make_sentence(const JobOrder& order) {
  const nlohmann::json& spec = order.spec;
  const std::string stored = spec.at("stored");
  if (stored != "I8" && stored != "F32" && stored != "rows") throw std::runtime_error("Weights are stored as I8, F32 or rows.");
  BenchModel model = order.weights.empty() ? draw_model(config_of(spec), spec.at("seed")) : read_model(spec, order.weights);
  if (stored == "I8") round_weights(model);
  PackedWeights packed = stored == "rows" ? PackedWeights() : model.net.pack(model.values);
  auto work = std::make_shared<Sentences>(Sentences{std::move(model), std::move(packed), spec.at("sources"), {}, {}});
  work->options.most_tokens = spec.at("most_tokens");
  if (spec.value("never_ends", false)) work->options.end = -1;
  work->targets.resize(work->sources.size());
  Job job;
  job.run = [=] { work->translate(); };
  job.result = [=] { return nlohmann::json(work->targets); };
  return job;
}

}  // namespace regard::bench
