#include "probes/layer_race.h"

#include <emscripten/bind.h>

#include "wasm/arrays.h"

namespace regard {
namespace {

using emscripten::val;

constexpr int kWidest = 1024;
constexpr int kLongest = 4096;

val matrix(Tensor<float> t) { return to_js(TraceMatrix{t.rows, t.cols, {t.data, t.data + t.size()}}); }

/// The sum of the last row: a result that somebody asks for.
double last_sum(Tensor<float> t) {
  double sum = 0;
  for (int k = 0; k < t.cols; ++k) sum += static_cast<double>(t(t.rows - 1, k));
  return sum;
}

val create_layer_race(int width, int heads, int longest, unsigned seed) {
  if (width < 1 || width > kWidest || heads < 1 || width % heads != 0 || longest < 1 || longest > kLongest) {
    return to_js(Error{"bad-sizes", "There are no such layers: " + std::to_string(width) + " wide, with " + std::to_string(heads) +
                                        " heads, for " + std::to_string(longest) + " tokens."});
  }
  val result = val::object();
  result.set("race", val(std::make_shared<LayerRace>(RaceSizes{width, heads, longest}, seed)));
  return result;
}

/// Runs the GRU over the first n tokens, `runs` times; the sum of its last state.
double recurrent(LayerRace& race, int length, int runs) {
  double sum = 0;
  for (int k = 0; k < runs; ++k) sum = last_sum(race.recurrent(length));
  return sum;
}

/// Runs self-attention over the first n tokens, `runs` times; the sum of what it says of the last.
double attention(LayerRace& race, int length, int runs) {
  double sum = 0;
  for (int k = 0; k < runs; ++k) sum = last_sum(race.attention(length, {0, race.sizes().num_heads}));
  return sum;
}

/// What the heads first .. first + count - 1 add to the output of self-attention (n, d).
val heads(LayerRace& race, int length, int first, int count) { return matrix(race.attention(length, {first, count})); }

/// {input, states, parameters: {name: matrix}}: what the layers start from, and the GRU's states.
val inspect(LayerRace& race, int length) {
  val parameters = val::object();
  for (const Parameter& p : race.layout().parameters()) {
    parameters.set(p.name, matrix({const_cast<float*>(race.values().data()) + p.offset, p.rows, p.cols}));
  }
  val result = val::object();
  result.set("input", matrix(race.input(length)));
  result.set("states", matrix(race.recurrent(length)));
  result.set("parameters", parameters);
  return result;
}

}  // namespace
}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_layer_race) {
  emscripten::class_<regard::LayerRace>("LayerRace")
      .smart_ptr<std::shared_ptr<regard::LayerRace>>("LayerRacePointer")
      .function("recurrent", &regard::recurrent)
      .function("attention", &regard::attention)
      .function("heads", &regard::heads)
      .function("inspect", &regard::inspect);
  emscripten::function("createLayerRace", &regard::create_layer_race);
}
