#include "cli/checkpoint.h"

#include <cstdlib>
#include <cstring>

#include "cli/files.h"
#include "io/safetensors.h"

namespace regard {

Result<bool> write_checkpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  const auto tensor = [](const char* name, const AlignedVector<float>& numbers) {
    return StoredTensor{name, Dtype::kF32, {static_cast<std::int64_t>(numbers.size())}, std::as_bytes(std::span(numbers))};
  };
  std::vector<StoredTensor> tensors = {tensor("values", checkpoint.values), tensor("adam.m", checkpoint.adam.m),
                                       tensor("adam.v", checkpoint.adam.v)};
  if (!checkpoint.baseline.empty()) tensors.push_back(tensor("baseline", checkpoint.baseline));
  const std::vector<std::byte> bytes = write_safetensors(
      tensors,
      {{"updates", std::to_string(checkpoint.adam.updates)}, {"seconds", std::to_string(checkpoint.seconds)}, {"curve", checkpoint.curve}});
  return write_file(path, as_text(bytes));
}

Result<Checkpoint> read_checkpoint(const std::filesystem::path& path, std::size_t parameters) {
  const Result<std::string> bytes = read_file(path);
  if (!bytes) return bytes.error();
  const Result<Safetensors> file = parse_safetensors(as_bytes(*bytes));
  if (!file) return file.error();
  Checkpoint checkpoint;
  checkpoint.adam = Adam(parameters);
  checkpoint.values.resize(parameters);
  const std::pair<const char*, AlignedVector<float>*> parts[] = {
      {"values", &checkpoint.values}, {"adam.m", &checkpoint.adam.m}, {"adam.v", &checkpoint.adam.v}};
  for (const auto& [name, numbers] : parts) {
    const StoredTensor* tensor = file->find(name);
    if (!tensor || tensor->dtype != Dtype::kF32 || tensor->bytes.size() != parameters * sizeof(float)) {
      return Error{"bad-checkpoint", path.string() + " is no checkpoint of a model with " + std::to_string(parameters) + " parameters."};
    }
    std::memcpy(numbers->data(), tensor->bytes.data(), tensor->bytes.size());
  }
  if (const StoredTensor* baseline = file->find("baseline"); baseline && baseline->dtype == Dtype::kF32) {
    checkpoint.baseline.resize(baseline->bytes.size() / sizeof(float));
    std::memcpy(checkpoint.baseline.data(), baseline->bytes.data(), checkpoint.baseline.size() * sizeof(float));
  }
  const auto text = [&](const char* key) {
    const auto found = file->metadata.find(key);
    return found == file->metadata.end() ? std::string() : found->second;
  };
  checkpoint.adam.updates = std::strtoll(text("updates").c_str(), nullptr, 10);
  checkpoint.seconds = std::strtod(text("seconds").c_str(), nullptr);
  checkpoint.curve = text("curve");
  return checkpoint;
}

}  // namespace regard
