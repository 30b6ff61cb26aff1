#pragma once
// Data that a page carries inside itself: JSON in a script element, CSV in a link, hashes of scripts.

#include <string>
#include <string_view>

#include "analysis/report/html/markup.hpp"

namespace alongside::report {

/// JSON text as the contents of <script type="application/json">, without spaces between its parts: no byte of it can end the
/// script or be read as markup, and text that is no UTF-8 is replaced. Line separators U+2028 and U+2029, which old script
/// readers stumble over, are escaped. Throws InternalError when it is no JSON.
Markup script_json(const std::string& json);

/// Base64 (RFC 4648, padded).
std::string base64(std::string_view bytes);

/// "data:text/csv;charset=utf-8;base64,..." for a link that works without network or scripts.
std::string csv_link(std::string_view csv);

/// "'sha256-...'" of a script, as a content security policy names it.
std::string script_hash(std::string_view script);

}  // namespace alongside::report
