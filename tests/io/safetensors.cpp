#include "io/safetensors.h"

#include <algorithm>

#include "bytes.h"
#include "catch.h"
#include "core/check.h"
#include "core/rng.h"

using namespace regard;

namespace {

const std::vector<float> kNumbers{1.5f, -2, 3, 4, 5, 6};
const std::vector<std::int8_t> kSmall{-127, 0, 127};
const std::vector<std::uint16_t> kHalves{0x3C00, 0xC000};

std::vector<StoredTensor> tensors() {
  return {{"embedding", Dtype::kF32, {2, 3}, std::as_bytes(std::span(kNumbers))},
          {"rows", Dtype::kI8, {3, 1}, std::as_bytes(std::span(kSmall))},
          {"half", Dtype::kF16, {2}, std::as_bytes(std::span(kHalves))}};
}

/// The sentence a file is refused with; empty when it is read.
std::string complaint(std::span<const std::byte> file) {
  const auto result = parse_safetensors(file);
  if (result) return "";
  CHECK(result.error().code == "bad-safetensors");
  return result.error().message;
}

std::string complaint(std::string_view header, std::size_t data_bytes) { return complaint(safetensors_file(header, data_bytes)); }

/// A header with one tensor "a", made of these.
std::string header(std::string_view dtype, std::string_view shape, std::string_view offsets) {
  return R"({"a":{"dtype":")" + std::string(dtype) + R"(","shape":)" + std::string(shape) + R"(,"data_offsets":)" + std::string(offsets) +
         "}}";
}

bool says(const std::string& sentence, std::string_view words) {
  INFO(sentence);
  CHECK(sentence.ends_with('.'));
  CHECK(sentence.find(words) != std::string::npos);
  return sentence.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("tensors and metadata come back from a file as they were written", "[io][safetensors]") {
  const std::map<std::string, std::string> metadata{{"format", "regard"}, {"note", "\"quoted\" \u00E9\n"}};
  const std::vector<std::byte> file = write_safetensors(tensors(), metadata);
  const auto read = parse_safetensors(file);
  REQUIRE(read);
  CHECK(read->metadata == metadata);
  REQUIRE(read->tensors.size() == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    const StoredTensor expected = tensors()[k], &tensor = read->tensors[k];
    CHECK(tensor.name == expected.name);
    CHECK(tensor.dtype == expected.dtype);
    CHECK(tensor.shape == expected.shape);
    CHECK(std::equal(tensor.bytes.begin(), tensor.bytes.end(), expected.bytes.begin(), expected.bytes.end()));
    CHECK(read->find(expected.name) == &tensor);
  }
  CHECK(read->find("other") == nullptr);
}

TEST_CASE("a written file is deterministic and its tensors begin at a multiple of 8", "[io][safetensors]") {
  const auto file = write_safetensors(tensors(), {{"b", "2"}, {"a", "1"}});
  CHECK(file == write_safetensors(tensors(), {{"a", "1"}, {"b", "2"}}));
  CHECK(std::to_integer<int>(file[0]) % 8 == 0);
  CHECK((file.size() - 31) % 8 == 0);
}

TEST_CASE("a scalar, an empty file and a header padded with spaces are read", "[io][safetensors]") {
  CHECK(complaint(header("F32", "[]", "[0,4]"), 4).empty());
  CHECK(complaint("{}", 0).empty());
  CHECK(complaint("{}      ", 0).empty());
  CHECK(complaint(write_safetensors({}, {})).empty());
}

TEST_CASE("tensors come in the order of their bytes, whatever the order of the header", "[io][safetensors]") {
  const auto file = safetensors_file(R"({"z":{"dtype":"I8","shape":[1],"data_offsets":[2,3]},)"
                                     R"("m":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}})", 3);
  const auto read = parse_safetensors(file);
  REQUIRE(read);
  CHECK(read->tensors[0].name == "m");
  CHECK(read->tensors[1].name == "z");
}

TEST_CASE("a file cut anywhere is refused", "[io][safetensors]") {
  const std::vector<std::byte> file = write_safetensors(tensors(), {{"format", "regard"}});
  for (std::size_t length = 0; length < file.size(); ++length) {
    const std::vector<std::byte> cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
    REQUIRE_FALSE(complaint(cut).empty());
  }
}

TEST_CASE("a header length that is not true is refused", "[io][safetensors]") {
  CHECK(says(complaint(as_file("")), "0 bytes"));
  CHECK(says(complaint(as_file("1234567")), "7 bytes"));
  CHECK(says(complaint(as_file(std::string_view("\x03\0\0\0\0\0\0\0{}", 10))), "3 bytes, but 2 follow"));
  CHECK(says(complaint(as_file("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}")), "18446744073709551615 bytes"));
  CHECK(says(complaint(as_file(std::string_view("\x01\0\x01\0\0\0\0\0{}", 10))), "65537 bytes"));
  CHECK(says(complaint("", 0), "does not begin with"));
}

TEST_CASE("a header that is no plain JSON object is refused", "[io][safetensors]") {
  CHECK(says(complaint("[]", 0), "does not begin with"));
  CHECK(says(complaint(" {}", 0), "does not begin with"));
  CHECK(says(complaint("\xEF\xBB\xBF{}", 0), "does not begin with"));
  CHECK(says(complaint("{", 0), "no valid JSON"));
  CHECK(says(complaint("{}x", 0), "no valid JSON"));
  CHECK(says(complaint(std::string_view("{}\0x", 4), 0), "zero byte"));
  CHECK(says(complaint("{\"a\":1e999}", 0), "no valid JSON"));
  CHECK(says(complaint("{\"\xFF\":1}", 0), "no valid JSON"));
  CHECK(says(complaint("{'a':1}", 0), "no valid JSON"));
  CHECK(says(complaint("{\"a\":{\"b\":[[1]]}}", 0), "nested deeper"));
  CHECK(says(complaint("{\"a\":" + std::string(60000, '['), 0), "nested deeper"));
  CHECK(says(complaint("{\"a\":" + std::string(30000, '[') + std::string(30000, ']') + "}", 0), "nested deeper"));
}

TEST_CASE("a name that stands twice is refused, at every level", "[io][safetensors]") {
  const std::string one = R"("a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]})";
  CHECK(says(complaint("{" + one + "," + one + "}", 1), "\"a\" twice"));
  CHECK(says(complaint(R"({"a":{"dtype":"I8","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4), "\"dtype\" twice"));
  CHECK(says(complaint(R"({"__metadata__":{"k":"1","k":"2"}})", 0), "\"k\" twice"));
  CHECK(says(complaint(R"({"__metadata__":{},"__metadata__":{}})", 0), "twice"));
  CHECK(says(complaint(R"({"k":1,"\u006b":2})", 0), "\"k\" twice"));
}

TEST_CASE("a tensor that is described in another way is refused", "[io][safetensors]") {
  CHECK(says(complaint(R"({"a":1})", 0), "else than an object"));
  CHECK(says(complaint(R"({"a":{"shape":[1],"data_offsets":[0,1]}})", 1), "lacks one of"));
  CHECK(says(complaint(R"({"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1],"x":0}})", 1), "unknown property \"x\""));
  CHECK(says(complaint(R"({"":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}})", 1), "visible ASCII"));
  CHECK(says(complaint("{\"\u00E9\":{}}", 0), "visible ASCII"));
  CHECK(says(complaint(R"({"a\u0000":{}})", 0), "visible ASCII"));
  CHECK(says(complaint(R"({"__metadata__":1})", 0), "no object"));
  CHECK(says(complaint(R"({"__metadata__":{"k":1}})", 0), "else than a string"));
}

TEST_CASE("dtypes outside F32, F16 and I8 are refused", "[io][safetensors]") {
  for (const char* dtype : {"F64", "BF16", "U8", "BOOL", "f32", "", "I64"}) {
    CHECK(says(complaint(header(dtype, "[1]", "[0,8]"), 8), "dtype"));
  }
  CHECK(says(complaint(R"({"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}})", 4), "no string"));
}

TEST_CASE("shapes that are no positive whole numbers, or overflow, are refused", "[io][safetensors]") {
  for (const char* shape : {"[-1]", "[0]", "[1.0]", "[\"1\"]", "[null]", "[true]", "[9223372036854775808]", "[1e3]", "[-0]"}) {
    CHECK(says(complaint(header("I8", shape, "[0,1]"), 1), "positive"));
  }
  CHECK(says(complaint(header("I8", "1", "[0,1]"), 1), "no list"));
  CHECK(says(complaint(header("I8", "[4294967296,4294967296]", "[0,0]"), 0), "overflows"));
  CHECK(says(complaint(header("F32", "[4611686018427387904]", "[0,0]"), 0), "overflows"));
  CHECK(says(complaint(header("I8", "[9223372036854775807,2,2]", "[0,4]"), 4), "overflows"));
}

TEST_CASE("ranges that do not fit dtype and shape are refused", "[io][safetensors]") {
  CHECK(says(complaint(header("F32", "[2]", "[0,4]"), 4), "ask for 8 bytes"));
  CHECK(says(complaint(header("I8", "[1]", "[1,0]"), 1), "end before they begin"));
  for (const char* offsets : {"[0]", "[0,1,2]", "[-1,0]", "[0,1.0]", "[\"0\",1]", "{}", "[]", "null"}) {
    CHECK(says(complaint(header("I8", "[1]", offsets), 1), "data_offsets"));
  }
}

TEST_CASE("gaps, overlaps and bytes that belong to no tensor are refused", "[io][safetensors]") {
  const auto two = [](std::string_view a, std::string_view b) {
    return R"({"a":{"dtype":"I8","shape":[2],"data_offsets":)" + std::string(a) + R"(},"b":{"dtype":"I8","shape":[2],"data_offsets":)" +
           std::string(b) + "}}";
  };
  CHECK(complaint(two("[0,2]", "[2,4]"), 4).empty());
  CHECK(says(complaint(two("[0,2]", "[3,5]"), 5), "begins at byte 3, but the tensors before it end at 2"));
  CHECK(says(complaint(two("[0,2]", "[1,3]"), 3), "begins at byte 1"));
  CHECK(says(complaint(two("[0,2]", "[0,2]"), 2), "begins at byte 0"));
  CHECK(says(complaint(two("[1,3]", "[3,5]"), 5), "begins at byte 1"));
  CHECK(says(complaint(two("[0,2]", "[2,4]"), 3), "ends at byte 4, but the file holds 3"));
  CHECK(says(complaint(two("[0,2]", "[2,4]"), 5), "end at byte 4, but the file holds 5"));
  CHECK(says(complaint("{}", 1), "end at byte 0, but the file holds 1"));
  CHECK(says(complaint(header("I8", "[1]", "[18446744073709551614,18446744073709551615]"), 1), "begins at byte 18446744073709551614"));
}

TEST_CASE("no flipped, cut, doubled or inserted bytes of a file break the reader", "[io][safetensors]") {
  const std::vector<std::byte> file = write_safetensors(tensors(), {{"format", "regard"}});
  Rng rng(4);
  int read = 0;
  for (int round = 0; round < 20000; ++round) {
    std::vector<std::byte> damaged = file;
    for (std::uint64_t k = 1 + rng.below(4); k > 0 && !damaged.empty(); --k) {
      const auto place = damaged.begin() + static_cast<std::ptrdiff_t>(rng.below(damaged.size()));
      switch (rng.below(4)) {
        case 0: *place ^= static_cast<std::byte>(1u << rng.below(8)); break;
        case 1: *place = static_cast<std::byte>(rng.below(256)); break;
        case 2: damaged.erase(place); break;
        default: damaged.insert(place, static_cast<std::byte>("0123456789[]{}\",:eE-."[rng.below(21)])); break;
      }
    }
    const auto result = parse_safetensors(damaged);
    if (result) {
      ++read;
    } else {
      REQUIRE(result.error().message.ends_with('.'));
    }
  }
  CHECK(read > 0);  // a flip among the numbers is no damage that a reader could see
}

TEST_CASE("what could not be read back is misuse", "[io][safetensors]") {
  const auto with = [](std::string name, std::vector<std::int64_t> shape) {
    return std::vector<StoredTensor>{{std::move(name), Dtype::kI8, std::move(shape), std::as_bytes(std::span(kSmall))}};
  };
  CHECK_NOTHROW(write_safetensors(with("a", {3}), {}));
  CHECK_THROWS_AS(write_safetensors(with("a", {2}), {}), MisuseError);
  CHECK_THROWS_AS(write_safetensors(with("a", {-3, -1}), {}), MisuseError);
  CHECK_THROWS_AS(write_safetensors(with("", {3}), {}), MisuseError);
  CHECK_THROWS_AS(write_safetensors(with("a b", {3}), {}), MisuseError);
  CHECK_THROWS_AS(write_safetensors(with("__metadata__", {3}), {}), MisuseError);
  CHECK_THROWS_AS(write_safetensors({tensors()[0], tensors()[0]}, {}), MisuseError);
  CHECK_THROWS_AS(write_safetensors({}, {{"k", "\xFF"}}), MisuseError);
  CHECK_THROWS_AS(write_safetensors({}, {{"k", std::string(70000, 'x')}}), MisuseError);
}
