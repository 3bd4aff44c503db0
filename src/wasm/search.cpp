#include "wasm/search.h"

#include <emscripten/bind.h>

#include "wasm/arrays.h"

namespace regard {

using emscripten::val;

val JsSearch::tree() const {
  const BeamTree tree = search_.tree();
  val branches = val::array();
  for (const Branch& branch : tree.branches) {
    const Token token = translator_.model().target.token(branch.id);
    val one = val::object();
    one.set("parent", branch.parent);
    one.set("step", branch.step);
    one.set("piece", token.piece);
    one.set("text", token.text);
    one.set("log_probability", branch.log_probability);
    one.set("score", branch.score);
    one.set("fate", std::string(name_of(branch.fate)));
    one.set("row", branch.row);
    branches.call<void>("push", one);
  }
  val result = val::object();
  result.set("branches", branches);
  result.set("alpha", to_js(tree.alpha));
  result.set("best", tree.best);
  return result;
}

}  // namespace regard

EMSCRIPTEN_BINDINGS(regard_search) {
  emscripten::class_<regard::JsSearch>("Search")
      .smart_ptr<std::shared_ptr<regard::JsSearch>>("SearchPointer")
      .function("step", &regard::JsSearch::step)
      .function("record", &regard::JsSearch::record)
      .function("tree", &regard::JsSearch::tree)
      .function("writing", &regard::JsSearch::writing);
}
