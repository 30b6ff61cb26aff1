#include "analysis/report/html/markup.hpp"

#include <algorithm>
#include <cctype>

#include "analysis/data/clean_text.hpp"
#include "sim/core/error.hpp"

namespace alongside::report {
Markup Markup::text(std::string_view untrusted) {
  std::string out;
  for (const char c : data::clean_text(untrusted)) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  return Markup(std::move(out));
}

Markup Markup::verbatim(std::string_view program_text) {
  // Within a script, "</script" ends it and "<!--" may hide its end.
  std::string lower(program_text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* end : {"</script", "</style", "<!--"})
    ALONGSIDE_EXPECTS(lower.find(end) == std::string::npos);
  return Markup(std::string(program_text));
}

Markup element(Literal name, std::vector<Attribute> attributes, const Markup& content) {
  std::string out = "<";
  out += name.view();
  for (const Attribute& attribute : attributes) out.append(" ").append(attribute.name.view()).append("=\"").append(Markup::text(attribute.value).html()).append("\"");
  out.append(">").append(content.html()).append("</").append(name.view()).append(">");
  return Markup(std::move(out));
}

Markup element(Literal name, const Markup& content) { return element(name, {}, content); }
Markup element(Literal name, std::vector<Attribute> attributes, std::string_view text) { return element(name, std::move(attributes), Markup::text(text)); }
Markup element(Literal name, std::string_view text) { return element(name, Markup::text(text)); }

Markup name_as_code(std::string_view path) {
  Markup out;
  std::size_t from = 0;
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (path[at] != '.' && path[at] != '_') continue;
    out += Markup::text(path.substr(from, at + 1 - from)) + Markup::raw("<wbr>");
    from = at + 1;
  }
  return element("code", out + Markup::text(path.substr(from)));
}

}  // namespace alongside::report
