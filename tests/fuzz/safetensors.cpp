// libFuzzer: no bytes break the safetensors reader, and what it reads can be written and read again.
#include <cstdint>
#include <cstdlib>

#include "io/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace regard;
  const auto read = parse_safetensors(std::as_bytes(std::span(data, size)));
  if (!read) return 0;
  const auto file = write_safetensors(read->tensors, read->metadata);
  const auto again = parse_safetensors(file);
  if (!again || again->tensors.size() != read->tensors.size() || again->metadata != read->metadata) std::abort();
  return 0;
}
