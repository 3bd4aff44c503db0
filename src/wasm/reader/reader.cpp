// The page's first binary: it reads models and translates. Plain exports without Embind's glue; web/core/reader.js is its other side.
#include <emscripten.h>

#include <cstdlib>
#include <new>

#include "text/clean_line.h"
#include "wasm/arrays.h"
#include "wasm/reader/plain_model.h"
#include "wasm/traced.h"

namespace regard {
namespace {

/// One sentence under way.
struct ReaderSearch {
  const Translator& translator;
  std::vector<Token> source;
  BeamSearch search;
};

/// One translation, searched or forced.
struct ReaderWriting {
  const Translator& translator;
  Translation translation;
};

/// The answer of the last call, until the next.
std::string answer;

const char* give(const Value& value) {
  answer = value.bytes();
  return answer.data();
}

const char* give(const char* name, const void* handle) {
  Value result = Value::object();
  result.set(name, Value(handle));
  return give(result);
}

}  // namespace
}  // namespace regard

using namespace regard;

__attribute__((import_module("env"), import_name("out_of_memory"))) extern "C" void out_of_memory();

extern "C" {

/// Room for an argument, which the call that gets it frees.
EMSCRIPTEN_KEEPALIVE char* room(std::size_t bytes) { return static_cast<char*>(::operator new(bytes)); }

EMSCRIPTEN_KEEPALIVE void begin() { std::set_new_handler(out_of_memory); }

}

namespace {

/// An argument in its room.
struct Text {
  char* begin;
  std::size_t size;

  Text(char* begin_, std::size_t size_) : begin(begin_), size(size_) {}
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text() { ::operator delete(begin); }

  operator std::string_view() const { return {begin, size}; }
};

}  // namespace

extern "C" {

/// See PlainModel.
EMSCRIPTEN_KEEPALIVE const char* create_translator(char* config, std::size_t config_size, char* source, std::size_t source_size, char* target,
                                                   std::size_t target_size, char* dtypes, std::size_t dtypes_size, char* weights,
                                                   std::size_t weights_size) {
  const Text texts[] = {{config, config_size}, {source, source_size}, {target, target_size}, {dtypes, dtypes_size}, {weights, weights_size}};
  constexpr std::size_t kNumbers = 8;
  check(config_size == kNumbers * sizeof(int), "create_translator: there are eight numbers.");
  Result<std::unique_ptr<Model>> model = read_plain_model({{reinterpret_cast<const int*>(config), kNumbers},
                                                           texts[1],
                                                           texts[2],
                                                           texts[3],
                                                           {reinterpret_cast<const std::byte*>(weights), weights_size}});
  if (!model) return give(to_js(model.error()));
  return give("translator", new Translator(*std::move(model)));
}

EMSCRIPTEN_KEEPALIVE const char* tokenize(const Translator* translator, char* text, std::size_t size) {
  const Text line(text, size);
  return give(to_js(translator->model().source.tokenize(clean_line(line))));
}

EMSCRIPTEN_KEEPALIVE const char* start(const Translator* translator, char* text, std::size_t size, int beam) {
  const Text line(text, size);
  if (beam < 1 || beam > kWidestBeam) return give(to_js(bad_beam(beam)));
  Result<std::vector<Token>> source = translator->read(line, kLongestSource);
  if (!source) return give(to_js(source.error()));
  return give("search", new ReaderSearch{*translator, *source, translator->search(*source, beam)});
}

EMSCRIPTEN_KEEPALIVE const char* force(const Translator* translator, char* text, std::size_t size, char* target, std::size_t target_size) {
  const Text line(text, size), written(target, target_size);
  const Result<std::vector<Token>> source = translator->read(line, kLongestSource);
  if (!source) return give(to_js(source.error()));
  Result<Translation> translation = translator->force(*source, written, kLongestTarget);
  if (!translation) return give(to_js(translation.error()));
  return give("writing", new ReaderWriting{*translator, *std::move(translation)});
}

EMSCRIPTEN_KEEPALIVE int step(ReaderSearch* search) { return search->search.step(); }

EMSCRIPTEN_KEEPALIVE const char* writing(const ReaderSearch* search) {
  return give("writing", new ReaderWriting{search->translator, search->translator.describe(search->source, search->search.best())});
}

EMSCRIPTEN_KEEPALIVE const char* trace(const ReaderWriting* writing, int gates) {
  return give(traced(writing->translator, writing->translation, gates != 0));
}

EMSCRIPTEN_KEEPALIVE void end_translator(Translator* translator) { delete translator; }
EMSCRIPTEN_KEEPALIVE void end_search(ReaderSearch* search) { delete search; }
EMSCRIPTEN_KEEPALIVE void end_writing(ReaderWriting* writing) { delete writing; }

}
