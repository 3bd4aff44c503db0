#pragma once

#include "core/parameters.h"
#include "ops/tape.h"

namespace regard {

/// What a score is made for.
struct AttentionWidths {
  int state;   ///< D: of q, the decoder's state that asks
  int source;  ///< of h_j
  int inner;   ///< A: of the tanh layer; for the location score, the longest source it can look at
};

}  // namespace regard
