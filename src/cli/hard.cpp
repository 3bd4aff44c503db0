#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/command.h"
#include "cli/parallel.h"
#include "training/gradient_cloud.h"

namespace regard {
namespace {

using Json = nlohmann::ordered_json;

double seconds_of(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Json kind_json(const GradientCloud::Kind& kind) {
  return {{"variance", kind.variance}, {"points", kind.points}, {"means", kind.means}, {"distance", kind.distance}};
}

int print_cloud(const Arguments& arguments) {
  const auto seed = static_cast<std::uint64_t>(whole_number(arguments, "seed", 1, 0, 1LL << 61));
  const int after = static_cast<int>(whole_number(arguments, "after", 0, 0, 100000));
  const int last = static_cast<int>(all_pick_examples().size()) - 1;
  const int example = static_cast<int>(whole_number(arguments, "example", 0, 0, last));
  const int samples = static_cast<int>(whole_number(arguments, "samples", 1000, 1, 1000000));
  const auto start = std::chrono::steady_clock::now();
  GradientCloud cloud(seed, after, example);
  const double exactly = seconds_of(start);
  cloud.draw(samples);
  Json json = {{"seed", seed}, {"after", after}, {"source", cloud.example().source}, {"target", cloud.example().target}};
  json["parameters"] = cloud.parameters();
  json["all_parameters"] = cloud.all_parameters();
  json["paths"] = cloud.paths().paths.size();
  json["bound"] = cloud.paths().bound;
  json["log_likelihood"] = cloud.paths().log_likelihood;
  json["norm"] = cloud.norm();
  json["shares"] = cloud.shares();
  json["exact"] = cloud.exact();
  json["baseline"] = cloud.baseline();
  json["without"] = kind_json(cloud.without());
  json["with"] = kind_json(cloud.with());
  json["seconds"] = {{"enumerated", exactly}, {"sampled", seconds_of(start) - exactly}};
  if (arguments.has("json")) {
    std::printf("%s\n", json.dump().c_str());
    return 0;
  }
  std::printf("%zu paths, %d parameters of attention, L = %.4f, log p = %.4f, |dL| = %.4f\n", cloud.paths().paths.size(),
              cloud.parameters(), cloud.paths().bound, cloud.paths().log_likelihood, cloud.norm());
  for (const auto& [name, kind] : {std::pair{"without a baseline", &cloud.without()}, {"with one", &cloud.with()}}) {
    std::printf("  %s: variance %.4f, mean of %d samples off by %.4f\n", name, kind->variance, samples,
                static_cast<double>(kind->distance.back()));
  }
  return 0;
}

int print_curves(const Arguments& arguments) {
  const int runs = static_cast<int>(whole_number(arguments, "runs", 10, 1, 1000));
  const int updates = static_cast<int>(whole_number(arguments, "updates", 600, 1, 100000));
  const int every = static_cast<int>(whole_number(arguments, "every", 20, 1, 100000));
  const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int threads = static_cast<int>(whole_number(arguments, "threads", cores, 1, 1024));
  constexpr const char* kKinds[] = {"soft", "hard", "hard-without-baseline"};
  std::vector<Json> lines(static_cast<std::size_t>(3 * runs));
  in_parallel(lines.size(), threads, [&](std::size_t k) {
    const auto start = std::chrono::steady_clock::now();
    PickRun run(*pick_kind(kKinds[k % 3]), PickSize::kLarger, k / 3 + 1);
    Json log_likelihood = {run.log_likelihood()}, right = {run.right()};
    while (run.updates() < updates) {
      run.advance(std::min(every, updates - static_cast<int>(run.updates())));
      log_likelihood.push_back(run.log_likelihood());
      right.push_back(run.right());
    }
    lines[k] = {
        {"kind", kKinds[k % 3]}, {"seed", k / 3 + 1}, {"log_likelihood", log_likelihood}, {"right", right}, {"seconds", seconds_of(start)}};
  });
  if (arguments.has("json")) {
    std::printf("%s\n", Json{{"updates", updates}, {"every", every}, {"runs", lines}}.dump().c_str());
    return 0;
  }
  for (const Json& line : lines) {
    std::printf("%-22s seed %2d: log p %.3f to %.3f a token, %.1f %% right, %.2f s\n", line["kind"].get<std::string>().c_str(),
                line["seed"].get<int>(), line["log_likelihood"].front().get<double>(), line["log_likelihood"].back().get<double>(),
                100 * line["right"].back().get<double>(), line["seconds"].get<double>());
  }
  return 0;
}

}  // namespace

int run_hard(const Arguments& arguments) { return arguments.has("curves") ? print_curves(arguments) : print_cloud(arguments); }

}  // namespace regard
