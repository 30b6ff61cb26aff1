#include "analysis/report/html/script_data.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>

#include "analysis/data/clean_text.hpp"
#include "sim/core/error.hpp"
#include "sim/record/digest.hpp"

namespace alongside::report {

Markup script_json(const std::string& json) {
  const nlohmann::ordered_json value = nlohmann::ordered_json::parse(data::clean_text(json), nullptr, false);
  if (value.is_discarded()) throw InternalError("the data of a page is no JSON");
  const std::string plain = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string out;
  out.reserve(plain.size());
  for (std::size_t at = 0; at < plain.size(); ++at) {
    const char c = plain[at];
    if (c == '<') out += "\\u003c";
    else if (c == '>') out += "\\u003e";
    else if (c == '&') out += "\\u0026";
    else if (plain.compare(at, 3, "\xE2\x80\xA8") == 0) out += "\\u2028", at += 2;
    else if (plain.compare(at, 3, "\xE2\x80\xA9") == 0) out += "\\u2029", at += 2;
    else out += c;
  }
  return Markup::verbatim(out);
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 3; ++i) word = word << 8 | (i < n ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) out += i <= n ? letters[word >> (18 - 6 * i) & 63u] : '=';
  }
  return out;
}

std::string csv_link(std::string_view csv) { return "data:text/csv;charset=utf-8;base64," + base64(csv); }

std::string script_hash(std::string_view script) {
  const record::Digest digest = record::sha256(std::as_bytes(std::span(script)));
  return "'sha256-" + base64({reinterpret_cast<const char*>(digest.data()), digest.size()}) + "'";
}

}  // namespace alongside::report
