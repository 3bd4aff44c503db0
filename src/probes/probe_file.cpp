#include "probes/probe_file.h"

#include <algorithm>
#include <cmath>

#include "io/model_folder.h"
#include "io/safetensors.h"

namespace regard {
namespace {

constexpr int kMostPlaces = 1000;

Error bad_weights(std::string sentence) { return {"bad-weights", std::move(sentence)}; }

/// "where.bias" belongs to the probe "where".
std::string probe_of(const StoredTensor& tensor) { return tensor.name.substr(0, tensor.name.find('.')); }

/// The probes in the order of the file.
std::vector<std::string> probe_names() {
  std::vector<std::string> names;
  for (WordKind kind : kWordKinds) names.push_back(name_of(kind));
  names.push_back("where");
  return names;
}

/// Whether each number of the parameter is a whole one in 0 .. end - 1; returns what is wrong, or the empty string.
std::string check_ids(const Parameter& p, std::span<const float> values, int end) {
  for (const float value : values.subspan(p.offset, p.size())) {
    if (value < 0 || value >= static_cast<float>(end) || value != std::floor(value)) {
      return "The tensor \"" + p.name + "\" holds " + std::to_string(value) + ", which is no number from 0 to " + std::to_string(end - 1) +
             ".";
    }
  }
  return "";
}

}  // namespace

Result<Probes> parse_probes(const Seq2SeqConfig& config, std::span<const std::byte> bytes) {
  const Result<Safetensors> file = parse_safetensors(bytes);
  if (!file) return file.error();
  const std::vector<std::string> names = probe_names();
  for (const StoredTensor& tensor : file->tensors) {
    if (std::find(names.begin(), names.end(), probe_of(tensor)) == names.end()) {
      return bad_weights("The tensor \"" + tensor.name + "\" belongs to no probe.");
    }
  }
  const auto has = [&](const std::string& name) {
    return std::any_of(file->tensors.begin(), file->tensors.end(), [&](const StoredTensor& tensor) { return probe_of(tensor) == name; });
  };
  Probes probes;
  for (WordKind kind : kWordKinds) {
    if (!has(name_of(kind))) continue;
    if (kind == WordKind::kContexts && config.attention == AttentionKind::kNone) {
      return bad_weights("The probe \"contexts\" needs attention, which the model has not.");
    }
    probes.words[static_cast<std::size_t>(kind)].emplace(probes.layout, name_of(kind), config.embedding, config.state_width());
  }
  if (has("where")) {
    // How many places there are stands in the file alone.
    const StoredTensor* weight = file->find("where.weight");
    if (!weight) return bad_weights("The weights lack the tensor \"where.weight\".");
    if (weight->shape.size() != 2 || weight->shape[0] < 2 || weight->shape[0] > kMostPlaces) {
      return bad_weights("The tensor \"where.weight\" has no 2 to " + std::to_string(kMostPlaces) + " rows, one a place.");
    }
    probes.where.emplace(probes.layout, config.attention, config.state_width(), static_cast<int>(weight->shape[0]));
  }
  Result<AlignedVector<float>> values = read_weights(probes.layout, bytes);
  if (!values) return values.error();
  probes.values = *std::move(values);
  for (const auto& probe : probes.words) {
    if (!probe) continue;
    if (const std::string problem = check_ids(probe->frequent, probes.values, config.source_vocabulary); !problem.empty())
      return bad_weights(problem);
  }
  if (probes.where) {
    const std::string problem = check_ids(probes.where->frequent, probes.values, probes.where->places());
    if (!problem.empty()) return bad_weights(problem);
  }
  return probes;
}

Result<std::vector<std::byte>> replace_probe(std::span<const std::byte> bytes, const std::string& name, const ParameterLayout& layout,
                                             std::span<const float> values) {
  const std::vector<std::byte> written = write_weights(layout, values, Dtype::kI8);
  const Result<Safetensors> fresh = parse_safetensors(written);
  if (!fresh) return fresh.error();
  Safetensors old;
  if (!bytes.empty()) {
    Result<Safetensors> file = parse_safetensors(bytes);
    if (!file) return file.error();
    old = *std::move(file);
  }
  std::vector<StoredTensor> tensors;
  for (const std::string& probe : probe_names()) {
    for (const StoredTensor& tensor : probe == name ? fresh->tensors : old.tensors) {
      if (probe_of(tensor) == probe) tensors.push_back(tensor);
    }
  }
  return write_safetensors(tensors, fresh->metadata);
}

}  // namespace regard
