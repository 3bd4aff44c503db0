#include "io/model_folder.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "bytes.h"
#include "catch.h"
#include "core/rng.h"
#include "io/tokenizer_file.h"

using namespace regard;

namespace {

const Seq2SeqConfig kConfig{.source_vocabulary = 9, .target_vocabulary = 8, .embedding = 4, .encoder_width = 3, .decoder_width = 5,
                            .attention_width = 2};

/// config.json with `from` replaced by `to`.
std::string config(std::string_view from = "", std::string_view to = "") {
  std::string text = write_config(kConfig);
  if (const std::size_t at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string complaint(const std::string& text) {
  const auto result = parse_config(text);
  if (result) return "";
  CHECK(result.error().code == "bad-config");
  CHECK(result.error().message.ends_with('.'));
  return result.error().message;
}

AlignedVector<float> numbers(const Seq2Seq& net) {
  AlignedVector<float> values(net.layout().size());
  Rng rng(3);
  net.initialise(values, rng);
  return values;
}

std::string weights_complaint(const ParameterLayout& layout, std::span<const std::byte> file) {
  const auto result = read_weights(layout, file);
  if (result) return "";
  CHECK(result.error().message.ends_with('.'));
  return result.error().message;
}

/// The file again after `change` of its tensors.
template <class Change>
std::vector<std::byte> changed(const std::vector<std::byte>& file, Change change) {
  std::vector<StoredTensor> tensors = parse_safetensors(file)->tensors;
  change(tensors);
  return write_safetensors(tensors, {});
}

/// A vocabulary of that many pieces.
std::string tokenizer(int size) {
  BytePairModel model{{"<unk>", "<s>", "</s>"}, {}, Apostrophe::kLetter};
  for (char c = 'a'; static_cast<int>(model.pieces.size()) < size; ++c) model.pieces.emplace_back(1, c);
  return write_tokenizer(model);
}

}  // namespace

TEST_CASE("a config comes back as it was written", "[io][config]") {
  for (AttentionKind kind : {AttentionKind::kNone, AttentionKind::kAdditive}) {
    Seq2SeqConfig written = kConfig;
    written.attention = kind;
    written.encoder = kind == AttentionKind::kNone ? EncoderKind::kBackward : EncoderKind::kForward;
    written.cell = kind == AttentionKind::kNone ? CellKind::kLstm : CellKind::kTanh;
    const auto read = parse_config(write_config(written));
    REQUIRE(read);
    CHECK(write_config(*read) == write_config(written));
    CHECK(read->attention == kind);
    CHECK(read->encoder == written.encoder);
    CHECK(read->cell == written.cell);
  }
}

TEST_CASE("a damaged config is refused with a sentence", "[io][config]") {
  CHECK(complaint(config()).empty());
  CHECK_FALSE(complaint("").empty());
  CHECK_FALSE(complaint("null").empty());
  CHECK_FALSE(complaint("[1]").empty());
  CHECK_FALSE(complaint(config() + "x").empty());
  CHECK_FALSE(complaint(std::string(100000, '[')).empty());
  CHECK_FALSE(complaint("{\"a\":" + std::string(100000, '[')).empty());
  const std::string text = config();
  for (std::size_t length = 0; length + 2 < text.size(); ++length) CHECK_FALSE(complaint(text.substr(0, length)).empty());
  CHECK_FALSE(complaint(config("\"seq2seq\"", "\"gpt\"")).empty());
  CHECK_FALSE(complaint(config("\"seq2seq\"", "1")).empty());
  CHECK_FALSE(complaint(config("\"additive\"", "\"dot\"")).empty());
  CHECK_FALSE(complaint(config("\"additive\"", "null")).empty());
  CHECK(complaint(config("\"gru\"", "\"rnn\"")) == "config.json: \"cell\" is not \"gru\", \"lstm\" or \"tanh\".");
  CHECK_FALSE(complaint(config("\"bidirectional\"", "\"both\"")).empty());
  CHECK(complaint(config("\"fr\"", "\"../x\"")) == "config.json: \"target_language\" is not two small letters, such as \"en\".");
  CHECK_FALSE(complaint(config("\"en\"", "7")).empty());
  CHECK_FALSE(complaint(config("\"encoder\"", "\"encoders\"")).empty());
  CHECK_FALSE(complaint(config("\"embedding\"", "\"width\"")).empty());
  CHECK(complaint(config("{", "{\"extra\": 1,")).find("key") != std::string::npos);
  CHECK(complaint(config("{", "{\"embedding\": 4,")).find("twice") != std::string::npos);
  for (const char* size : {"0", "-4", "4.0", "\"4\"", "null", "true", "[4]", "65537", "18446744073709551615", "9223372036854775808"}) {
    INFO(size);
    CHECK_FALSE(complaint(config("\"embedding\": 4", "\"embedding\": " + std::string(size))).empty());
  }
}

TEST_CASE("no flipped byte of a config breaks the reader", "[io][config]") {
  Rng rng(8);
  for (int round = 0; round < 5000; ++round) {
    std::string text = config();
    for (std::uint64_t k = 1 + rng.below(3); k > 0; --k) {
      char& c = text[rng.below(text.size())];
      c = static_cast<char>(c ^ (1 << rng.below(8)));
    }
    const auto result = parse_config(text);
    if (!result) REQUIRE(result.error().message.ends_with('.'));
  }
}

TEST_CASE("F32 weights come back to the bit, I8 weights to half a step of their row", "[io][weights]") {
  const Seq2Seq net(kConfig);
  const AlignedVector<float> values = numbers(net);
  const auto exact = read_weights(net.layout(), write_weights(net.layout(), values, Dtype::kF32));
  REQUIRE(exact);
  CHECK(std::memcmp(exact->data(), values.data(), values.size() * sizeof(float)) == 0);
  const auto rounded = read_weights(net.layout(), write_weights(net.layout(), values, Dtype::kI8));
  REQUIRE(rounded);
  for (const Parameter& p : net.layout().parameters()) {
    for (int r = 0; r < p.rows; ++r) {
      const std::size_t row = p.offset + static_cast<std::size_t>(r) * static_cast<std::size_t>(p.cols);
      float largest = 0;
      for (int c = 0; c < p.cols; ++c) largest = std::max(largest, std::abs(values[row + static_cast<std::size_t>(c)]));
      const float half_step = p.rows == 1 ? 0 : largest / 254 * 1.0001f;
      for (int c = 0; c < p.cols; ++c) {
        const std::size_t k = row + static_cast<std::size_t>(c);
        CHECK(std::abs((*rounded)[k] - values[k]) <= half_step);
      }
    }
  }
}

TEST_CASE("weights of another model are refused with a sentence", "[io][weights]") {
  const Seq2Seq net(kConfig);
  const std::vector<std::byte> file = write_weights(net.layout(), numbers(net), Dtype::kI8);
  const auto refused = [&](auto change, std::string_view words) {
    const std::string sentence = weights_complaint(net.layout(), changed(file, change));
    INFO(sentence);
    CHECK(sentence.find(words) != std::string::npos);
    return sentence.find(words) != std::string::npos;
  };
  CHECK(weights_complaint(net.layout(), file).empty());
  CHECK(refused([](auto& tensors) { tensors.erase(tensors.begin()); }, "lack the tensor \"encoder.embedding\""));
  CHECK(refused([](auto& tensors) { tensors.erase(tensors.begin() + 1); }, "encoder.embedding.scale"));
  CHECK(refused([](auto& tensors) { std::swap(tensors[0].shape[0], tensors[0].shape[1]); }, "has the shape (4, 9)"));
  CHECK(refused([](auto& tensors) { tensors[0].shape = {36}; }, "has the shape (36)"));
  CHECK(refused([](auto& tensors) { tensors[1].shape = {9, 1}; }, "encoder.embedding.scale"));
  const std::byte more[1]{};
  CHECK(refused([&](auto& tensors) { tensors.push_back({"more", Dtype::kI8, {1}, more}); }, "of which the config knows"));
  const float odd[] = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()};
  for (const float& number : odd) {
    std::vector<float> scales(9, number);
    CHECK(refused([&](auto& tensors) { tensors[1].bytes = std::as_bytes(std::span(scales)); }, "not finite"));
  }
}

TEST_CASE("F16 weights are read as the numbers they stand for", "[io][weights]") {
  ParameterLayout layout;
  layout.add("w", 2, 4);
  const std::uint16_t halves[] = {0x3C00, 0xC000, 0x0000, 0x8000, 0x7BFF, 0x0001, 0x0400, 0x3555};
  const auto file = write_safetensors({{"w", Dtype::kF16, {2, 4}, std::as_bytes(std::span(halves))}}, {});
  const auto read = read_weights(layout, file);
  REQUIRE(read);
  const float expected[] = {1, -2, 0, -0.0f, 65504, 0x1p-24f, 0x1p-14f, 0x1.554p-2f};
  CHECK(std::memcmp(read->data(), expected, sizeof expected) == 0);
  for (std::uint16_t half : {std::uint16_t{0x7C00}, std::uint16_t{0x7E00}}) {
    const std::vector<std::uint16_t> odd(8, half);
    CHECK_FALSE(weights_complaint(layout, write_safetensors({{"w", Dtype::kF16, {2, 4}, std::as_bytes(std::span(odd))}}, {})).empty());
  }
}

TEST_CASE("a config that asks for far more than the file holds is refused before room is made for it", "[io][weights]") {
  Seq2SeqConfig huge = kConfig;
  huge.embedding = huge.encoder_width = huge.decoder_width = huge.attention_width = 65536;
  const auto file = write_weights(Seq2Seq(kConfig).layout(), numbers(Seq2Seq(kConfig)), Dtype::kI8);
  CHECK(weights_complaint(Seq2Seq(huge).layout(), file).find("the config asks for (9, 65536)") != std::string::npos);
}

TEST_CASE("a model is read from its four files, whose sizes must agree", "[io][model]") {
  const Seq2Seq net(kConfig);
  const std::vector<std::byte> weights = write_weights(net.layout(), numbers(net), Dtype::kF32);
  const std::string text = config(), source = tokenizer(9), target = tokenizer(8);
  const auto model = parse_model({text, source, target, weights});
  REQUIRE(model);
  CHECK((*model)->source.size() == 9);
  CHECK((*model)->values.size() == net.layout().size());

  const auto code = [](const ModelFiles& files) {
    const auto result = parse_model(files);
    return result ? std::string() : result.error().code;
  };
  CHECK(code({text, target, source, weights}) == "bad-config");
  CHECK(code({"{}", source, target, weights}) == "bad-config");
  CHECK(code({text, "{}", target, weights}) == "bad-tokenizer");
  CHECK(code({text, source, text, weights}) == "bad-tokenizer");
  CHECK(code({text, source, target, std::span(weights).first(100)}) == "bad-safetensors");
  const std::string other = config("\"additive\"", "\"none\"");
  CHECK(code({other, source, target, weights}) == "bad-weights");
}
