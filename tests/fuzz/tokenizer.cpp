// libFuzzer: no bytes break the tokenizer's reader. Behind the last zero byte stands a line for the tokenizer, if one is read.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "io/tokenizer_file.h"
#include "text/clean_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace regard;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t zero = text.rfind('\0');
  const auto tokenizer = parse_tokenizer(text.substr(0, zero));
  if (!tokenizer) return 0;
  const std::string json = write_tokenizer(tokenizer->model());
  const auto again = parse_tokenizer(json);
  const std::string line = zero == std::string_view::npos ? "the cat" : clean_line(text.substr(zero + 1));
  if (!again || again->ids(line) != tokenizer->ids(line)) std::abort();
  return 0;
}
