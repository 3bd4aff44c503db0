#include "io/model_folder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <deque>

#include "io/strict_json.h"
#include "io/tokenizer_file.h"

namespace regard {
namespace {

struct SizeField {
  const char* key;
  int Seq2SeqConfig::*member;
};

constexpr SizeField kSizes[] = {
    {"source_vocabulary", &Seq2SeqConfig::source_vocabulary},
    {"target_vocabulary", &Seq2SeqConfig::target_vocabulary},
    {"embedding", &Seq2SeqConfig::embedding},
    {"encoder_width", &Seq2SeqConfig::encoder_width},
    {"decoder_width", &Seq2SeqConfig::decoder_width},
    {"attention_width", &Seq2SeqConfig::attention_width},
};

template <class Kind>
struct KindName {
  const char* name;
  Kind kind;
};

constexpr KindName<AttentionKind> kAttentions[] = {{"none", AttentionKind::kNone},         {"additive", AttentionKind::kAdditive},
                                                   {"dot", AttentionKind::kDot},           {"scaled-dot", AttentionKind::kScaledDot},
                                                   {"general", AttentionKind::kGeneral},   {"concat", AttentionKind::kConcat},
                                                   {"location", AttentionKind::kLocation}, {"uniform", AttentionKind::kUniform},
                                                   {"cosine", AttentionKind::kCosine},     {"hard", AttentionKind::kHard}};
constexpr KindName<EncoderKind> kEncoders[] = {
    {"bidirectional", EncoderKind::kBidirectional}, {"forward", EncoderKind::kForward}, {"backward", EncoderKind::kBackward}};
constexpr KindName<CellKind> kCells[] = {{"gru", CellKind::kGru}, {"lstm", CellKind::kLstm}, {"tanh", CellKind::kTanh}};

template <class Kind, std::size_t n>
const char* name_of(const KindName<Kind> (&names)[n], Kind kind) {
  for (const KindName<Kind>& entry : names) {
    if (entry.kind == kind) return entry.name;
  }
  return "";
}

/// Sets `kind` from the key's value; returns what is wrong with it, or the empty string.
template <class Kind, std::size_t n>
std::string read_kind(const nlohmann::json& json, const char* key, const KindName<Kind> (&names)[n], Kind& kind) {
  const auto value = json.find(key);
  std::string known;
  for (std::size_t k = 0; k < n; ++k) {
    if (value != json.end() && *value == names[k].name) {
      kind = names[k].kind;
      return "";
    }
    known += std::string(k == 0 ? "" : k + 1 == n ? " or " : ", ") + "\"" + names[k].name + "\"";
  }
  return std::string("\"") + key + "\" is not " + known + ".";
}

/// Sets `language` from the key's value; returns what is wrong with it, or the empty string.
std::string read_language(const nlohmann::json& json, const char* key, std::string& language) {
  const auto value = json.find(key);
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  if (value != json.end() && value->is_string()) {
    language = value->get<std::string>();
    if (language.size() == 2 && letter(language[0]) && letter(language[1])) return "";
  }
  return std::string("\"") + key + "\" is not two small letters, such as \"en\".";
}

std::vector<std::int64_t> shape_of(const Parameter& p) {
  if (p.rows == 1) return {p.cols};
  return {p.rows, p.cols};
}

std::string shown(const std::vector<std::int64_t>& shape) {
  std::string text = "(";
  for (std::size_t k = 0; k < shape.size(); ++k) text += (k > 0 ? ", " : "") + std::to_string(shape[k]);
  return text + ")";
}

Error bad_weights(std::string sentence) { return {"bad-weights", std::move(sentence)}; }

float half_to_float(std::uint16_t half) {
  const float sign = (half & 0x8000u) ? -1.0f : 1.0f;
  const int exponent = (half >> 10) & 31, fraction = half & 1023;
  if (exponent == 31) return fraction ? std::nanf("") : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

template <class T>
T element(std::span<const std::byte> bytes, std::size_t k) {
  T value;
  std::memcpy(&value, bytes.data() + k * sizeof(T), sizeof(T));
  return value;
}

}  // namespace

const char* name_of(AttentionKind kind) { return name_of(kAttentions, kind); }

std::string write_config(const Seq2SeqConfig& config) {
  nlohmann::ordered_json json;
  json["architecture"] = "seq2seq";
  json["source_language"] = config.source_language;
  json["target_language"] = config.target_language;
  json["encoder"] = name_of(kEncoders, config.encoder);
  json["cell"] = name_of(kCells, config.cell);
  json["attention"] = name_of(kAttentions, config.attention);
  for (const SizeField& field : kSizes) json[field.key] = config.*field.member;
  return json.dump(2) + "\n";
}

Result<Seq2SeqConfig> parse_config(std::string_view text) {
  const auto fail = [](std::string sentence) { return Error{"bad-config", "config.json: " + std::move(sentence)}; };
  const Result<nlohmann::json> object = parse_strict_json(text, 1, "bad-config", "config.json");
  if (!object) return object.error();
  const nlohmann::json& json = *object;
  const auto architecture = json.find("architecture");
  if (architecture == json.end() || *architecture != "seq2seq") return fail("\"architecture\" is not \"seq2seq\".");
  Seq2SeqConfig config;
  for (const std::string& problem :
       {read_language(json, "source_language", config.source_language), read_language(json, "target_language", config.target_language),
        read_kind(json, "encoder", kEncoders, config.encoder), read_kind(json, "cell", kCells, config.cell),
        read_kind(json, "attention", kAttentions, config.attention)}) {
    if (!problem.empty()) return fail(problem);
  }
  for (const SizeField& field : kSizes) {
    const auto value = json.find(field.key);
    if (value == json.end()) return fail(std::string("\"") + field.key + "\" is missing.");
    if (!value->is_number_integer() || *value < 1 || *value > 65536) {
      return fail(std::string("\"") + field.key + "\" is not a whole number from 1 to 65536.");
    }
    config.*field.member = value->get<int>();
  }
  if (needs_equal_widths(config.attention) && config.decoder_width != config.state_width()) {
    return fail("a product of states needs a decoder as wide as h_j; it is " + std::to_string(config.decoder_width) + ", h_j " +
                std::to_string(config.state_width()) + ".");
  }
  if (json.size() != std::size(kSizes) + 6) return fail("it has a key that is not known.");
  return config;
}

std::vector<std::byte> write_weights(const ParameterLayout& layout, std::span<const float> values, Dtype dtype) {
  check(values.size() == layout.size(), "write_weights: there is one number for each parameter.");
  check(dtype != Dtype::kF16, "write_weights writes F32 or I8.");
  std::vector<StoredTensor> tensors;
  std::deque<std::vector<std::byte>> storage;
  const auto store = [&](std::string name, Dtype type, std::vector<std::int64_t> shape, const void* data, std::size_t bytes) {
    storage.emplace_back(bytes);
    std::memcpy(storage.back().data(), data, bytes);
    tensors.push_back({std::move(name), type, std::move(shape), storage.back()});
  };
  for (const Parameter& p : layout.parameters()) {
    const float* w = values.data() + p.offset;
    if (dtype == Dtype::kF32 || p.rows == 1) {
      store(p.name, Dtype::kF32, shape_of(p), w, p.size() * sizeof(float));
      continue;
    }
    const auto cols = static_cast<std::size_t>(p.cols);
    std::vector<std::int8_t> rounded(p.size());
    std::vector<float> scales(static_cast<std::size_t>(p.rows));
    for (std::size_t r = 0; r < scales.size(); ++r) {
      float largest = 0;
      for (std::size_t c = 0; c < cols; ++c) largest = std::max(largest, std::abs(w[r * cols + c]));
      scales[r] = largest / 127.0f;
      for (std::size_t c = 0; c < cols && largest > 0; ++c) {
        rounded[r * cols + c] = static_cast<std::int8_t>(std::lround(w[r * cols + c] / scales[r]));
      }
    }
    store(p.name, Dtype::kI8, shape_of(p), rounded.data(), rounded.size());
    store(p.name + ".scale", Dtype::kF32, {p.rows}, scales.data(), scales.size() * sizeof(float));
  }
  return write_safetensors(tensors, {{"format", "regard"}});
}

Result<AlignedVector<float>> read_weights(const ParameterLayout& layout, std::span<const std::byte> bytes) {
  const Result<Safetensors> file = parse_safetensors(bytes);
  if (!file) return file.error();
  struct Source {
    const StoredTensor* tensor;
    const StoredTensor* scale;  ///< of an I8 tensor, otherwise null
  };
  // All of the file is held against the layout before room is made for a layout that may be of any size.
  std::vector<Source> sources;
  std::size_t used = 0;
  for (const Parameter& p : layout.parameters()) {
    const StoredTensor* tensor = file->find(p.name);
    if (!tensor) return bad_weights("The weights lack the tensor \"" + p.name + "\".");
    if (tensor->shape != shape_of(p)) {
      return bad_weights("The tensor \"" + p.name + "\" has the shape " + shown(tensor->shape) + "; the config asks for " +
                         shown(shape_of(p)) + ".");
    }
    const StoredTensor* scale = tensor->dtype == Dtype::kI8 ? file->find(p.name + ".scale") : nullptr;
    if (tensor->dtype == Dtype::kI8 && (!scale || scale->dtype != Dtype::kF32 || scale->shape != std::vector<std::int64_t>{p.rows})) {
      return bad_weights("The tensor \"" + p.name + "\" is I8 but has no F32 tensor \"" + p.name + ".scale\" of " + std::to_string(p.rows) +
                         " scales.");
    }
    used += scale ? 2 : 1;
    sources.push_back({tensor, scale});
  }
  if (used != file->tensors.size()) {
    return bad_weights("The weights hold " + std::to_string(file->tensors.size()) + " tensors, " + std::to_string(used) +
                       " of which the config knows.");
  }

  AlignedVector<float> values(layout.size());
  for (std::size_t which = 0; which < sources.size(); ++which) {
    const Parameter& p = layout.parameters()[which];
    const auto [tensor, scale] = sources[which];
    for (std::size_t k = 0; k < p.size(); ++k) {
      float value = 0;
      switch (tensor->dtype) {
        case Dtype::kF32:
          value = element<float>(tensor->bytes, k);
          break;
        case Dtype::kF16:
          value = half_to_float(element<std::uint16_t>(tensor->bytes, k));
          break;
        case Dtype::kI8:
          value = static_cast<float>(element<std::int8_t>(tensor->bytes, k)) *
                  element<float>(scale->bytes, k / static_cast<std::size_t>(p.cols));
          break;
      }
      if (!std::isfinite(value)) return bad_weights("The tensor \"" + p.name + "\" holds a number that is not finite.");
      values[p.offset + k] = value;
    }
  }
  return values;
}

Result<std::unique_ptr<Model>> parse_model(const ModelFiles& files) {
  Result<Seq2SeqConfig> config = parse_config(files.config);
  if (!config) return config.error();
  Result<BytePairTokenizer> source = parse_tokenizer(files.source_tokenizer);
  if (!source) return source.error();
  Result<BytePairTokenizer> target = parse_tokenizer(files.target_tokenizer);
  if (!target) return target.error();
  if (config->source_vocabulary != source->size() || config->target_vocabulary != target->size()) {
    return Error{"bad-config", "config.json names vocabularies of " + std::to_string(config->source_vocabulary) + " and " +
                                   std::to_string(config->target_vocabulary) + " pieces; the tokenizers have " +
                                   std::to_string(source->size()) + " and " + std::to_string(target->size()) + "."};
  }
  Seq2Seq net(*config);
  Result<AlignedVector<float>> values = read_weights(net.layout(), files.weights);
  if (!values) return values.error();
  return std::make_unique<Model>(Model{std::move(net), *std::move(values), *std::move(source), *std::move(target)});
}

}  // namespace regard
