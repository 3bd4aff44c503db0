#include "export.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "io/model_folder.h"
#include "io/tokenizer_file.h"
#include "model.h"
#include "text/clean_line.h"
#include "training/batching.h"

namespace regard::bench {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// Greedy decisions closer than this, in standard deviations of the logits, are a matter of rounding: sentences with one are not taken.
constexpr double kLeastMargin = 0.1;
constexpr int kShippedSentences = 20;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("Cannot read " + path.string() + ".");
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, const char* data, std::size_t size) {
  std::ofstream file(path, std::ios::binary);
  file.write(data, static_cast<std::streamsize>(size));
  if (!file) throw std::runtime_error("Cannot write " + path.string() + ".");
}

void write_case(const fs::path& folder, const std::string& name, const BenchModel& model, json about) {
  about["name"] = name;
  about["config"] = json::parse(write_config(model.net.config()));
  about["parameters"] = model.values.size();
  const std::string text = about.dump();
  write(folder / (name + ".json"), text.data(), text.size());
  const std::vector<std::byte> weights = write_weights(model.net.layout(), model.values, Dtype::kF32);
  write(folder / (name + ".safetensors"), reinterpret_cast<const char*>(weights.data()), weights.size());
}

/// A sentence drawn for a drawn net: the first seed whose translation has the full length, no token twice in a row and at least two thirds
/// of them different, and no close decision.
void export_drawn(const fs::path& folder, const std::string& name, const Seq2SeqConfig& config, int source_length, int target_length) {
  const BenchModel model = draw_model(config, 1);
  for (std::uint64_t seed = 1; seed < 20000; ++seed) {
    const std::vector<int> source = draw_ids(source_length, config.source_vocabulary, seed);
    const Decoded decoded = decode(model, source, target_length);
    const std::set<int> different(decoded.ids.begin(), decoded.ids.end());
    if (decoded.margin < kLeastMargin || static_cast<int>(decoded.ids.size()) < target_length || different.count(2)) continue;
    if (static_cast<int>(different.size()) * 3 < target_length * 2) continue;
    if (std::adjacent_find(decoded.ids.begin(), decoded.ids.end()) != decoded.ids.end()) continue;
    return write_case(folder, name, model,
                      {{"sources", {source}},
                       {"targets", {decoded.ids}},
                       {"most_tokens", target_length},
                       {"source_seed", seed},
                       {"margin", decoded.margin}});
  }
  throw std::runtime_error(name + ": no drawn sentence is translated clearly enough.");
}

void export_shipped(const fs::path& folder, const std::string& name, const fs::path& models) {
  const std::string config = read(models / name / "config.json"), weights = read(models / name / "model.safetensors");
  const BenchModel model = read_model({{"config", json::parse(config)}}, std::as_bytes(std::span(weights)));
  Result<BytePairTokenizer> tokenizer = parse_tokenizer(read(models / "tokenizer.en.json"));
  if (!tokenizer) throw std::runtime_error(tokenizer.error().message);
  std::ifstream lines(models / "sentences.tsv");
  json sources = json::array(), targets = json::array(), texts = json::array();
  std::string line, before;
  while (static_cast<int>(texts.size()) < kShippedSentences && std::getline(lines, line)) {
    const std::string text = line.substr(0, line.find('\t'));
    if (text == before) continue;
    before = text;
    const std::vector<int> source = tokenizer->ids(clean_line(text));
    const Decoded decoded = decode(model, source, 60);
    if (decoded.margin < kLeastMargin || decoded.ids.back() != kEndId) continue;
    sources.push_back(source);
    targets.push_back(decoded.ids);
    texts.push_back(text);
  }
  write_case(folder, name, model, {{"sources", sources}, {"targets", targets}, {"texts", texts}, {"most_tokens", 60}});
}

void export_training(const fs::path& folder, const std::string& name, const Seq2SeqConfig& config, int size, int source_length,
                     int target_length) {
  const BenchModel model = draw_model(config, 1);
  std::vector<TokenPair> pairs;
  std::vector<const TokenPair*> pointers;
  for (int b = 0; b < size; ++b) {
    const auto seed = static_cast<std::uint64_t>(b);
    pairs.push_back(
        {draw_ids(source_length, config.source_vocabulary, 2 * seed), draw_ids(target_length - 1, config.target_vocabulary, 2 * seed + 1)});
  }
  for (const TokenPair& pair : pairs) pointers.push_back(&pair);
  const Batch batch = make_batch(pointers, kBeginId, kEndId);
  write_case(folder, name, model,
             {{"batch", {{"size", batch.size}, {"source", batch.source}, {"inputs", batch.inputs}, {"targets", batch.targets}}},
              {"rate", 1e-3},
              {"epsilon", 1e-6},
              {"target_tokens", size * target_length}});
}

}  // namespace

void export_cases(const fs::path& folder, const fs::path& models) {
  fs::create_directories(folder);
  Seq2SeqConfig sizes;
  sizes.source_vocabulary = sizes.target_vocabulary = 8000;
  sizes.embedding = 128;
  sizes.encoder_width = sizes.decoder_width = sizes.attention_width = 256;
  export_drawn(folder, "emb128", sizes, 12, 14);
  sizes.embedding = 256;
  export_drawn(folder, "emb256", sizes, 12, 14);
  export_shipped(folder, "en-fr-attention", models);

  Seq2SeqConfig small;
  small.source_vocabulary = small.target_vocabulary = 32;
  small.embedding = 32;
  small.encoder_width = small.decoder_width = small.attention_width = 64;
  export_training(folder, "training-step", small, 32, 10, 10);
  Seq2SeqConfig shipped;
  shipped.source_vocabulary = shipped.target_vocabulary = 4000;
  export_training(folder, "training-attention", shipped, 67, 12, 15);
}

}  // namespace regard::bench
