#include "sim/scenario/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace alongside::scenario {
namespace {

/// One character of UTF-8: its code point and how many bytes it takes, 0 when it is not valid.
struct Character {
  std::uint32_t code;
  int bytes;
};

Character decode(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(rest[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const int bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || rest.size() < static_cast<std::size_t>(bytes)) return {0, 0};
  std::uint32_t code = first & (0x7Fu >> bytes);
  for (int i = 1; i < bytes; ++i) {
    if ((byte(static_cast<std::size_t>(i)) & 0xC0) != 0x80) return {0, 0};
    code = code << 6 | (byte(static_cast<std::size_t>(i)) & 0x3Fu);
  }
  constexpr std::uint32_t shortest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < shortest[bytes] || surrogate || code > 0x10FFFF) return {0, 0};
  return {code, bytes};
}

/// Characters that are not seen, or that turn the reading direction and so show another text than the one read.
bool unseen(std::uint32_t code) {
  return (code >= 0x80 && code <= 0x9F) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
         (code >= 0xFFF9 && code <= 0xFFFF) || code == 0xFEFF;
}

enum class Inside { plain, comment, basic, literal, long_basic, long_literal };

bool in_string(Inside state) { return state != Inside::plain && state != Inside::comment; }
bool in_short_string(Inside state) { return state == Inside::basic || state == Inside::literal; }

/// A character as an escape of a basic string.
std::string escape(std::uint32_t code) { return code <= 0xFFFF ? fmt::format("\\u{:04X}", code) : fmt::format("\\U{:08X}", code); }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Screened run() {
    if (text_.size() > max_file_bytes)
      out_.refusal = Refusal{1, 1, fmt::format("the file holds {} bytes (the limit is {}: a scenario is short text) check that it is "
                                               "the right file", text_.size(), max_file_bytes)};
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < text_.size() && !out_.refusal) step();
    if (!out_.refusal && in_string(state_))
      out_.refusal = Refusal{open_line_, open_column_, "this string is never closed (the rest of the file is part of it) add the closing quotes"};
    return std::move(out_);
  }

 private:
  void refuse(std::string message) { out_.refusal = Refusal{line_, column_, std::move(message)}; }
  bool ahead(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  /// Moves over ASCII bytes and hands them on as they are.
  void advance(int bytes) { replace(bytes, bytes, text_.substr(at_, static_cast<std::size_t>(bytes))); }
  /// Moves over some characters and hands on others in their place.
  void replace(int bytes, int characters, std::string_view by) {
    const int ahead = static_cast<int>(by.size()) - characters;
    if (ahead != 0) out_.shifts.push_back({line_, static_cast<int>(out_.ascii.size() - ascii_line_start_ + by.size()) + 1, ahead});
    out_.ascii += by;
    at_ += static_cast<std::size_t>(bytes);
    column_ += characters;
  }

  void step() {
    const Character c = decode(text_.substr(at_));
    if (c.bytes == 0) return refuse("this is not UTF-8 text (scenarios are) save the file as UTF-8");
    if (c.code == '\n') return new_line();
    if (c.code == '\r' && ahead("\r\n")) return advance(1);
    if (c.code == 0) return refuse("a NUL byte (the file is not text) check that it is the right file");
    if ((c.code < 0x20 && c.code != '\t') || c.code == 0x7F || unseen(c.code))
      return refuse(fmt::format("the invisible character U+{:04X} (it would hide what the file says) delete it", c.code));
    if (at_ - line_start_ > max_line_bytes)
      return refuse(fmt::format("this line is longer than {} bytes (no scenario needs that) break it", max_line_bytes));
    if (state_ == Inside::plain) return plain(c);
    if (in_string(state_)) return string(c);
    replace(c.bytes, 1, c.code < 0x80 ? text_.substr(at_, 1) : "?");
  }

  void new_line() {
    if (in_short_string(state_)) {
      out_.refusal = Refusal{open_line_, open_column_, "this string is not closed on its line (a quote is missing) add it"};
      return;
    }
    if (state_ == Inside::comment) state_ = Inside::plain;
    ++at_;
    out_.ascii += '\n';
    ascii_line_start_ = out_.ascii.size();
    ++line_;
    column_ = 1;
    line_start_ = at_;
    dots_ = 0;
  }

  void open(Inside state, int bytes) {
    state_ = state;
    open_line_ = line_;
    open_column_ = column_;
    replace(bytes, bytes, std::string(static_cast<std::size_t>(bytes), '"'));  // a literal string becomes a basic one
  }

  void plain(Character c) {
    if (c.code >= 0x80)
      return refuse(fmt::format("the character \"{}\" outside quotes (names and values are plain ASCII) put text in quotes",
                                text_.substr(at_, static_cast<std::size_t>(c.bytes))));
    if (ahead("\"\"\"")) return open(Inside::long_basic, 3);
    if (ahead("'''")) return open(Inside::long_literal, 3);
    if (c.code == '"') return open(Inside::basic, 1);
    if (c.code == '\'') return open(Inside::literal, 1);
    if (c.code == '#') state_ = Inside::comment;
    if (c.code == '.' && ++dots_ >= max_key_parts)
      return refuse(fmt::format("this name has more than {} parts (no parameter has) shorten it", max_key_parts));
    if (c.code == '=' || c.code == ',' || c.code == '{' || c.code == '[' || c.code == '}' || c.code == ']') dots_ = 0;
    if (c.code == '[' && open_.empty() && starts_line() && !names_table())
      return refuse("this bracket is followed by no name (a table's name is letters, digits, _ and -, or in quotes) name the table");
    if (c.code == '[' || c.code == '{') open_.push_back(c.code == '[' ? ']' : '}');
    if (open_.size() > max_nesting)
      return refuse(fmt::format("brackets are nested deeper than {} (no scenario needs that) close some", max_nesting));
    if (c.code == ']' || c.code == '}') {
      // The parser takes it for granted that no list holds the end of a table.
      if (open_.empty() || static_cast<std::uint32_t>(open_.back()) != c.code)
        return refuse(fmt::format("this closing {} has no opening one (brackets come in pairs) delete it, or add the other", static_cast<char>(c.code)));
      open_.pop_back();
    }
    advance(1);
  }

  bool starts_line() const { return text_.substr(line_start_, at_ - line_start_).find_first_not_of(" \t\xEF\xBB\xBF") == std::string_view::npos; }

  /// Whether a header's bracket leads to a name: the parser takes that for granted.
  bool names_table() const {
    std::string_view rest = text_.substr(at_ + 1);
    const auto skip_blanks = [&] { rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size())); };
    skip_blanks();
    if (rest.starts_with('[')) rest.remove_prefix(1);
    skip_blanks();
    if (rest.empty()) return false;
    const char c = rest.front();
    return c == '\0' ||  // refused for itself when its turn comes
           std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '"' || c == '\'' || c == ']';
  }

  void string(Character c) {
    const bool escapes = state_ == Inside::basic || state_ == Inside::long_basic;
    if (escapes && c.code == '\\' && at_ + 1 < text_.size()) {
      const char next = text_[at_ + 1];
      if (next == '"' || next == '\\') return advance(2);
      if (static_cast<unsigned char>(next) >= 0x80)
        return refuse("a backslash before this character means nothing (it starts an escape) delete it, or write two");
    }
    if (c.code == static_cast<std::uint32_t>(escapes ? '"' : '\'')) return quotes(escapes ? '"' : '\'');
    if (c.code >= 0x80) return replace(c.bytes, 1, escape(c.code));
    if (!escapes && (c.code == '"' || c.code == '\\')) return replace(1, 1, c.code == '"' ? "\\\"" : "\\\\");
    advance(1);
  }

  /// One or more of the quotes that could close the string.
  void quotes(char quote) {
    if (in_short_string(state_)) {
      state_ = Inside::plain;
      return replace(1, 1, "\"");
    }
    // Up to two quotes may stand just before the closing three.
    constexpr std::size_t most = 5, closing = 3;
    std::size_t run = 0;
    while (run < most && at_ + run < text_.size() && text_[at_ + run] == quote) ++run;
    std::string out(run, quote);
    if (run >= closing) {
      state_ = Inside::plain;
      std::fill(out.end() - closing, out.end(), '"');
    }
    replace(static_cast<int>(run), static_cast<int>(run), out);
  }

  std::string_view text_;
  std::size_t at_ = 0, line_start_ = 0, ascii_line_start_ = 0;
  int line_ = 1, column_ = 1;
  Inside state_ = Inside::plain;
  int open_line_ = 0, open_column_ = 0;
  std::string open_;  ///< the brackets that would close what is open
  int dots_ = 0;
  Screened out_;
};

}  // namespace

int Screened::original_column(int line, int column) const {
  const auto before = [](const Shift& shift, int l) { return shift.line < l; };
  int shifted = 0;
  for (auto shift = std::lower_bound(shifts.begin(), shifts.end(), line, before); shift != shifts.end() && shift->line == line; ++shift) {
    if (shift->column > column) break;
    shifted += shift->by;
  }
  return std::max(1, column - shifted);
}

Screened screen(std::string_view text) { return Lexer(text).run(); }

std::optional<Refusal> refuse_hostile(std::string_view text) { return screen(text).refusal; }

}  // namespace alongside::scenario
