#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

namespace regard::bench {

/// A piece of work that can be repeated and timed. One run is short (a product, a sentence, a training step) and is a call of its own:
/// V8 never optimises a loop that runs inside one long call of WebAssembly.
struct Job {
  std::function<void()> run;
  double flops = 0;  ///< of one run; 0 where they are not counted
  double bytes = 0;  ///< that one run must read at least; 0 where not counted
  std::function<nlohmann::json()> result = [] { return nlohmann::json::array(); };  ///< what it computed, to compare with others
};

/// What a job is made from: its kind and sizes, and where the kind has weights, the bytes of a safetensors file.
struct JobOrder {
  nlohmann::json spec;  ///< {"kind": .., sizes ..}
  std::span<const std::byte> weights = {};
};

/// Makes the job that an order describes. Throws std::runtime_error with a sentence when there is no such kind, or what it needs is bad.
Job make_job(const JobOrder& order);

/// The limits of the machine: "peak" (multiply and add in registers), "read" (bytes).
Job make_peak(const nlohmann::json& spec);
Job make_read(const nlohmann::json& spec);

/// c = a b^T, a b or a^T b by one of our functions or by Eigen: "m", "n", "k", and "by".
Job make_product(const nlohmann::json& spec);

/// "n" numbers: softmax in place.
Job make_softmax(const nlohmann::json& spec);

/// One step of a gated recurrent unit: "batch", "width".
Job make_gru_cell(const nlohmann::json& spec);

/// Greedy translation of "sources", one a run, by a net of "config"; result: the ids of each. At most "most_tokens" are written. "stored":
/// "I8" rounds the weights and packs them, "F32" packs them as they are, "rows" leaves them as training needs them. "until": only
/// "encoded", "stepped" (all but the output layer) or "logits", on known "targets".
Job make_sentence(const JobOrder& order);

/// One update of Adam on "batch"; result: the losses of the first updates, nats a target token. "until": only "forward" or "backward".
Job make_training(const JobOrder& order);

}  // namespace regard::bench
