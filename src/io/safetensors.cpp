#include "io/safetensors.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <set>
#include <utility>

#include "core/check.h"
#include "io/strict_json.h"
#include "text/utf8.h"

namespace regard {
namespace {

using nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kLongestHeader = 64 * 1024;
constexpr std::size_t kNesting = 3;  ///< header, tensor, shape
constexpr const char* kMetadata = "__metadata__";
constexpr std::array<std::pair<Dtype, std::string_view>, 3> kDtypes{{{Dtype::kF32, "F32"}, {Dtype::kF16, "F16"}, {Dtype::kI8, "I8"}}};

Error bad(std::string sentence) { return {"bad-safetensors", std::move(sentence)}; }

/// A tensor's entry in the header.
struct Entry {
  StoredTensor tensor;
  std::uint64_t begin = 0;  ///< counted from the end of the header
  std::uint64_t end = 0;
};

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '!' && c <= '~'; });
}

/// left * right, or false when it does not fit 64 bits.
bool multiply(std::uint64_t left, std::uint64_t right, std::uint64_t& product) {
  if (right != 0 && left > std::numeric_limits<std::uint64_t>::max() / right) return false;
  product = left * right;
  return true;
}

/// Bytes that the dtype and the shape ask for, or false when the number does not fit 64 bits.
bool size_in_bytes(Dtype dtype, const std::vector<std::int64_t>& shape, std::uint64_t& bytes) {
  bytes = size_of(dtype);
  return std::all_of(shape.begin(), shape.end(),
                     [&](std::int64_t size) { return multiply(bytes, static_cast<std::uint64_t>(size), bytes); });
}

Result<Entry> parse_entry(const std::string& name, const json& value) {
  const std::string who = "Tensor " + in_quotes(name);
  if (!is_plain_name(name)) return bad(who + " has a name that is not made of visible ASCII characters.");
  if (!value.is_object()) return bad(who + " is described by something else than an object.");
  for (const auto& [key, ignored] : value.items()) {
    if (key != "dtype" && key != "shape" && key != "data_offsets") return bad(who + " has the unknown property " + in_quotes(key) + ".");
  }
  if (value.size() != 3) return bad(who + " lacks one of dtype, shape, data_offsets.");

  Entry entry;
  entry.tensor.name = name;
  const auto* dtype = value["dtype"].get_ptr<const std::string*>();
  if (!dtype) return bad(who + " has a dtype that is no string.");
  const auto known = std::find_if(kDtypes.begin(), kDtypes.end(), [&](const auto& one) { return one.second == *dtype; });
  if (known == kDtypes.end()) return bad(who + " has dtype " + in_quotes(*dtype) + "; F32, F16 and I8 are known.");
  entry.tensor.dtype = known->first;

  const json& shape = value["shape"];
  if (!shape.is_array()) return bad(who + " has a shape that is no list.");
  for (const json& size : shape) {
    const auto* number = size.get_ptr<const json::number_unsigned_t*>();
    if (!number || *number == 0 || *number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return bad(who + " has a size in its shape that is no positive 63-bit whole number.");
    }
    entry.tensor.shape.push_back(static_cast<std::int64_t>(*number));
  }

  const json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2) return bad(who + " has data_offsets that are not two numbers.");
  const auto* begin = offsets[0].get_ptr<const json::number_unsigned_t*>();
  const auto* end = offsets[1].get_ptr<const json::number_unsigned_t*>();
  if (!begin || !end) return bad(who + " has data_offsets that are not two whole numbers of at least 0.");
  entry.begin = *begin;
  entry.end = *end;
  const std::string range = "[" + std::to_string(*begin) + ", " + std::to_string(*end) + ")";
  if (*begin > *end) return bad(who + " lies at bytes " + range + ", which end before they begin.");
  std::uint64_t bytes = 0;
  if (!size_in_bytes(entry.tensor.dtype, entry.tensor.shape, bytes)) return bad(who + " has a shape whose size in bytes overflows.");
  if (bytes != *end - *begin) {
    return bad(who + " lies at bytes " + range + ", but its dtype and shape ask for " + std::to_string(bytes) + " bytes.");
  }
  return entry;
}

}  // namespace

std::size_t size_of(Dtype dtype) { return dtype == Dtype::kF32 ? 4 : dtype == Dtype::kF16 ? 2 : 1; }

const StoredTensor* Safetensors::find(std::string_view name) const {
  const auto found = std::find_if(tensors.begin(), tensors.end(), [&](const StoredTensor& tensor) { return tensor.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

Result<Safetensors> parse_safetensors(std::span<const std::byte> file) {
  if (file.size() < kLengthBytes) return bad("The file has " + std::to_string(file.size()) + " bytes, too few for the header's length.");
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i) length |= std::to_integer<std::uint64_t>(file[i]) << (8 * i);
  if (length > kLongestHeader) return bad("The header is said to have " + std::to_string(length) + " bytes; 65536 are allowed.");
  if (length > file.size() - kLengthBytes) {
    return bad("The header is said to have " + std::to_string(length) + " bytes, but " + std::to_string(file.size() - kLengthBytes) +
               " follow.");
  }
  const auto header_length = static_cast<std::size_t>(length);
  const std::string_view text(reinterpret_cast<const char*>(file.data()) + kLengthBytes, header_length);
  const auto header = parse_strict_json(text, kNesting, "bad-safetensors", "The header");
  if (!header) return header.error();

  Safetensors result;
  std::vector<Entry> entries;
  for (const auto& [name, value] : header->items()) {
    if (name == kMetadata) {
      if (!value.is_object()) return bad("The header's __metadata__ is no object.");
      for (const auto& [key, note] : value.items()) {
        const auto* words = note.get_ptr<const std::string*>();
        if (!words) return bad("The header's __metadata__ holds something else than a string under " + in_quotes(key) + ".");
        result.metadata.emplace(key, *words);
      }
      continue;
    }
    auto entry = parse_entry(name, value);
    if (!entry) return entry.error();
    entries.push_back(*std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.begin < b.begin; });

  const std::span<const std::byte> data = file.subspan(kLengthBytes + header_length);
  std::uint64_t reached = 0;
  for (Entry& entry : entries) {
    const std::string who = "Tensor " + in_quotes(entry.tensor.name);
    if (entry.begin != reached) {
      return bad(who + " begins at byte " + std::to_string(entry.begin) + ", but the tensors before it end at " + std::to_string(reached) +
                 ".");
    }
    if (entry.end > data.size()) {
      return bad(who + " ends at byte " + std::to_string(entry.end) + ", but the file holds " + std::to_string(data.size()) +
                 " bytes of tensors.");
    }
    entry.tensor.bytes = data.subspan(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(entry.end - entry.begin));
    reached = entry.end;
    result.tensors.push_back(std::move(entry.tensor));
  }
  if (reached != data.size()) {
    return bad("The tensors end at byte " + std::to_string(reached) + ", but the file holds " + std::to_string(data.size()) +
               " bytes of tensors.");
  }
  return result;
}

std::vector<std::byte> write_safetensors(const std::vector<StoredTensor>& tensors, const std::map<std::string, std::string>& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  for (const auto& [key, words] : metadata) {
    check(is_valid_utf8(key) && is_valid_utf8(words), "write_safetensors: metadata is UTF-8.");
    header[kMetadata][key] = words;
  }
  std::uint64_t at = 0;
  std::set<std::string_view> names{kMetadata};
  for (const StoredTensor& tensor : tensors) {
    check(is_plain_name(tensor.name), "write_safetensors: names are made of visible ASCII characters.");
    check(names.insert(tensor.name).second, "write_safetensors: no two tensors are named " + tensor.name + ".");
    check(std::all_of(tensor.shape.begin(), tensor.shape.end(), [](std::int64_t size) { return size > 0; }),
          "write_safetensors: the sizes of " + tensor.name + " are positive.");
    std::uint64_t bytes = 0;
    check(size_in_bytes(tensor.dtype, tensor.shape, bytes) && bytes == tensor.bytes.size(),
          "write_safetensors: " + tensor.name + " has the bytes that its dtype and shape ask for.");
    const auto dtype = std::find_if(kDtypes.begin(), kDtypes.end(), [&](const auto& one) { return one.first == tensor.dtype; });
    auto& entry = header[tensor.name];
    entry["dtype"] = std::string(dtype->second);
    entry["shape"] = tensor.shape;
    entry["data_offsets"] = {at, at + bytes};
    at += bytes;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  check(text.size() <= kLongestHeader, "write_safetensors: the header fits 64 KiB.");

  std::vector<std::byte> file(kLengthBytes + text.size() + static_cast<std::size_t>(at));
  const std::uint64_t length = text.size();
  for (std::size_t i = 0; i < kLengthBytes; ++i) file[i] = static_cast<std::byte>((length >> (8 * i)) & 0xFF);
  std::memcpy(file.data() + kLengthBytes, text.data(), text.size());
  auto place = file.begin() + static_cast<std::ptrdiff_t>(kLengthBytes + text.size());
  for (const StoredTensor& tensor : tensors) place = std::copy(tensor.bytes.begin(), tensor.bytes.end(), place);
  return file;
}

}  // namespace regard
