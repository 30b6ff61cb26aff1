#pragma once
// HTML that cannot be broken by what it shows: text becomes Markup only through escaping, so a name or a sentence from a
// file can never open a tag, and forgetting to escape does not compile.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace alongside::report {

/// Text that stands in the program's own source; only string constants convert.
class Literal {
 public:
  consteval Literal(const char* text) : text_(text) {}
  constexpr std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

/// A piece of a page.
class Markup {
 public:
  Markup() = default;
  /// Escaped text; bytes that are no UTF-8 and control characters become U+FFFD.
  static Markup text(std::string_view untrusted);
  /// Markup as written in the source.
  static Markup raw(Literal markup) { return Markup(std::string(markup.view())); }
  /// The contents of a script or style element, which HTML does not escape. Throws InternalError when they would end it.
  static Markup verbatim(std::string_view program_text);

  const std::string& html() const { return html_; }
  bool empty() const { return html_.empty(); }
  Markup& operator+=(const Markup& more) {
    html_ += more.html_;
    return *this;
  }
  friend Markup operator+(Markup a, const Markup& b) { return a += b; }

 private:
  explicit Markup(std::string html) : html_(std::move(html)) {}
  friend Markup element(Literal, std::vector<struct Attribute>, const Markup&);
  friend Markup element(Literal, const Markup&);
  std::string html_;
};

/// An attribute: a name from the source, any value.
struct Attribute {
  Literal name;
  std::string value;
};

/// <name attributes>content</name>.
Markup element(Literal name, std::vector<Attribute> attributes, const Markup& content);
Markup element(Literal name, const Markup& content);
/// The same around text.
Markup element(Literal name, std::vector<Attribute> attributes, std::string_view text);
Markup element(Literal name, std::string_view text);

/// A dotted name as code that may break after its dots and underscores.
Markup name_as_code(std::string_view path);

}  // namespace alongside::report
