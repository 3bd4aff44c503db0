#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "export.h"
#include "job.h"

// regard_bench export FOLDER MODELS   writes the cases
// regard_bench                        makes and times jobs as standard input asks, one JSON object a line, and answers each with one:
//   {"make": {"kind": .., "weights": FILE, ..}}  ->  {"job": 0, "flops": .., "bytes": ..}
//   {"run": 0, "times": 10}                      ->  {"seconds": ..}, measured here
//   {"result": 0}                                ->  {"result": ..}
//   {"drop": 0}                                  ->  {}
// An answer to what cannot be done is {"error": a sentence}.

namespace {

using nlohmann::json;

std::vector<regard::bench::Job> jobs;

json make(const json& spec) {
  std::string weights;
  if (spec.contains("weights")) {
    std::ifstream file(spec.at("weights").get<std::string>(), std::ios::binary);
    if (!file) throw std::runtime_error("Cannot read " + spec.at("weights").get<std::string>() + ".");
    weights.assign(std::istreambuf_iterator<char>(file), {});
  }
  jobs.push_back(regard::bench::make_job({spec, std::as_bytes(std::span(weights))}));
  return {{"job", jobs.size() - 1}, {"flops", jobs.back().flops}, {"bytes", jobs.back().bytes}};
}

json run(const regard::bench::Job& job, int times) {
  const auto begin = std::chrono::steady_clock::now();
  for (int k = 0; k < times; ++k) job.run();
  return {{"seconds", std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()}};
}

json answer(const json& question) {
  const auto job = [&](const char* key) -> regard::bench::Job& { return jobs.at(question.at(key).get<std::size_t>()); };
  if (question.contains("make")) return make(question.at("make"));
  if (question.contains("run")) return run(job("run"), question.at("times"));
  if (question.contains("result")) return {{"result", job("result").result()}};
  if (question.contains("drop")) {
    job("drop") = {};
    return json::object();
  }
  throw std::runtime_error("A line asks to make, run, result or drop.");
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count == 4 && std::string(words[1]) == "export") {
      regard::bench::export_cases(words[2], words[3]);
      return 0;
    }
    if (count != 1) {
      std::cerr << "regard_bench export FOLDER MODELS, or regard_bench with questions on standard input.\n";
      return 2;
    }
    for (std::string line; std::getline(std::cin, line);) {
      json reply;
      try {
        reply = answer(json::parse(line));
      } catch (const std::exception& error) {
        reply = {{"error", error.what()}};
      }
      std::cout << reply.dump() << std::endl;
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "regard_bench: " << error.what() << "\n";
    return 1;
  }
}
