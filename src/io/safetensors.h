#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace regard {

/// Element types of the files we read and write, a strict subset of the format's.
enum class Dtype { kF32, kF16, kI8 };

/// Bytes of one element.
std::size_t size_of(Dtype dtype);

/// One tensor of a file. `bytes` borrows from the file's buffer: little-endian, row-major, not necessarily aligned.
struct StoredTensor {
  std::string name;
  Dtype dtype = Dtype::kF32;
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;
};

/// A parsed file. It borrows from the bytes it was parsed from.
struct Safetensors {
  std::map<std::string, std::string> metadata;  ///< the header's "__metadata__"
  std::vector<StoredTensor> tensors;            ///< in the order of their bytes

  /// The tensor of that name, or null.
  const StoredTensor* find(std::string_view name) const;
};

/// Reads a safetensors file: 8 bytes little-endian length of the header, a JSON object, the tensors' bytes. Everything is checked
/// before anything is kept: header of at most 64 KiB inside the file, valid JSON without duplicate keys, known dtypes, shapes without
/// overflow, ranges that follow each other without gap or overlap and end at the end of the file.
/// Fails with "bad-safetensors" and a sentence that holds the offending values.
Result<Safetensors> parse_safetensors(std::span<const std::byte> file);

/// A file holding these tensors in this order, which `parse_safetensors` reads back. Names are unique; each `bytes` has the size its
/// dtype and shape ask for.
std::vector<std::byte> write_safetensors(const std::vector<StoredTensor>& tensors, const std::map<std::string, std::string>& metadata);

}  // namespace regard
