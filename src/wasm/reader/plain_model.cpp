#include "wasm/reader/plain_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace regard {
namespace {

/// The text before the next line end, which is taken off `rest`.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

Result<BytePairTokenizer> read_vocabulary(std::string_view text) {
  BytePairModel model;
  if (take_line(text) == "1") model.apostrophe = Apostrophe::kEndsUnit;
  for (std::string_view piece = take_line(text); !piece.empty(); piece = take_line(text)) model.pieces.emplace_back(piece);
  while (!text.empty()) {
    const std::string_view merge = take_line(text);
    const std::size_t space = std::min(merge.find(' '), merge.size() - 1);
    model.merges.emplace_back(merge.substr(0, space), merge.substr(space + 1));
  }
  return BytePairTokenizer::from(std::move(model));
}

/// Takes `count` numbers off the weights; false when there are not so many.
template <class T>
bool take(std::span<const std::byte>& rest, std::size_t count, T* numbers) {
  if (rest.size() < count * sizeof(T)) return false;
  std::memcpy(numbers, rest.data(), count * sizeof(T));
  rest = rest.subspan(count * sizeof(T));
  return true;
}

bool read_values(const ParameterLayout& layout, std::string_view dtypes, std::span<const std::byte> rest, AlignedVector<float>& values) {
  const auto next = [&] {
    const char dtype = dtypes.empty() ? ' ' : dtypes.front();
    dtypes.remove_prefix(dtypes.empty() ? 0 : 1);
    return dtype;
  };
  values.resize(layout.size());
  for (const Parameter& p : layout.parameters()) {
    float* w = values.data() + p.offset;
    const char dtype = next();
    if (dtype == 'f') {
      if (!take(rest, p.size(), w)) return false;
      continue;
    }
    const auto rows = static_cast<std::size_t>(p.rows), cols = static_cast<std::size_t>(p.cols);
    std::vector<std::int8_t> whole(p.size());
    std::vector<float> scale(rows);
    if (dtype != 'i' || !take(rest, p.size(), whole.data()) || next() != 'f' || !take(rest, rows, scale.data())) return false;
    for (std::size_t k = 0; k < p.size(); ++k) w[k] = static_cast<float>(whole[k]) * scale[k / cols];
  }
  return rest.empty() && dtypes.empty() && std::all_of(values.begin(), values.end(), [](float w) { return std::isfinite(w); });
}

}  // namespace

Result<std::unique_ptr<Model>> read_plain_model(const PlainModel& plain) {
  Result<BytePairTokenizer> source = read_vocabulary(plain.source);
  if (!source) return source.error();
  Result<BytePairTokenizer> target = read_vocabulary(plain.target);
  if (!target) return target.error();
  Seq2SeqConfig config;
  config.attention = plain.config[0] == 0 ? AttentionKind::kNone : AttentionKind::kAdditive;
  config.encoder = static_cast<EncoderKind>(plain.config[1]);
  int* const sizes[] = {&config.source_vocabulary, &config.target_vocabulary, &config.embedding,
                        &config.encoder_width,     &config.decoder_width,     &config.attention_width};
  // So that no product of two sizes leaves 32 bits.
  constexpr int kWidest = 4096, kMostPieces = 65536;
  bool fits = plain.config[1] >= 0 && plain.config[1] <= 2;
  for (int k = 0; k < 6; ++k) {
    const int size = *sizes[k] = plain.config[static_cast<std::size_t>(k) + 2];
    fits = fits && size >= 1 && size <= (k < 2 ? kMostPieces : kWidest);
  }
  if (!fits) return Error{"bad-config", "A size of the model is not from 1 to 4096, or to 65536 for a vocabulary."};
  if (config.source_vocabulary != source->size() || config.target_vocabulary != target->size()) {
    return Error{"bad-config", "The vocabularies have other sizes than the model's."};
  }
  Seq2Seq net(config);
  AlignedVector<float> values;
  if (net.layout().size() > plain.weights.size() || !read_values(net.layout(), plain.dtypes, plain.weights, values)) {
    return Error{"bad-weights", "The weights are not those of the model."};
  }
  return std::make_unique<Model>(Model{std::move(net), std::move(values), *std::move(source), *std::move(target)});
}

}  // namespace regard
