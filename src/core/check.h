#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace regard {

/// An interface was used wrongly: shapes that do not fit, an index out of range. A programming error, not bad data.
struct MisuseError : std::logic_error {
  using std::logic_error::logic_error;
};

#ifdef REGARD_READER
/// The page's reader is small and knows no exceptions: it ends, and its worker is replaced.
template <class Sentence>
void check(bool condition, const Sentence&) {
  if (!condition) std::abort();
}
#else
/// Throws MisuseError with `sentence` unless `condition` holds.
inline void check(bool condition, const char* sentence) {
  if (!condition) throw MisuseError(sentence);
}
inline void check(bool condition, const std::string& sentence) {
  if (!condition) throw MisuseError(sentence);
}
#endif

}  // namespace regard
