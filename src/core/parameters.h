#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace regard {

/// Where one weight matrix lies in the flat array of all of a model's parameters.
struct Parameter {
  std::string name;  ///< as in the model file, e.g. "encoder.forward.weight_ih"
  int rows = 0;
  int cols = 0;
  std::size_t offset = 0;
  std::size_t index = 0;  ///< its place in the list of parameters

  std::size_t size() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols); }
};

/// The list of a model's parameters, in order. Layers add to it when they are made; values, gradients and the optimiser's
/// moments are flat arrays of `size()` numbers in this one layout.
class ParameterLayout {
 public:
  Parameter add(std::string name, int rows, int cols) {
    Parameter parameter{std::move(name), rows, cols, size_, parameters_.size()};
    size_ += parameter.size();
    parameters_.push_back(parameter);
    return parameter;
  }

  const std::vector<Parameter>& parameters() const { return parameters_; }
  std::size_t size() const { return size_; }

  /// Whether some parameter's name begins so.
  bool has(std::string_view prefix) const {
    return std::any_of(parameters_.begin(), parameters_.end(), [&](const Parameter& p) { return p.name.starts_with(prefix); });
  }

 private:
  std::vector<Parameter> parameters_;
  std::size_t size_ = 0;
};

}  // namespace regard
