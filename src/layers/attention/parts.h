#pragma once

#include <vector>

#include "ops/tape.h"

namespace regard {

/// The scores of one query taken apart into the terms that they sum, W of them a position, so that each can be shown:
///   e_j = scale_j sum_k v_k tanh(query_k + keys_jk)   where there is a v
///   e_j = scale_j sum_k query_k keys_jk               where there is none
/// All empty where the score is the same at every position. Positions behind the last key have no terms, see LocationScore.
template <class T>
struct ScoreParts {
  Var<T> query;          ///< (1, W)
  Var<T> keys;           ///< (S, W)
  Var<T> v;              ///< (1, W), or empty
  std::vector<T> scale;  ///< S numbers
};

}  // namespace regard
