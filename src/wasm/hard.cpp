#include <emscripten/bind.h>

#include "training/gradient_cloud.h"
#include "wasm/arrays.h"

namespace regard {
namespace {

using emscripten::val;

constexpr int kMostUpdates = 10000, kMostSamples = 100000;

template <class Numbers>
val numbers(const Numbers& all) {
  val list = val::array();
  for (double one : all) list.call<void>("push", one);
  return list;
}

/// A pair of coordinates a row.
val points(const std::vector<float>& all) { return to_js(TraceMatrix{static_cast<int>(all.size() / 2), 2, all}); }

val create_pick_run(const std::string& kind, unsigned seed) {
  const std::optional<PickKind> known = pick_kind(kind);
  if (!known) return to_js(Error{"bad-kind", "There is no kind of attention \"" + kind + "\" for this task."});
  val result = val::object();
  result.set("run", val(std::make_shared<PickRun>(*known, PickSize::kLarger, seed)));
  return result;
}

/// {parameters, examples}: of the net, and of the task.
val sizes(const PickRun& run) {
  val result = val::object();
  result.set("parameters", static_cast<int>(run.values().size()));
  result.set("examples", static_cast<int>(all_pick_examples().size()));
  return result;
}

/// {logLikelihood, right}.
val measure(const PickRun& run) {
  val result = val::object();
  result.set("logLikelihood", run.log_likelihood());
  result.set("right", run.right());
  return result;
}

int updates(const PickRun& run) { return static_cast<int>(run.updates()); }

val create_gradient_cloud(unsigned seed, int after, int example) {
  const int examples = static_cast<int>(all_pick_examples().size());
  if (after < 0 || after > kMostUpdates || example < 0 || example >= examples) {
    return to_js(Error{"bad-cloud", "There is no example " + std::to_string(example) + " after " + std::to_string(after) + " updates."});
  }
  val result = val::object();
  result.set("cloud", val(std::make_shared<GradientCloud>(seed, after, example)));
  return result;
}

/// More estimates of both kinds; false when there are too many.
bool draw(GradientCloud& cloud, int count) {
  if (count < 0 || cloud.with().distance.size() + static_cast<std::size_t>(count) > kMostSamples) return false;
  cloud.draw(count);
  return true;
}

val kind_of(const GradientCloud::Kind& kind) {
  val result = val::object();
  result.set("variance", kind.variance);
  result.set("points", points(kind.points));
  result.set("means", points(kind.means));
  result.set("distance", to_js(TraceMatrix{static_cast<int>(kind.distance.size()), 1, kind.distance}));
  return result;
}

val inspect(const GradientCloud& cloud) {
  val result = val::object();
  result.set("source", numbers(cloud.example().source));
  result.set("target", numbers(cloud.example().target));
  result.set("parameters", cloud.parameters());
  result.set("allParameters", cloud.all_parameters());
  result.set("paths", static_cast<int>(cloud.paths().paths.size()));
  result.set("bound", cloud.paths().bound);
  result.set("logLikelihood", cloud.paths().log_likelihood);
  result.set("norm", cloud.norm());
  result.set("shares", numbers(cloud.shares()));
  result.set("exact", numbers(cloud.exact()));
  result.set("baseline", numbers(cloud.baseline()));
  result.set("without", kind_of(cloud.without()));
  result.set("with", kind_of(cloud.with()));
  return result;
}

}  // namespace
}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_hard) {
  emscripten::class_<regard::PickRun>("PickRun")
      .smart_ptr<std::shared_ptr<regard::PickRun>>("PickRunPointer")
      .function("advance", &regard::PickRun::advance)
      .function("updates", &regard::updates)
      .function("measure", &regard::measure)
      .function("sizes", &regard::sizes);
  emscripten::class_<regard::GradientCloud>("GradientCloud")
      .smart_ptr<std::shared_ptr<regard::GradientCloud>>("GradientCloudPointer")
      .function("draw", &regard::draw)
      .function("inspect", &regard::inspect);
  emscripten::function("createPickRun", &regard::create_pick_run);
  emscripten::function("createGradientCloud", &regard::create_gradient_cloud);
}
