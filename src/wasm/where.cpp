#include <emscripten/bind.h>

#include "tasks/where.h"
#include "wasm/arrays.h"

namespace regard {
namespace {

using emscripten::val;

/// The task "where did the cat sit?" from its file: {places: [{source, target}], ladders: [[{source, target, place, words}]]}, the first
/// `count` of its evaluation ladders; or {error}.
val read_where(const std::string& file, int count) {
  const Result<WhereTask> task = parse_where_task(file, "where.tsv");
  if (!task) return to_js(task.error());
  val places = val::array();
  for (const WherePlace& place : task->places) {
    val one = val::object();
    one.set("source", place.word.source);
    one.set("target", place.word.target);
    places.call<void>("push", one);
  }
  val ladders = val::array();
  for (const WhereLadder& ladder : evaluation_ladders(*task)) {
    if (count-- <= 0) break;
    val rungs = val::array();
    for (const WhereExample& example : ladder) {
      val rung = val::object();
      rung.set("source", example.source);
      rung.set("target", example.target);
      rung.set("place", example.place);
      rung.set("words", example.words);
      rungs.call<void>("push", rung);
    }
    ladders.call<void>("push", rungs);
  }
  val result = val::object();
  result.set("places", places);
  result.set("ladders", ladders);
  return result;
}

}  // namespace
}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_where) { emscripten::function("readWhere", &regard::read_where); }
