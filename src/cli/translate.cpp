#include <cstdio>
#include <iostream>

#include "cli/command.h"
#include "cli/model_option.h"
#include "cli/translation_json.h"

namespace regard {
namespace {

Result<std::unique_ptr<Translator>> translator_of(const Arguments& arguments) {
  Result<std::unique_ptr<Model>> model = read_model(needed(arguments, "model"));
  if (!model) return model.error();
  return std::make_unique<Translator>(*std::move(model));
}

struct HowToWrite {
  int beam;
  std::optional<std::uint64_t> sample_seed;
  bool as_json;
  bool tree;
};

int print_line(const Translator& translator, const std::string& line, const HowToWrite& how) {
  const Result<std::vector<Token>> source = translator.read(line, kLongestSource);
  if (!source) return fail(source.error());
  BeamSearch search = translator.search(*source, how.beam, how.sample_seed);
  if (how.tree) search.record(kLeastBranches);
  while (!search.step()) {
  }
  const Translation translation = translator.describe(*source, search.best());
  if (!how.as_json) {
    std::printf("%s\n", translation.text.c_str());
    return 0;
  }
  auto json = translation_json(translation, translator.trace(translation, {0, false, kBeginId}));
  if (how.tree) json["tree"] = tree_json(translator, search.tree());
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

}  // namespace

int run_translate(const Arguments& arguments) {
  if (arguments.has("tree") && !arguments.has("json")) throw UsageError{"--tree prints JSON: say --json."};
  const int beam = static_cast<int>(whole_number(arguments, "beam", 5, 1, 100));
  const Result<std::unique_ptr<Translator>> translator = translator_of(arguments);
  if (!translator) return fail(translator.error());
  const Result<std::optional<std::uint64_t>> seed = sample_seed(arguments, (*translator)->model());
  if (!seed) return fail(seed.error());
  const HowToWrite how{beam, *seed, arguments.has("json"), arguments.has("tree")};
  for (const std::string& text : arguments.texts) {
    if (const int status = print_line(**translator, text, how); status != 0) return status;
  }
  if (!arguments.texts.empty()) return 0;
  for (std::string line; std::getline(std::cin, line);) {
    if (const int status = print_line(**translator, line, how); status != 0) return status;
  }
  return 0;
}

int run_trace(const Arguments& arguments) {
  const int beam = static_cast<int>(whole_number(arguments, "beam", 5, 1, 100));
  if (!arguments.has("json")) throw UsageError{"trace prints JSON: say --json."};
  if (arguments.texts.size() != 1) throw UsageError{"trace takes one text."};
  const Result<std::unique_ptr<Translator>> translator = translator_of(arguments);
  if (!translator) return fail(translator.error());
  const Result<std::optional<std::uint64_t>> seed = sample_seed(arguments, (*translator)->model());
  if (!seed) return fail(seed.error());
  const auto forced = arguments.options.find("target");
  const Result<std::vector<Token>> source = (*translator)->read(arguments.texts[0], kLongestSource);
  if (!source) return fail(source.error());
  const Result<Translation> translation = forced == arguments.options.end()
                                              ? (*translator)->translate(arguments.texts[0], beam, kLongestSource, *seed)
                                              : (*translator)->force(*source, forced->second, kLongestSource);
  if (!translation) return fail(translation.error());
  const Trace trace =
      (*translator)
          ->trace(*translation, {.keep_logits = arguments.has("logits"), .keep_gates = arguments.has("gates"), .sample_seed = *seed});
  auto json = trace_json(**translator, *translation, trace);
  if (arguments.options.contains("step")) {
    const int tokens = static_cast<int>(translation->target_tokens.size());
    const int step = static_cast<int>(whole_number(arguments, "step", 1, 1, tokens));
    if (trace.alpha.rows == 0)
      return fail({"no-attention", needed(arguments, "model") + " has no attention, so no step of it can be taken apart."});
    json["step"] = attention_step_json(**translator, *translation, step - 1);
  }
  std::printf("%s\n", json.dump().c_str());
  return 0;
}

int run_inspect(const Arguments& arguments) {
  if (arguments.texts.size() != 1) throw UsageError{"inspect takes one folder."};
  const Result<std::unique_ptr<Model>> model = read_model(arguments.texts[0]);
  if (!model) return fail(model.error());
  std::fputs(write_config((*model)->net.config()).c_str(), stdout);
  for (const Parameter& p : (*model)->net.layout().parameters())
    std::printf("%-28s %6d x %-6d %9zu\n", p.name.c_str(), p.rows, p.cols, p.size());
  std::printf("%-28s %25zu\n", "parameters", (*model)->net.layout().size());
  return 0;
}

}  // namespace regard
