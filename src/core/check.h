#pragma once

#include <stdexcept>
#include <string>

namespace regard {

/// An interface was used wrongly: shapes that do not fit, an index out of range. A programming error, not bad data.
struct MisuseError : std::logic_error {
  using std::logic_error::logic_error;
};

/// Throws MisuseError with `sentence` unless `condition` holds.
inline void check(bool condition, const char* sentence) {
  if (!condition) throw MisuseError(sentence);
}
inline void check(bool condition, const std::string& sentence) {
  if (!condition) throw MisuseError(sentence);
}

}  // namespace regard
