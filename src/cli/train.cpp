#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <thread>

#include "cli/checkpoint.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/model_option.h"
#include "cli/recipe.h"
#include "io/model_folder.h"
#include "io/tokenizer_file.h"
#include "text/pairs.h"

namespace regard {
namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Result<std::vector<SentencePair>> read_pairs(const std::filesystem::path& path) {
  const Result<std::string> text = read_file(path);
  if (!text) return text.error();
  return parse_pairs(*text, path.string());
}

/// The supplement as often as the recipe says, then the corpus.
Result<std::vector<SentencePair>> training_pairs(const Recipe& recipe, const std::filesystem::path& data) {
  std::vector<SentencePair> all;
  if (!recipe.supplement.empty()) {
    const Result<std::vector<SentencePair>> ours = read_pairs(recipe.supplement);
    if (!ours) return ours.error();
    for (int k = 0; k < recipe.supplement_repeats; ++k) all.insert(all.end(), ours->begin(), ours->end());
  }
  const Result<std::vector<SentencePair>> corpus = read_pairs(data / recipe.train);
  if (!corpus) return corpus.error();
  all.insert(all.end(), corpus->begin(), corpus->end());
  return all;
}

std::vector<TokenPair> tokenize_pairs(const std::vector<SentencePair>& pairs, const BytePairTokenizer& source,
                                      const BytePairTokenizer& target, const Recipe& recipe) {
  constexpr std::size_t kLongest = 200;  // subwords; guards the memory of a batch, no pair of the corpus is near it
  std::map<std::string_view, int> sentence;
  std::vector<TokenPair> tokens;
  for (const SentencePair& pair : pairs) {
    const int number = sentence.emplace(pair.source, static_cast<int>(sentence.size())).first->second;
    TokenPair one{source.ids(pair.source), target.ids(recipe.rebuild ? pair.source : pair.target), count_words(pair.source), number};
    if (one.words <= recipe.max_words && one.source.size() <= kLongest && one.target.size() <= kLongest) tokens.push_back(std::move(one));
  }
  return tokens;
}

/// Overwrites the tensors whose names begin with one of `prefixes` by those of the model in `folder`.
Result<bool> copy_weights(const std::filesystem::path& folder, const std::vector<std::string>& prefixes, const ParameterLayout& layout,
                          std::span<float> values) {
  const Result<std::unique_ptr<Model>> model = read_model(folder);
  if (!model) return model.error();
  const std::vector<Parameter>& theirs = (*model)->net.layout().parameters();
  for (const Parameter& p : layout.parameters()) {
    if (std::none_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) { return p.name.starts_with(prefix); })) continue;
    const auto same = std::find_if(theirs.begin(), theirs.end(), [&](const Parameter& q) { return q.name == p.name; });
    if (same == theirs.end() || same->rows != p.rows || same->cols != p.cols) {
      return Error{"bad-recipe", folder.string() + " has no tensor \"" + p.name + "\" of the net's shape."};
    }
    std::copy_n((*model)->values.begin() + static_cast<std::ptrdiff_t>(same->offset), p.size(),
                values.begin() + static_cast<std::ptrdiff_t>(p.offset));
  }
  return true;
}

/// A progress line on standard error: rewritten in place on a terminal, one line now and then elsewhere.
class Progress {
 public:
  Progress(std::int64_t first, std::int64_t last) : first_(first), last_(last) {}

  void add(const UpdateReport& report, std::int64_t done) {
    tokens_ += report.target_tokens;
    loss_ = loss_ == 0 ? report.loss : 0.98 * loss_ + 0.02 * report.loss;
    nll_ = nll_ == 0 ? report.negative_log_likelihood : 0.98 * nll_ + 0.02 * report.negative_log_likelihood;
    if (seconds_since(shown_) < 1.0 && done < last_) return;
    shown_ = Clock::now();
    const double seconds = seconds_since(start_);
    const double left = seconds / static_cast<double>(done - first_) * static_cast<double>(last_ - done);
    const int width = 24, filled = static_cast<int>(width * done / last_);
    char entropy[32] = "";
    if (report.attention_entropy > 0) std::snprintf(entropy, sizeof entropy, "  entropy %.2f", report.attention_entropy);
    std::fprintf(stderr, "\r[%s%s] %lld/%lld  loss %.3f  perplexity %.2f%s  norm %.2f  %.0f tokens/s  %d:%02d left   ",
                 std::string(static_cast<std::size_t>(filled), '#').c_str(),
                 std::string(static_cast<std::size_t>(width - filled), '.').c_str(), static_cast<long long>(done),
                 static_cast<long long>(last_), loss_, std::exp(nll_), entropy, report.gradient_norm,
                 static_cast<double>(tokens_) / seconds, static_cast<int>(left) / 60, static_cast<int>(left) % 60);
    std::fflush(stderr);
  }

 private:
  std::int64_t first_, last_;
  std::int64_t tokens_ = 0;
  double loss_ = 0, nll_ = 0;
  Clock::time_point start_ = Clock::now(), shown_ = {};
};

}  // namespace

int run_vocabulary(const Arguments& arguments) {
  const Result<Recipe> recipe = read_recipe(needed(arguments, "recipe"));
  if (!recipe) return fail(recipe.error());
  const Result<std::vector<SentencePair>> pairs = training_pairs(*recipe, needed(arguments, "data"));
  if (!pairs) return fail(pairs.error());
  std::vector<std::string> sources, targets;
  for (const SentencePair& pair : *pairs) {
    sources.push_back(pair.source);
    targets.push_back(pair.target);
  }
  const auto learn = [&](const std::vector<std::string>& lines, int size, Apostrophe apostrophe, const std::filesystem::path& path) {
    const BytePairModel model = learn_byte_pairs(lines, size, recipe->least_count, apostrophe);
    std::fprintf(stderr, "%s: %zu pieces\n", path.c_str(), model.pieces.size());
    return write_file(path, write_tokenizer(model));
  };
  const auto source = learn(sources, recipe->config.source_vocabulary, Apostrophe::kLetter, recipe->source_tokenizer);
  if (!source) return fail(source.error());
  const auto target = learn(targets, recipe->config.target_vocabulary, Apostrophe::kEndsUnit, recipe->target_tokenizer);
  if (!target) return fail(target.error());
  return 0;
}

int run_train(const Arguments& arguments) {
  const std::filesystem::path recipe_path = needed(arguments, "recipe"), data = needed(arguments, "data"), out = needed(arguments, "out");
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int threads = static_cast<int>(whole_number(arguments, "threads", cores, 1, 1024));
  const Result<Recipe> recipe = read_recipe(recipe_path);
  if (!recipe) return fail(recipe.error());

  const auto tokenizer = [](const std::filesystem::path& path) -> Result<BytePairTokenizer> {
    const Result<std::string> text = read_file(path);
    if (!text) return text.error();
    return parse_tokenizer(*text);
  };
  const Result<BytePairTokenizer> source = tokenizer(recipe->source_tokenizer), target = tokenizer(recipe->target_tokenizer);
  if (!source) return fail(source.error());
  if (!target) return fail(target.error());
  if (source->size() != recipe->config.source_vocabulary || target->size() != recipe->config.target_vocabulary) {
    return fail({"bad-recipe", "The recipe's vocabulary sizes are not those of the tokenizers."});
  }
  const Result<std::vector<SentencePair>> pairs = training_pairs(*recipe, data);
  if (!pairs) return fail(pairs.error());
  const Result<std::vector<SentencePair>> dev_pairs = read_pairs(data / recipe->dev);
  if (!dev_pairs) return fail(dev_pairs.error());
  const std::vector<TokenPair> train = tokenize_pairs(*pairs, *source, *target, *recipe),
                               dev = tokenize_pairs(*dev_pairs, *source, *target, *recipe);

  const Seq2Seq net(recipe->config);
  std::vector<std::string> prefixes = recipe->training.frozen;
  for (const auto& [prefix, factor] : recipe->training.rate_factors) prefixes.push_back(prefix);
  for (const std::string& prefix : prefixes) {
    if (!net.layout().has(prefix)) return fail({"bad-recipe", recipe_path.string() + ": no parameter's name begins with \"" + prefix + "\"."});
  }
  Checkpoint state;
  state.values.resize(net.layout().size());
  state.curve = "updates\tminutes\ttrain_perplexity\tdev_perplexity\n";
  Rng rng(recipe->training.seed);
  net.initialise(state.values, rng);
  if (!recipe->start_from.empty()) {
    if (auto copied = copy_weights(recipe->start_from, recipe->training.frozen, net.layout(), state.values); !copied)
      return fail(copied.error());
  }
  Trainer trainer(net, state.values, train, recipe->training);
  const std::filesystem::path checkpoint_path = out / "checkpoint.safetensors";
  if (arguments.has("resume")) {
    Result<Checkpoint> found = read_checkpoint(checkpoint_path, net.layout().size());
    if (!found) return fail(found.error());
    // The trainer borrows state.values, so its numbers are replaced and not the vector.
    std::copy(found->values.begin(), found->values.end(), state.values.begin());
    trainer.adam() = std::move(found->adam);
    trainer.baseline().means() = std::move(found->baseline);
    state.seconds = found->seconds;
    state.curve = std::move(found->curve);
  }
  const std::int64_t planned = recipe->training.learning_rate.updates;
  const std::int64_t last = whole_number(arguments, "until", planned, 1, planned);
  std::fprintf(stderr, "%zu pairs, %zu parameters, updates %lld to %lld on %d threads\n", train.size(), net.layout().size(),
               static_cast<long long>(trainer.updates()), static_cast<long long>(last), threads);
  const auto save = [&]() -> Result<bool> {
    state.adam = trainer.adam();
    state.baseline = trainer.baseline().means();
    if (auto written = write_checkpoint(checkpoint_path, state); !written) return written;
    if (auto written = write_file(out / "config.json", write_config(recipe->config)); !written) return written;
    if (auto written = write_file(out / "curve.tsv", state.curve); !written) return written;
    return write_file(out / "model.safetensors", as_text(write_weights(net.layout(), state.values, Dtype::kI8)));
  };
  Progress progress(trainer.updates(), last);
  auto part_start = Clock::now();
  double nll = 0;
  std::int64_t tokens = 0;
  while (trainer.updates() < last) {
    const UpdateReport report = trainer.update(threads);
    if (!std::isfinite(report.loss))
      return fail({"diverged", "The loss of update " + std::to_string(trainer.updates()) + " is not finite."});
    progress.add(report, trainer.updates());
    nll += report.negative_log_likelihood * report.target_tokens;
    tokens += report.target_tokens;
    if (trainer.updates() % recipe->report_every != 0 && trainer.updates() != last) continue;
    state.seconds += seconds_since(part_start);
    part_start = Clock::now();
    const CrossEntropyCount seen = measure_likelihood(net, state.values, dev, recipe->training.begin, recipe->training.end);
    char line[128];
    std::snprintf(line, sizeof line, "%lld\t%.2f\t%.3f\t%.3f\n", static_cast<long long>(trainer.updates()), state.seconds / 60,
                  std::exp(nll / static_cast<double>(tokens)), std::exp(seen.negative_log_likelihood / seen.targets));
    std::fprintf(stderr, "\n%s", line);
    state.curve += line;
    nll = 0;
    tokens = 0;
    if (const auto saved = save(); !saved) return fail(saved.error());
  }
  return 0;
}

}  // namespace regard
