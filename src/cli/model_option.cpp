#include "cli/model_option.h"

#include "cli/files.h"

namespace regard {

Result<std::unique_ptr<Model>> read_model(const std::filesystem::path& folder) {
  const std::filesystem::path shared = std::filesystem::absolute(folder / "").parent_path().parent_path();
  const Result<std::string> config = read_file(folder / "config.json");
  if (!config) return config.error();
  const Result<Seq2SeqConfig> parsed = parse_config(*config);
  if (!parsed) return parsed.error();
  const std::filesystem::path paths[] = {shared / ("tokenizer." + parsed->source_language + ".json"),
                                         shared / ("tokenizer." + parsed->target_language + ".json"), folder / "model.safetensors"};
  std::string texts[3];
  for (std::size_t k = 0; k < 3; ++k) {
    Result<std::string> text = read_file(paths[k]);
    if (!text) return text.error();
    texts[k] = *std::move(text);
  }
  return parse_model({*config, texts[0], texts[1], as_bytes(texts[2])});
}

}  // namespace regard
