#pragma once

#include <string>
#include <string_view>

namespace regard {

/// What every text goes through before a tokenizer sees it, in training and in the page, so that both see the same:
/// any run of white space (also no-break, thin and ideographic spaces, tabs, line ends) becomes one space, none at either end;
/// curly quotes become straight ones and dashes a hyphen, as in the corpus; control, zero-width and direction characters, which nobody
/// can see, go;
/// a byte that is no UTF-8 becomes U+FFFD. Everything else stays, known to a model or not. Applying it twice changes nothing.
/// Composing accents (NFC) is left to the caller.
std::string clean_line(std::string_view text);

}  // namespace regard
