#include <map>
#include <stdexcept>

#include "job.h"
#include "model.h"
#include "training/adam.h"

namespace regard::bench {
namespace {

constexpr std::size_t kLossesKept = 16;

/// How far an update goes; what each part takes is the difference of two.
enum class Until { kForward, kBackward, kUpdated };
const std::map<std::string, Until> kUntil = {{"forward", Until::kForward}, {"backward", Until::kBackward}, {"updated", Until::kUpdated}};

struct Training {
  BenchModel model;
  Batch batch;
  float rate;
  AlignedVector<float> gradients;
  Adam adam;
  Arena arena;
  std::vector<double> losses;

  Training(BenchModel model_, const nlohmann::json& spec)
      : model(std::move(model_)), rate(spec.at("rate")), gradients(model.values.size()), adam(model.values.size()) {
    const nlohmann::json& from = spec.at("batch");
    batch.size = from.at("size");
    batch.source = from.at("source").get<std::vector<int>>();
    batch.inputs = from.at("inputs").get<std::vector<int>>();
    batch.targets = from.at("targets").get<std::vector<int>>();
    adam.epsilon = spec.at("epsilon");
  }

  /// Forward, backward and Adam, as the trainer does them, without dropout, smoothing and clipping.
  void update(Until until) {
    arena.reset();
    std::fill(gradients.begin(), gradients.end(), 0.0f);
    Tape<float> tape(arena, Tape<float>::Mode::kRecording);
    const Pass<float> pass{tape, model.values.data(), gradients.data()};
    CrossEntropyCount count;
    const Var<float> loss = model.net.loss(pass, batch, 0.0, {}, &count);
    if (until == Until::kForward) return;
    tape.backward(loss);
    if (until == Until::kBackward) return;
    const double mean = static_cast<double>(*loss.value.data) / count.targets;
    if (losses.size() < kLossesKept) losses.push_back(mean);
    adam.update(model.values, gradients, rate, 1.0f / static_cast<float>(count.targets));
  }
};

}  // namespace

Job make_training(const JobOrder& order) {
  const auto until = kUntil.find(order.spec.value("until", "updated"));
  if (until == kUntil.end()) throw std::runtime_error("An update goes until forward, backward or updated.");
  auto work = std::make_shared<Training>(read_model(order.spec, order.weights), order.spec);
  Job job;
  job.run = [=, how_far = until->second] { work->update(how_far); };
  job.result = [=] { return nlohmann::json(work->losses); };
  return job;
}

}  // namespace regard::bench
