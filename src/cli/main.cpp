#include <charconv>
#include <cstdio>
#include <exception>
#include <string_view>

#include "cli/command.h"

namespace regard {
namespace {

struct Command {
  std::string_view name;
  int (*run)(const Arguments&);
  std::set<std::string> options;
  std::set<std::string> flags;
  bool texts;
  const char* usage;
};

const Command kCommands[] = {
    {"translate",
     run_translate,
     {"model", "beam", "sample"},
     {"json", "tree"},
     true,
     "translate --model DIR [--beam K] [--sample SEED] [--json [--tree]] [TEXT..]    TEXT or standard input, one sentence a line;\n"
     "           with the tree of the search"},
    {"trace",
     run_trace,
     {"model", "beam", "target", "sample", "step"},
     {"json", "logits", "gates"},
     true,
     "trace     --model DIR [--beam K | --target TEXT] [--sample SEED] --json [--logits] [--gates] [--step I] TEXT   every array of the\n"
     "           trace; one step of attention taken apart"},
    {"evaluate",
     run_evaluate,
     {"model", "pairs", "join", "seed", "words", "beam", "against", "sample", "threads"},
     {"json"},
     false,
     "evaluate  --model DIR --pairs FILE.tsv [--join K --seed N] [--words FROM-TO,..] [--beam K] [--against K] [--sample SEED]\n"
     "           [--threads N] [--json]"},
    {"align",
     run_align,
     {"model", "links"},
     {"json"},
     false,
     "align     --model DIR --links FILE.tsv [--json]       how far attention agrees with an alignment by hand"},
    {"vocabulary",
     run_vocabulary,
     {"recipe", "data"},
     {},
     false,
     "vocabulary --recipe FILE --data DIR                   learns the two tokenizers that the recipe names"},
    {"train",
     run_train,
     {"recipe", "data", "out", "threads", "until"},
     {"resume"},
     false,
     "train     --recipe FILE --data DIR --out DIR [--resume] [--until UPDATE] [--threads N]"},
    {"recall",
     run_recall,
     {"net", "seed", "updates", "longest", "measured", "threads"},
     {"json"},
     false,
     "recall    --net NAME [--seed N] [--updates N] [--longest N] [--measured N] [--threads N] [--json]   trains and measures the recall task"},
    {"gradient",
     run_gradient,
     {"model", "untrained", "target", "pairs", "sentences", "seed", "threads"},
     {"json"},
     true,
     "gradient  --model DIR [--untrained SEED]              where the gradient goes, with the model's weights or fresh ones\n"
     "           then --json [--target TEXT] TEXT | --pairs FILE.tsv [--sentences N] [--seed N] [--threads N] [--json]"},
    {"explain",
     run_explain,
     {"model", "bound", "steps", "target", "pairs", "sentences", "seed", "threads"},
     {"json"},
     true,
     "explain   --model DIR [--bound TVD] [--steps N]       do attention, gradient and leave-one-out agree? is another row as good?\n"
     "           then --json [--target TEXT] TEXT | --pairs FILE.tsv [--sentences N] [--seed N] [--threads N] [--json]"},
    {"probe",
     run_probe,
     {"model", "kind", "data", "updates", "seed", "untrained", "pairs", "join", "ladders", "threads"},
     {"train", "json"},
     true,
     "probe     --model DIR --kind vector|states|contexts|where [--train] [--data DIR] [--updates N] [--seed N] [--threads N]\n"
     "           then one of: --pairs FILE.tsv [--join K] --json | --ladders N --json (where), both also [--untrained SEED]; or --json TEXT"},
    {"steer",
     run_steer,
     {"model", "policy", "seed", "temperature", "row", "other", "target", "pairs", "sentences", "threads"},
     {"json"},
     true,
     "steer     --model DIR --policy learned|uniform|diagonal|one-hot|sampled|shuffled|another|last-forward|vector\n"
     "           [--temperature X] [--seed N]   decodes greedily with other attention weights, or with c_i fixed\n"
     "           then --json [--row I:w1,w2,..] [--other TEXT] [--target TEXT] TEXT | --pairs FILE.tsv [--sentences N] [--threads N] [--json]"},
    {"hard",
     run_hard,
     {"seed", "after", "example", "samples", "runs", "updates", "every", "threads"},
     {"curves", "json"},
     false,
     "hard      [--seed N] [--after UPDATES] [--example N] [--samples N] [--json]   the exact gradient of a small hard attention against\n"
     "           REINFORCE samples; or --curves [--runs N] [--updates N] [--every N] [--threads N] [--json]: how soft and hard learn"},
    {"inspect", run_inspect, {}, {}, true, "inspect   DIR                                         tensors, sizes, config"},
};

std::string usage() {
  std::string text = "Usage:\n";
  for (const Command& command : kCommands) text += std::string("  regard ") + command.usage + "\n";
  return text;
}

Arguments parse(const Command& command, int count, char** words) {
  Arguments arguments;
  for (int k = 0; k < count; ++k) {
    const std::string_view word = words[k];
    if (!word.starts_with("--")) {
      if (!command.texts) throw UsageError{"\"" + std::string(word) + "\" is not expected here."};
      arguments.texts.emplace_back(word);
      continue;
    }
    const std::string name(word.substr(2));
    if (command.flags.contains(name)) {
      arguments.flags.insert(name);
    } else if (command.options.contains(name)) {
      if (k + 1 == count) throw UsageError{"--" + name + " needs a value."};
      arguments.options[name] = words[++k];
    } else {
      throw UsageError{"There is no option " + std::string(word) + " for " + std::string(command.name) + "."};
    }
  }
  return arguments;
}

}  // namespace

const std::string& needed(const Arguments& arguments, const char* option) {
  const auto found = arguments.options.find(option);
  if (found == arguments.options.end()) throw UsageError{std::string("--") + option + " is missing."};
  return found->second;
}

long long whole_number(const Arguments& arguments, const std::string& option, long long fallback, long long low, long long high) {
  const auto found = arguments.options.find(option);
  if (found == arguments.options.end()) return fallback;
  long long value = 0;
  const char* end = found->second.data() + found->second.size();
  const auto [at, problem] = std::from_chars(found->second.data(), end, value);
  if (problem != std::errc() || at != end || value < low || value > high) {
    throw UsageError{"--" + option + " " + found->second + " is not a whole number from " + std::to_string(low) + " to " +
                     std::to_string(high) + "."};
  }
  return value;
}

int fail(const Error& error) {
  std::fprintf(stderr, "regard: %s\n", error.message.c_str());
  return 1;
}

}  // namespace regard

int main(int count, char** words) {
  using namespace regard;
  const std::string_view name = count > 1 ? words[1] : "";
  if (name == "--help" || name == "help") {
    std::fputs(usage().c_str(), stdout);
    return 0;
  }
  try {
    for (const Command& command : kCommands) {
      if (command.name == name) return command.run(parse(command, count - 2, words + 2));
    }
    throw UsageError{name.empty() ? "There is no command." : "There is no command \"" + std::string(name) + "\"."};
  } catch (const UsageError& error) {
    std::fprintf(stderr, "regard: %s\n%s", error.sentence.c_str(), usage().c_str());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "regard: %s\n", error.what());
    return 1;
  }
}
