#include <map>
#include <stdexcept>

#include "job.h"
#include "model.h"
#include "nets/beam_search.h"

namespace regard::bench {
namespace {

/// How far a translation goes; what each part takes is the difference of two.
enum class Until { kEncoded, kStepped, kLogits, kWritten };
const std::map<std::string, Until> kUntil = {
    {"encoded", Until::kEncoded}, {"stepped", Until::kStepped}, {"logits", Until::kLogits}, {"written", Until::kWritten}};

struct Sentences {
  BenchModel model;
  PackedWeights packed;  ///< empty where the weights stay in rows
  std::vector<std::vector<int>> sources;
  std::vector<std::vector<int>> targets;
  SearchOptions options;
  std::size_t next = 0;
  Arena sentence_arena, step_arena;
  AlignedVector<float> state;

  Sentences(BenchModel model_, bool packs) : model(std::move(model_)) {
    if (packs) packed = model.net.pack(model.values);
  }

  Weights weights() const { return Weights(model.values, &packed); }

  /// Greedy decoding as the page does it: one call of the search a token.
  void translate() {
    BeamSearch search(model.net, weights(), sources[next], options);
    while (!search.step()) {
    }
    targets[next] = search.best().ids;
    next = (next + 1) % sources.size();
  }

  /// The same work up to a part, for the ids that are known.
  void translate_until(Until until) {
    sentence_arena.reset();
    Tape<float> sentence_tape(sentence_arena, Tape<float>::Mode::kInference);
    const Encoded<float> encoded = model.net.encode(weights().pass(sentence_tape), std::span<const int>(sources[next]), 1);
    state.assign(encoded.start.value.data, encoded.start.value.data + encoded.start.value.size());
    int last = options.begin;
    for (std::size_t i = 0; until != Until::kEncoded && i < targets[next].size(); ++i) {
      step_arena.reset();
      Tape<float> tape(step_arena, Tape<float>::Mode::kInference);
      const Pass<float> pass = weights().pass(tape);
      const Var<float> embedded = model.net.embed_target(pass, std::span<const int>(&last, 1));
      const Var<float> before{{state.data(), 1, encoded.start.cols()}, nullptr};
      const DecoderStep<float> step = model.net.step(pass, encoded, before, model.net.decoder().input_share(pass, embedded));
      const Var<float> read_out = model.net.read_out(pass, step.hidden, step.context, embedded);
      if (until == Until::kLogits) model.net.logits(pass, read_out);
      state.assign(step.state.value.data, step.state.value.data + step.state.value.size());
      last = targets[next][i];
    }
    next = (next + 1) % sources.size();
  }
};

}  // namespace

Job make_sentence(const JobOrder& order) {
  const nlohmann::json& spec = order.spec;
  const std::string stored = spec.at("stored");
  if (stored != "I8" && stored != "F32" && stored != "rows") throw std::runtime_error("Weights are stored as I8, F32 or rows.");
  const auto until = kUntil.find(spec.value("until", "written"));
  if (until == kUntil.end()) throw std::runtime_error("A sentence goes until encoded, stepped, logits or written.");
  BenchModel model = order.weights.empty() ? draw_model(config_of(spec), spec.at("seed")) : read_model(spec, order.weights);
  if (stored == "I8") round_weights(model);
  auto work = std::make_shared<Sentences>(std::move(model), stored != "rows");
  work->sources = spec.at("sources").get<std::vector<std::vector<int>>>();
  work->options.most_tokens = spec.at("most_tokens");
  if (spec.value("never_ends", false)) work->options.end = -1;
  Job job;
  if (until->second == Until::kWritten) {
    work->targets.resize(work->sources.size());
    job.run = [=] { work->translate(); };
  } else {
    work->targets = spec.at("targets").get<std::vector<std::vector<int>>>();
    job.run = [=, how_far = until->second] { work->translate_until(how_far); };
  }
  job.result = [=] { return nlohmann::json(work->targets); };
  return job;
}

}  // namespace regard::bench
