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

Result<std::optional<std::uint64_t>> sample_seed(const Arguments& arguments, const Model& model) {
  std::optional<std::uint64_t> seed;
  if (!arguments.options.contains("sample")) return seed;
  seed = static_cast<std::uint64_t>(whole_number(arguments, "sample", 0, 0, 1LL << 62));
  if (model.net.config().attention != AttentionKind::kHard) {
    return Error{"no-hard-attention", "--sample draws the positions of hard attention, which " + needed(arguments, "model") + " has not."};
  }
  return seed;
}

}  // namespace regard
