#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <vector>

#include "job.h"

// The same jobs for JavaScript, which measures: makeJob(spec as JSON, weights) gives a job's number, runJob(job, times) runs it.

namespace {

std::vector<regard::bench::Job> jobs;

int make_job(const std::string& spec, const emscripten::val& weights) {
  const std::vector<std::uint8_t> bytes = emscripten::convertJSArrayToNumberVector<std::uint8_t>(weights);
  jobs.push_back(regard::bench::make_job({nlohmann::json::parse(spec), std::as_bytes(std::span(bytes))}));
  return static_cast<int>(jobs.size()) - 1;
}

void run_job(int job, int times) {
  const auto& run = jobs[static_cast<std::size_t>(job)].run;
  for (int k = 0; k < times; ++k) run();
}

double flops(int job) { return jobs[static_cast<std::size_t>(job)].flops; }
double bytes(int job) { return jobs[static_cast<std::size_t>(job)].bytes; }
std::string result(int job) { return jobs[static_cast<std::size_t>(job)].result().dump(); }
void drop(int job) { jobs[static_cast<std::size_t>(job)] = {}; }

}  // namespace

EMSCRIPTEN_BINDINGS(regard_bench) {
  emscripten::function("makeJob", &make_job);
  emscripten::function("runJob", &run_job);
  emscripten::function("flops", &flops);
  emscripten::function("bytes", &bytes);
  emscripten::function("result", &result);
  emscripten::function("drop", &drop);
}
