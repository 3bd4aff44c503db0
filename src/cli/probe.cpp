#include "cli/probe.h"

#include <algorithm>
#include <thread>

#include "cli/files.h"
#include "cli/model_option.h"

namespace regard {

Result<Probes> round_probe(const ProbeJob& job, const ParameterLayout& layout, std::span<const float> values) {
  const Result<std::vector<std::byte>> bytes = replace_probe({}, job.kind, layout, values);
  if (!bytes) return bytes.error();
  return parse_probes(job.model().net.config(), *bytes);
}

Result<bool> store_probe(const ProbeJob& job, const ParameterLayout& layout, std::span<const float> values) {
  std::string before;
  std::error_code problem;
  if (std::filesystem::exists(job.probes_path(), problem)) {
    Result<std::string> file = read_file(job.probes_path());
    if (!file) return file.error();
    before = *std::move(file);
  }
  const Result<std::vector<std::byte>> bytes = replace_probe(as_bytes(before), job.kind, layout, values);
  if (!bytes) return bytes.error();
  return write_file(job.probes_path(), as_text(*bytes));
}

Result<Probes> load_probes(const ProbeJob& job) {
  const Result<std::string> bytes = read_file(job.probes_path());
  if (!bytes) return bytes.error();
  Result<Probes> probes = parse_probes(job.model().net.config(), as_bytes(*bytes));
  if (!probes) return probes.error();
  const std::optional<WordKind> kind = word_kind(job.kind);
  if (kind ? !probes->words[static_cast<std::size_t>(*kind)] : !probes->where) {
    return Error{"no-probe", job.probes_path().string() + " holds no probe \"" + job.kind + "\": --train makes one."};
  }
  return probes;
}

nlohmann::ordered_json score_json(const AnswerScore& score, bool with_probability) {
  nlohmann::ordered_json json;
  const auto mean = [&](double sum) {
    return score.count > 0 ? nlohmann::ordered_json(sum / static_cast<double>(score.count)) : nlohmann::ordered_json(nullptr);
  };
  json["count"] = score.count;
  json["accuracy"] = mean(static_cast<double>(score.right));
  json["probability"] = with_probability ? mean(score.probability) : nullptr;
  json["log_probability"] = with_probability ? mean(score.log_probability) : nullptr;
  return json;
}

int run_probe(const Arguments& arguments) {
  ProbeJob job;
  job.folder = needed(arguments, "model");
  job.kind = needed(arguments, "kind");
  const std::optional<WordKind> kind = word_kind(job.kind);
  const bool where = job.kind == "where";
  if (!kind && !where) throw UsageError{"--kind " + job.kind + " is not vector, states, contexts or where."};
  const auto given = [&](const char* option) { return arguments.options.contains(option); };
  for (const char* option : {"data", "pairs", "join"}) {
    if (where && given(option)) throw UsageError{"--" + std::string(option) + " is not for --kind where."};
  }
  if (!where && given("ladders")) throw UsageError{"--ladders is for --kind where alone."};
  job.train = arguments.has("train");
  const bool measure = given("pairs") || given("ladders"), trains = job.train || given("untrained");
  if (!job.train && !measure && arguments.texts.size() != 1) {
    throw UsageError{std::string("probe takes --train, ") + (where ? "--ladders" : "--pairs") + " or one text."};
  }
  if ((job.train || measure) && !arguments.texts.empty()) throw UsageError{"probe trains and measures, or takes one text, not both."};
  if ((measure || !arguments.texts.empty()) && !arguments.has("json")) throw UsageError{"probe prints JSON: say --json."};
  if (given("untrained") && !measure) throw UsageError{"--untrained is for measuring: say --pairs or --ladders."};
  if (trains && !where) needed(arguments, "data");
  if (given("updates") && !trains) throw UsageError{"--updates is for --train and --untrained."};
  if (given("join") && !given("pairs")) throw UsageError{"--join is for --pairs."};
  constexpr long long kLargest = 1LL << 62;
  job.seed = static_cast<std::uint64_t>(whole_number(arguments, "seed", 1, 0, kLargest));
  if (given("untrained")) job.untrained = static_cast<std::uint64_t>(whole_number(arguments, "untrained", 1, 0, kLargest));
  job.updates = whole_number(arguments, "updates", where ? 2000 : 3000, 1, 1000000);
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  job.threads = static_cast<int>(whole_number(arguments, "threads", cores, 1, 1024));

  Result<std::unique_ptr<Model>> model = read_model(job.folder);
  if (!model) return fail(model.error());
  const Translator translator(*std::move(model));
  job.translator = &translator;
  if (kind == WordKind::kContexts && job.model().net.config().attention == AttentionKind::kNone) {
    return fail({"no-attention", "The model " + job.folder.string() + " has no attention, so it has no contexts to ask."});
  }
  return where ? probe_where(arguments, job) : probe_words(arguments, job, *kind);
}

}  // namespace regard
