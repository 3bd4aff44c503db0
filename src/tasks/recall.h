#pragma once

#include <vector>

#include "core/rng.h"

namespace regard {

/// The recall task: read N random symbols, write the same N symbols in the same order, then end. Every sequence of symbols is as likely as
/// any other, so nothing can be guessed and each symbol costs log2(symbols) bits of memory: the truth is exact, which no translation's is.
constexpr int kFirstRecallSymbol = 3;  ///< behind the ids of unknown, begin and end

/// `length` symbols, each uniform in kFirstRecallSymbol .. kFirstRecallSymbol + symbols - 1.
std::vector<int> recall_sequence(int length, int symbols, Rng& rng);

/// `count` sequences, their lengths uniform in 1 .. longest.
std::vector<std::vector<int>> recall_sequences(int count, int longest, int symbols, Rng& rng);

}  // namespace regard
