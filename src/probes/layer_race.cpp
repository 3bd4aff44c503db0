#include "probes/layer_race.h"

#include <cmath>
#include <vector>

#include "core/rng.h"

namespace regard {

LayerRace::LayerRace(const RaceSizes& sizes, std::uint64_t seed)
    : sizes_(sizes),
      gru_(CellKind::kGru, layout_, "gru", sizes.width, sizes.width),
      attention_(layout_, "attention", sizes.width, sizes.num_heads, sizes.width / sizes.num_heads),
      values_(layout_.size()),
      input_(static_cast<std::size_t>(sizes.longest) * static_cast<std::size_t>(sizes.width)) {
  Rng rng(seed);
  // Uniform with the variance 1 / d, so that sums over d terms stay near 1: no number overflows, none is too small to be normal.
  const double limit = std::sqrt(3.0 / sizes.width);
  for (float& value : values_) value = static_cast<float>(limit * (2 * rng.uniform() - 1));
  for (float& x : input_) x = static_cast<float>(std::sqrt(3.0) * (2 * rng.uniform() - 1));
}

Tensor<float> LayerRace::input(int length) {
  check(length > 0 && length <= sizes_.longest, "LayerRace: there are so many tokens.");
  return {input_.data(), length, sizes_.width};
}

Tensor<float> LayerRace::recurrent(int length) {
  const Tensor<float> x = input(length);
  arena_.reset();
  Tape<float> tape(arena_, Tape<float>::Mode::kInference);
  const std::span<Var<float>> states = gru_.run(Pass<float>{tape, values_.data()}, Var<float>{x}, 1, Direction::kForward);
  return stack_rows<float>(tape, states).value;
}

Tensor<float> LayerRace::attention(int length, HeadRange heads) {
  const Var<float> x{input(length)};
  arena_.reset();
  Tape<float> tape(arena_, Tape<float>::Mode::kInference);
  return attention_.share(Pass<float>{tape, values_.data()}, x, x, {}, heads).output.value;
}

}  // namespace regard
