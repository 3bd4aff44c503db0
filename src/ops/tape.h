#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

#include "core/arena.h"
#include "core/check.h"
#include "core/parameters.h"
#include "core/reader.h"
#include "core/tensor.h"
#include "ops/shared_weights.h"

namespace regard {

class PackedMatrix;
class PackedWeights;

/// A value on the tape: a matrix, and room for d loss / d value when the tape records (else grad is null). A weight may have been packed
/// for inference. Of a parameter no step of the tape needs the gradient, so that it may be the last to be summed.
template <class T>
struct Var {
  Tensor<T> value;
  T* grad = nullptr;
  const PackedMatrix* packed = nullptr;
  bool parameter = false;

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

  /// What the steps recorded here share of the parameters.
  SharedWeights<T>& shared() { return shared_; }

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

  /// Room for the values of `count` time steps, empty at first.
  std::span<Var<T>> list(int count) {
    Var<T>* first = arena_.allocate<Var<T>>(static_cast<std::size_t>(count));
    std::uninitialized_fill_n(first, count, Var<T>{});
    return {first, static_cast<std::size_t>(count)};
  }

  /// Keeps a callable for the backward pass. It is copied into the arena and never destroyed.
  template <class F>
  void record([[maybe_unused]] F step) {
    static_assert(std::is_trivially_destructible_v<F>, "steps live in the arena, which destroys nothing");
    if constexpr (!kReader) {
      if (!recording()) return;
      struct Kept : Step {
        F step;
      };
      last_ = new (arena_.allocate<Kept>(1)) Kept{{[](Step* kept) { static_cast<Kept*>(kept)->step(); }, last_}, step};
    }
  }

  /// Adds d (seed * loss) / d x to the gradient of everything `loss` was computed from. `loss` is (1, 1).
  void backward(Var<T> loss, T seed = T(1)) {
    check(recording(), "backward was called on a tape that does not record.");
    check(loss.value.size() == 1, "backward starts from a single number.");
    *loss.grad += seed;
    for (; last_; last_ = last_->before) last_->run(last_);
    shared_.finish(arena_);
  }

 private:
  struct Step {
    void (*run)(Step*);
    Step* before;
  };

  T* zeros(std::size_t count) {
    T* data = arena_.allocate<T>(count);
    std::fill_n(data, count, T(0));
    return data;
  }

  Arena& arena_;
  Mode mode_;
  Step* last_ = nullptr;  ///< of the steps recorded so far
  SharedWeights<T> shared_;
};

/// The packed matrix of a parameter, or null.
const PackedMatrix* packed_matrix(const PackedWeights& weights, const Parameter& p);

/// What a forward pass needs: a tape, and the parameters with their gradients (null in inference), or packed (in inference alone).
template <class T>
struct Pass {
  Tape<T>& tape;
  const T* values;
  T* gradients = nullptr;
  const PackedWeights* packed = nullptr;

  Var<T> operator[](const Parameter& p) const {
    return {{const_cast<T*>(values) + p.offset, p.rows, p.cols},
            gradients ? gradients + p.offset : nullptr,
            packed ? packed_matrix(*packed, p) : nullptr,
            true};
  }
};

}  // namespace regard
