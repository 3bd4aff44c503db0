#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/model_option.h"
#include "probes/alignment.h"

namespace regard {

int run_align(const Arguments& arguments) {
  const std::string& links_path = needed(arguments, "links");
  const std::string& folder = needed(arguments, "model");
  const Result<std::unique_ptr<Model>> model = read_model(folder);
  if (!model) return fail(model.error());
  const Seq2SeqConfig& config = (*model)->net.config();
  if (config.source_language != "en" || config.target_language != "fr") {
    return fail({"other-languages", "The model " + folder + " goes from " + config.source_language + " to " + config.target_language +
                                        ", and alignments are from en to fr."});
  }
  if (config.attention == AttentionKind::kNone) {
    return fail({"no-attention", "The model " + folder + " has no attention, so it has no alignment to measure."});
  }
  const Result<std::string> text = read_file(links_path);
  if (!text) return fail(text.error());
  const Result<std::vector<AlignedPair>> pairs = parse_alignments(*text, links_path);
  if (!pairs) return fail(pairs.error());

  std::vector<AlignmentCounts> counted;
  AlignmentCounts attention, uniform, diagonal;
  for (const AlignedPair& pair : *pairs) {
    counted.push_back(count_alignment(pair, strongest_sources(unit_attention(**model, pair))));
    attention += counted.back();
    uniform += expect_uniform(pair);
    diagonal +=
        count_alignment(pair, diagonal_sources(static_cast<int>(pair.source_units.size()), static_cast<int>(pair.target_units.size())));
  }
  if (attention.sure == 0) return fail({"bad-alignments", links_path + " holds no sure link."});
  const double aer = alignment_error_rate(attention), precision = alignment_precision(attention), recall = alignment_recall(attention);
  const auto interval = alignment_error_interval(counted, 1000, 1);
  const double uniform_aer = alignment_error_rate(uniform), diagonal_aer = alignment_error_rate(diagonal);
  if (arguments.has("json")) {
    nlohmann::ordered_json json;
    json["sentences"] = pairs->size();
    json["aer"] = aer;
    json["aer_interval"] = interval;
    json["precision"] = precision;
    json["recall"] = recall;
    json["uniform_aer"] = uniform_aer;
    json["diagonal_aer"] = diagonal_aer;
    std::printf("%s\n", json.dump(2).c_str());
    return 0;
  }
  std::printf("%zu sentences, AER %.3f (95 %% interval %.3f to %.3f), precision %.3f, recall %.3f\n", pairs->size(), aer, interval[0],
              interval[1], precision, recall);
  std::printf("  baselines: AER %.3f uniform, %.3f diagonal\n", uniform_aer, diagonal_aer);
  return 0;
}

}  // namespace regard
