#include "cli/model_option.h"

#include "cli/files.h"

namespace regard {

Result<std::unique_ptr<Model>> read_model(const std::filesystem::path& folder) {
  const std::filesystem::path shared = std::filesystem::absolute(folder / "").parent_path().parent_path();
  const std::filesystem::path paths[] = {folder / "config.json", shared / "tokenizer.en.json", shared / "tokenizer.fr.json",
                                         folder / "model.safetensors"};
  std::string texts[4];
  for (std::size_t k = 0; k < 4; ++k) {
    Result<std::string> text = read_file(paths[k]);
    if (!text) return text.error();
    texts[k] = *std::move(text);
  }
  return parse_model({texts[0], texts[1], texts[2], as_bytes(texts[3])});
}

}  // namespace regard
