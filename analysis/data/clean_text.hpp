#pragma once
// Text of unknown origin made harmless for a page or a terminal.

#include <string>
#include <string_view>

namespace alongside::data {

/// Valid UTF-8 without control characters other than tab and line feed: every offending byte becomes U+FFFD.
std::string clean_text(std::string_view untrusted);

}  // namespace alongside::data
