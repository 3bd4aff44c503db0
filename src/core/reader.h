#pragma once

namespace regard {

/// Is this the binary that the page begins with, which reads models and translates and can do nothing else? Then it is as small as that
/// allows: no backward passes, no sentences for misuse, and of nets those alone that have GRUs and the additive score or no attention.
#ifdef REGARD_READER
inline constexpr bool kReader = true;
#else
inline constexpr bool kReader = false;
#endif

}  // namespace regard
