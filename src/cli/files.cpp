#include "cli/files.h"

#include <zlib.h>

#include <fstream>
#include <system_error>

namespace regard {

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code problem;
  if (!std::filesystem::is_regular_file(path, problem)) return Error{"no-file", "There is no file " + path.string() + "."};
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) return Error{"no-file", "The file " + path.string() + " cannot be opened."};
  std::string text;
  char block[1 << 16];
  int got = 0;
  while ((got = gzread(file, block, sizeof block)) > 0) text.append(block, static_cast<std::size_t>(got));
  const bool whole = gzclose(file) == Z_OK && got == 0;
  if (!whole) return Error{"no-file", "The file " + path.string() + " is damaged: it cannot be unpacked to its end."};
  return text;
}

Result<bool> write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path beside = path;
  beside += ".new";
  std::error_code problem;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), problem);
  std::ofstream out(beside, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (out) std::filesystem::rename(beside, path, problem);
  if (!out || problem) return Error{"cannot-write", "The file " + path.string() + " cannot be written."};
  return true;
}

}  // namespace regard
