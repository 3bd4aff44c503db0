#include "probes/probe_file.h"

#include <cstring>

#include "catch.h"
#include "io/safetensors.h"
#include "tiny_net.h"

using namespace regard;

namespace {

const Seq2SeqConfig kConfig = tiny_config(AttentionKind::kAdditive);

/// A probe with random numbers, alone in its layout. `frequent` ids are 2, 3, 2, 3 ..
struct One {
  ParameterLayout layout;
  AlignedVector<float> values;

  explicit One(const std::string& name, std::uint64_t seed = 1, int places = 4) {
    if (name == "where") {
      WhereProbe(layout, kConfig.attention, kConfig.state_width(), places);
    } else {
      WordProbe(layout, name, kConfig.embedding, kConfig.state_width());
    }
    Rng rng(seed);
    values = random_matrix<float>(rng, 1, static_cast<int>(layout.size())).data;
    const Parameter& frequent = layout.parameters().back();
    for (std::size_t k = 0; k < frequent.size(); ++k) values[frequent.offset + k] = static_cast<float>(2 + k % 2);
  }
};

std::vector<std::byte> with(std::span<const std::byte> file, const std::string& name, std::uint64_t seed = 1) {
  const One one(name, seed);
  auto written = replace_probe(file, name, one.layout, one.values);
  REQUIRE(written);
  return *std::move(written);
}

std::vector<std::byte> all_four() { return with(with(with(with({}, "vector"), "states"), "contexts"), "where"); }

std::string complaint(std::span<const std::byte> file, const Seq2SeqConfig& config = kConfig) {
  const auto probes = parse_probes(config, file);
  if (probes) return "";
  CHECK(probes.error().message.ends_with('.'));
  return probes.error().message;
}

/// What is said of the file of all four after `change` of its tensors.
template <class Change>
std::string complaint_after(Change change) {
  const std::vector<std::byte> file = all_four();
  std::vector<StoredTensor> tensors = parse_safetensors(file)->tensors;
  change(tensors);
  return complaint(write_safetensors(tensors, {}));
}

StoredTensor& named(std::vector<StoredTensor>& tensors, const std::string& name) {
  return *std::find_if(tensors.begin(), tensors.end(), [&](const StoredTensor& tensor) { return tensor.name == name; });
}

bool says(const std::string& sentence, const std::string& words) {
  INFO(sentence);
  CHECK(sentence.find(words) != std::string::npos);
  return sentence.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("probes come back as they were written, but for the rounding", "[probes][file]") {
  const auto probes = parse_probes(kConfig, all_four());
  REQUIRE(probes);
  for (const auto& probe : probes->words) CHECK(probe.has_value());
  REQUIRE(probes->where);
  CHECK(probes->where->places() == 4);
  const One written("states");
  const WordProbe& states = *probes->words[1];
  CHECK(states.weight.name == "states.weight");
  const Parameter& weight = written.layout.parameters()[0];
  REQUIRE(weight.size() == states.weight.size());
  for (std::size_t k = 0; k < weight.size(); ++k) {
    REQUIRE(probes->values[states.weight.offset + k] == Approx(written.values[weight.offset + k]).margin(0.02));
  }
  for (std::size_t j = 0; j < kProbedPositions; ++j) CHECK(probes->values[states.frequent.offset + j] == static_cast<float>(2 + j % 2));
}

TEST_CASE("a file may lack any probe", "[probes][file]") {
  const auto one = parse_probes(kConfig, with({}, "where"));
  REQUIRE(one);
  CHECK(one->where.has_value());
  for (const auto& probe : one->words) CHECK_FALSE(probe.has_value());
  const auto none = parse_probes(kConfig, write_safetensors({}, {}));
  REQUIRE(none);
  CHECK(none->values.empty());
}

TEST_CASE("a probe is replaced alone, and the file does not depend on the order of training", "[probes][file]") {
  const std::vector<std::byte> file = all_four();
  CHECK(with(with(with(with({}, "where"), "contexts"), "states"), "vector") == file);
  const std::vector<std::byte> other = with(file, "states", 2);
  CHECK(other != file);
  const auto before = parse_safetensors(file), after = parse_safetensors(other);
  REQUIRE(before->tensors.size() == after->tensors.size());
  for (std::size_t k = 0; k < before->tensors.size(); ++k) {
    const StoredTensor &a = before->tensors[k], &b = after->tensors[k];
    CHECK(a.name == b.name);
    const bool same = std::equal(a.bytes.begin(), a.bytes.end(), b.bytes.begin(), b.bytes.end());
    const bool may_differ = a.name.starts_with("states.") && a.name != "states.frequent";
    CHECK(same != may_differ);
  }
  CHECK(with(other, "states", 1) == file);
  CHECK_FALSE(replace_probe(std::span(file).first(20), "where", One("where").layout, One("where").values));
}

TEST_CASE("a damaged file of probes is refused with a sentence", "[probes][file]") {
  const std::vector<std::byte> whole = all_four();
  const std::byte more[1]{};
  CHECK(complaint_after([](auto&) {}).empty());
  CHECK(says(complaint_after([&](auto& tensors) {
               tensors.push_back({"who.weight", Dtype::kI8, {1}, more});
             }),
             "\"who.weight\" belongs to no probe"));
  CHECK(says(complaint_after([&](auto& tensors) { tensors.push_back({"where.why", Dtype::kI8, {1}, more}); }), "of which"));
  CHECK(says(complaint_after([](auto& tensors) { tensors.erase(tensors.begin()); }), "lack the tensor \"vector.weight\""));
  CHECK(says(complaint_after([](auto& tensors) { tensors.erase(tensors.begin() + 1); }), "vector.weight.scale"));
  CHECK(says(
      complaint_after([](auto& tensors) { std::swap(named(tensors, "vector.bias").shape[0], named(tensors, "vector.bias").shape[1]); }),
      "has the shape (4, 40)"));
  CHECK(says(complaint_after([](auto& tensors) { named(tensors, "where.weight").shape = {24}; }), "has no 2 to 1000 rows"));
  CHECK(says(complaint_after([](auto& tensors) { named(tensors, "where.weight").shape = {1, 24}; }), "has no 2 to 1000 rows"));
  CHECK(says(complaint_after([](auto& tensors) { named(tensors, "where.weight").name = "where.width"; }),
             "lack the tensor \"where.weight\""));
  for (float id : {9.0f, -1.0f, 2.5f}) {
    std::vector<float> ids(kProbedPositions, 3.0f);
    ids[7] = id;
    CHECK(says(complaint_after([&](auto& tensors) { named(tensors, "states.frequent").bytes = std::as_bytes(std::span(ids)); }),
               "which is no number from 0 to 8"));
  }
  const float place[] = {4};
  CHECK(says(complaint_after([&](auto& tensors) { named(tensors, "where.frequent").bytes = std::as_bytes(std::span(place)); }),
             "from 0 to 3"));
  CHECK_FALSE(complaint(std::span(whole).first(100)).empty());
  CHECK_FALSE(complaint({}).empty());
}

TEST_CASE("probes of another model are refused", "[probes][file]") {
  Seq2SeqConfig wider = kConfig;
  wider.encoder_width = 4;
  CHECK(says(complaint(all_four(), wider), "the config asks for (160, 8)"));
  Seq2SeqConfig without = kConfig;
  without.attention = AttentionKind::kNone;
  CHECK(says(complaint(all_four(), without), "\"contexts\" needs attention"));
  CHECK(says(complaint(with({}, "where"), without), "of which"));
}

TEST_CASE("no flipped byte of a file of probes breaks the reader", "[probes][file]") {
  const std::vector<std::byte> whole = all_four();
  std::uint64_t header = 0;
  std::memcpy(&header, whole.data(), sizeof header);
  Rng rng(8);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::byte> file = whole;
    for (std::uint64_t k = 1 + rng.below(3); k > 0; --k) file[rng.below(8 + header)] ^= static_cast<std::byte>(1 << rng.below(8));
    const auto probes = parse_probes(kConfig, file);
    if (!probes) REQUIRE(probes.error().message.ends_with('.'));
  }
}
