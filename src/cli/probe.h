#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "cli/command.h"
#include "cli/probe_training.h"
#include "probes/answer_score.h"
#include "probes/probe_file.h"
#include "translation/translator.h"

namespace regard {

/// What the command `probe` was asked to do, whatever the kind of probe.
struct ProbeJob {
  std::filesystem::path folder;  ///< of the model
  std::string kind;
  bool train = false;
  std::optional<std::uint64_t> untrained;  ///< seed of the weights of an encoder that was never trained
  std::uint64_t seed = 1;
  std::int64_t updates = 0;
  int threads = 1;
  const Translator* translator = nullptr;  ///< of the model

  const Model& model() const { return translator->model(); }
  std::filesystem::path probes_path() const { return folder / "probes.safetensors"; }
};

/// The probe alone, rounded as it is stored.
Result<Probes> round_probe(const ProbeJob& job, const ParameterLayout& layout, std::span<const float> values);

/// Puts the probe into the model's probes.safetensors.
Result<bool> store_probe(const ProbeJob& job, const ParameterLayout& layout, std::span<const float> values);

/// The probes of the model's folder, among which is the job's.
Result<Probes> load_probes(const ProbeJob& job);

/// {count, accuracy, probability, log_probability}; `with_probability` or else null: means over the questions.
nlohmann::ordered_json score_json(const AnswerScore& score, bool with_probability);

/// A word probe: train, measure, show. Exit status.
int probe_words(const Arguments& arguments, const ProbeJob& job, WordKind kind);

/// The probe "where": train, measure, show. Exit status.
int probe_where(const Arguments& arguments, const ProbeJob& job);

}  // namespace regard
