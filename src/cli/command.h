#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/result.h"

namespace regard {

/// A command line behind the command's name: `--option value`, `--flag`, and texts.
struct Arguments {
  std::map<std::string, std::string> options;
  std::set<std::string> flags;
  std::vector<std::string> texts;

  bool has(const std::string& flag) const { return flags.contains(flag); }
};

/// Wrong usage: exit status 2.
struct UsageError {
  std::string sentence;
};

/// Exit statuses: 0, or 1 with one sentence on standard error. They throw UsageError.
int run_translate(const Arguments& arguments);
int run_trace(const Arguments& arguments);
int run_evaluate(const Arguments& arguments);
int run_align(const Arguments& arguments);
int run_vocabulary(const Arguments& arguments);
int run_train(const Arguments& arguments);
int run_recall(const Arguments& arguments);
int run_gradient(const Arguments& arguments);
int run_explain(const Arguments& arguments);
int run_probe(const Arguments& arguments);
int run_steer(const Arguments& arguments);
int run_hard(const Arguments& arguments);
int run_inspect(const Arguments& arguments);

/// The option's value. Throws UsageError when it is missing.
const std::string& needed(const Arguments& arguments, const char* option);

/// A whole number in low .. high from an option, or `fallback` when it is absent. Throws UsageError.
long long whole_number(const Arguments& arguments, const std::string& option, long long fallback, long long low, long long high);

/// Prints the error's sentence and returns 1.
int fail(const Error& error);

}  // namespace regard
