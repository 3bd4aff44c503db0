#include "wasm/other_rows.h"

#include <emscripten/bind.h>

#include <algorithm>
#include <numeric>

#include "probes/divergence.h"
#include "probes/kendall_tau.h"
#include "wasm/arrays.h"

namespace regard {
namespace {

using emscripten::val;

constexpr std::size_t kCandidates = 5;

/// {tau, p}, or null where one of two lists of numbers, of equal length, ranks nothing; see probes/kendall_tau.h.
val js_kendall_tau(const val& x, const val& y) {
  const auto tau = kendall_tau(emscripten::vecFromJSArray<double>(x), emscripten::vecFromJSArray<double>(y));
  if (!tau) return val::null();
  val result = val::object();
  result.set("tau", tau->tau);
  result.set("p", tau->p);
  return result;
}

}  // namespace

JsOtherRows::JsOtherRows(const Translator& translator, const Translation& translation, int step, double bound)
    : translator_(translator),
      step_(translator.model().net, translator.model().values, ids_of(translation.source_tokens), ids_of(translation.target_tokens), step),
      search_(step_, {.bound = bound}) {}

val JsOtherRows::candidates(std::span<const float> p) const {
  std::vector<int> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  const auto count = static_cast<std::ptrdiff_t>(std::min(kCandidates, p.size()));
  const auto probability = [&](int id) { return p[static_cast<std::size_t>(id)]; };
  std::partial_sort(order.begin(), order.begin() + count, order.end(),
                    [&](int a, int b) { return probability(a) != probability(b) ? probability(a) > probability(b) : a < b; });
  std::vector<TraceCandidate> best;
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    const int id = order[static_cast<std::size_t>(k)];
    best.push_back({id, static_cast<double>(probability(id))});
  }
  return to_js(best, translator_.model().target);
}

val JsOtherRows::rows() const {
  const auto describe = [&](const AlignedVector<float>& row) {
    const AlignedVector<float> p = step_.outputs(row);
    val one = val::object();
    one.set("row", val::array(row.begin(), row.end()));
    one.set("distance", jensen_shannon<float>(row, step_.alpha()));
    one.set("effect", total_variation<float>(p, step_.output()));
    one.set("top", candidates(p));
    return one;
  };
  val learned = val::object();
  learned.set("row", val::array(step_.alpha().begin(), step_.alpha().end()));
  learned.set("top", candidates(step_.output()));
  val result = val::object();
  result.set("learned", learned);
  const auto sources = static_cast<std::size_t>(step_.sources());
  result.set("uniform", describe(AlignedVector<float>(sources, 1.0f / static_cast<float>(sources))));
  const auto& best = search_.best();
  result.set("adversary", best ? describe(AlignedVector<float>(best->row.begin(), best->row.end())) : val::null());
  return result;
}

}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_other_rows) {
  emscripten::class_<regard::JsOtherRows>("OtherRows")
      .smart_ptr<std::shared_ptr<regard::JsOtherRows>>("OtherRowsPointer")
      .function("search", &regard::JsOtherRows::search)
      .function("rows", &regard::JsOtherRows::rows);
  emscripten::function("kendallTau", &regard::js_kendall_tau);
}
