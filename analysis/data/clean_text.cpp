#include "analysis/data/clean_text.hpp"

#include <algorithm>

namespace alongside::data {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool continues(std::string_view text, std::size_t at) { return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; }

/// Bytes of the character that starts at `at`; 0 when it is no shortest-form UTF-8, a surrogate or beyond U+10FFFF.
std::size_t character(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return 1;
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  for (std::size_t i = 1; i < bytes; ++i)
    if (!continues(text, at + i)) return 0;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
  return bytes;
}

bool is_control(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c == '\t' || c == '\n') return false;
  // C0, DEL, and C1, which UTF-8 writes as C2 80 to C2 9F.
  return c < 0x20 || c == 0x7F || (c == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0);
}

}  // namespace

std::string clean_text(std::string_view untrusted) {
  std::string out;
  out.reserve(untrusted.size());
  for (std::size_t at = 0; at < untrusted.size();) {
    const std::size_t bytes = character(untrusted, at);
    if (bytes == 0 || is_control(untrusted, at)) out += replacement;
    else out += untrusted.substr(at, bytes);
    at += std::max<std::size_t>(bytes, 1);
  }
  return out;
}

}  // namespace alongside::data
