#pragma once

#include <emscripten/val.h>

#include "probes/steering.h"
#include "translation/translator.h"

namespace regard {

/// One sentence under an intervention, as JavaScript sees it, see probes/steering.h. Borrows the translator, which must be deleted last.
class JsSteering {
 public:
  JsSteering(const Translator& translator, std::vector<Token> source, AlphaPolicy policy, std::vector<int> target);

  /// One step of what is to be done next; true when nothing is left.
  bool step() { return steering_.over() || steering_.step(); }

  /// Replaces the weights of step i by these, over their sum: {}, or {error} for a row that is none.
  emscripten::val edit(int i, const emscripten::val& weights);
  void reset(int i) { steering_.reset(i); }

  /// Steps of the translation under the intervention that are there.
  int written() const { return static_cast<int>(steering_.steered().steps().size()); }

  /// The net's own translation and the one under the intervention, their weights, and how far they are from each other. Only when `step`
  /// returned true.
  emscripten::val result() const;

 private:
  const Translator& translator_;
  std::vector<Token> source_;
  Steering steering_;
};

/// {steering} or {error}.  policy: {name, seed, temperature, rows: {data, shape} or null}.  target: what the net is made to write, or null
/// for its own translation.
emscripten::val steer(const Translator& translator, const std::string& text, const emscripten::val& policy, const emscripten::val& target);

/// The translation under a policy as {translation, alpha}, alpha null where c_i is fixed, or {error}.
emscripten::val steered(const Translator& translator, const std::string& text, const emscripten::val& policy);

}  // namespace regard
