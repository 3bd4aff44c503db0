#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <type_traits>
#include <vector>

#include "core/arena.h"
#include "core/check.h"
#include "core/parameters.h"
#include "core/reader.h"
#include "core/tensor.h"

namespace regard {

/// A value on the tape: a matrix, and room for d loss / d value when the tape records (else grad is null).
template <class T>
struct Var {
  Tensor<T> value;
  T* grad = nullptr;

  int rows() const { return value.rows; }
  int cols() const { return value.cols; }
  Tensor<T> d() const { return {grad, value.rows, value.cols}; }
};

/// Reverse-mode differentiation. Operations compute at once and, when the tape records, leave a step that adds to the gradients of
/// their inputs; `backward` runs the steps in reverse. A tape that does not record is inference by the same code.
/// Values, gradients and steps live in the arena and die with its reset.
template <class T>
class Tape {
 public:
  enum class Mode { kInference, kRecording };

  Tape(Arena& arena, Mode mode) : arena_(arena), mode_(mode) {}

  bool recording() const { return !kReader && mode_ == Mode::kRecording; }
  Arena& arena() { return arena_; }

  /// An uninitialised value with a zero gradient.
  Var<T> make(int rows, int cols) {
    Var<T> var{{nullptr, rows, cols}, nullptr};
    var.value.data = arena_.allocate<T>(var.value.size());
    if (recording()) var.grad = zeros(var.value.size());
    return var;
  }

  /// A value of zeros.
  Var<T> make_zero(int rows, int cols) {
    Var<T> var = make(rows, cols);
    std::fill_n(var.value.data, var.value.size(), T(0));
    return var;
  }

  /// Scratch room that needs no gradient.
  Tensor<T> scratch(int rows, int cols) {
    Tensor<T> tensor{nullptr, rows, cols};
    tensor.data = arena_.allocate<T>(tensor.size());
    return tensor;
  }

  /// Keeps a callable for the backward pass. It is copied into the arena and never destroyed.
  template <class F>
  void record([[maybe_unused]] F step) {
    static_assert(std::is_trivially_destructible_v<F>, "steps live in the arena, which destroys nothing");
    if constexpr (!kReader) {
      if (!recording()) return;
      F* kept = new (arena_.allocate<F>(1)) F(step);
      steps_.push_back({[](void* f) { (*static_cast<F*>(f))(); }, kept});
    }
  }

  /// Adds d (seed * loss) / d x to the gradient of everything `loss` was computed from. `loss` is (1, 1).
  void backward(Var<T> loss, T seed = T(1)) {
    check(recording(), "backward was called on a tape that does not record.");
    check(loss.value.size() == 1, "backward starts from a single number.");
    *loss.grad += seed;
    for (std::size_t k = steps_.size(); k > 0; --k) steps_[k - 1].run(steps_[k - 1].step);
    steps_.clear();
  }

 private:
  struct Step {
    void (*run)(void*);
    void* step;
  };

  T* zeros(std::size_t count) {
    T* data = arena_.allocate<T>(count);
    std::fill_n(data, count, T(0));
    return data;
  }

  Arena& arena_;
  Mode mode_;
  std::vector<Step> steps_;
};

/// What a forward pass needs: a tape, and the parameters with their gradients (null in inference).
template <class T>
struct Pass {
  Tape<T>& tape;
  const T* values;
  T* gradients = nullptr;

  Var<T> operator[](const Parameter& p) const {
    return {{const_cast<T*>(values) + p.offset, p.rows, p.cols}, gradients ? gradients + p.offset : nullptr};
  }
};

}  // namespace regard
