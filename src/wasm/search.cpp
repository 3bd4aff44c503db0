#include "wasm/search.h"

#include <emscripten/bind.h>

EMSCRIPTEN_BINDINGS(regard_search) {
  emscripten::class_<regard::JsSearch>("Search")
      .smart_ptr<std::shared_ptr<regard::JsSearch>>("SearchPointer")
      .function("step", &regard::JsSearch::step)
      .function("writing", &regard::JsSearch::writing);
}
