#pragma once

#include <memory>

#include "wasm/writing.h"

namespace regard {

/// One sentence under way, as JavaScript sees it. Borrows the translator, which must be deleted last.
class JsSearch {
 public:
  JsSearch(const Translator& translator, std::vector<Token> source, int beam)
      : translator_(translator), source_(std::move(source)), search_(translator.search(source_, beam)) {}

  /// One more target token for every hypothesis; true when the search is over.
  bool step() { return search_.step(); }

  /// Keeps the tree from now on, see BeamSearch::record; before the first step.
  void record() { search_.record(kLeastBranches); }

  /// {branches: [{parent, step, piece, text, log_probability, score, fate, row}], alpha, best}, see BeamTree; of a search that is recorded.
  emscripten::val tree() const;

  /// The best translation.
  std::shared_ptr<JsWriting> writing() const {
    return std::make_shared<JsWriting>(translator_, translator_.describe(source_, search_.best()));
  }

 private:
  const Translator& translator_;
  std::vector<Token> source_;
  BeamSearch search_;
};

}  // namespace regard
