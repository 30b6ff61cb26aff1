#include "sim/scenario/guard.hpp"
#include "tests/catch.hpp"

using namespace alongside::scenario;

namespace {
/// "line:column message", or "" for clean text.
std::string refused(const std::string& text) {
  const auto refusal = refuse_hostile(text);
  return refusal ? std::to_string(refusal->line) + ":" + std::to_string(refusal->column) + " " + refusal->message : "";
}
bool at(const std::string& text, const std::string& start) {
  INFO(refused(text));
  return refused(text).starts_with(start);
}
}  // namespace

TEST_CASE("ordinary TOML passes the guard") {
  CHECK(refused("").empty());
  CHECK(refused("\xEF\xBB\xBF" "a = 1\r\n# caf\u00e9 \u00a3\nb = \"\u00a312\"\nc = '''it's\n\u00e9'''\nd = \"\"\"\"q\"\" \\\"\"\"\"\n").empty());
  CHECK(refused("a = \"\\\\\"\nb = 'C:\\'\nc = [[1], [2]]\n[x]\n[[y]]\n").empty());
  CHECK(refused("a = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5]\n").empty());
}

TEST_CASE("hostile bytes are refused with their place") {
  CHECK(at(std::string("a = 1\n[\0", 8), "2:2 a NUL byte"));
  CHECK(at("\n\xCD\xBC", "2:1 the character"));
  CHECK(at("a = \xFF", "1:5 this is not UTF-8"));
  CHECK(at("a = \"\xC0\x80\"", "1:6 this is not UTF-8"));
  CHECK(at("a = \"\xED\xA0\x80\"", "1:6 this is not UTF-8"));
  CHECK(at("a = \"\xF4\x90\x80\x80\"", "1:6 this is not UTF-8"));
  CHECK(at("a = \"\xE2\x82", "1:6 this is not UTF-8"));
  CHECK(at("# \x07", "1:3 the invisible character U+0007"));
  CHECK(at("a = 1\rb = 2", "1:6 the invisible character U+000D"));
  CHECK(at("# \u00e9\u00e9\u202e", "1:5 the invisible character U+202E"));
  CHECK(at("a = \"x\ny\"", "1:5 this string is not closed"));
  CHECK(at("a = 1\nb = '''\n\n", "2:5 this string is never closed"));
  for (const char* text : {"[\\a]", "[[", "[", "  [ ", "[\na]", "[[ \\arm]]", "[#]", "[[=", "[.a]"}) CHECK_THAT(refused(text), Catch::Matchers::Contains("followed by no name"));
  for (const char* text : {"a = [1, }", "a = {b = 1]", "a = ]", "}", "[a]]", "a = [[1]}"}) CHECK_THAT(refused(text), Catch::Matchers::Contains("has no opening one"));
  CHECK(refused("[ \"a\" ]\n[['b']]\nc = [\n[1]]\n[-]\n[9]").empty());
}

TEST_CASE("depth, length and size have limits") {
  CHECK(at("a = " + std::string(40, '['), "1:37 brackets are nested deeper than 32"));
  CHECK(at("a = " + std::string(40, '{'), "1:37 brackets"));
  CHECK(at(std::string(20, 'a') + std::string(20, '.'), "1:36 this name has more than 16 parts"));
  CHECK(at("a = \"" + std::string(max_line_bytes, 'x'), "1:100002 this line is longer"));
  CHECK(at(std::string(max_file_bytes + 1, '\n'), "1:1 the file holds"));
  CHECK(refused(std::string(max_file_bytes, '\n')).empty());
}

TEST_CASE("the parser is handed ASCII that means the same") {
  const auto ascii = [](const std::string& text) {
    const Screened screened = screen(text);
    REQUIRE_FALSE(screened.refusal);
    return screened.ascii;
  };
  CHECK(ascii("a = \"\u00a3\U0001F600\" # caf\u00e9") == "a = \"\\u00A3\\U0001F600\" # caf?");
  CHECK(ascii("a = 'C:\\\"\u00e9'") == "a = \"C:\\\\\\\"\\u00E9\"");
  CHECK(ascii("a = '''it's\n''x\"'''''\nb = 'y'") == "a = \"\"\"it's\n''x\\\"''\"\"\"\nb = \"y\"");
  CHECK(refuse_hostile("a = \"\\\u00a3\""));
  const Screened screened = screen("\na = {b = '\u00e9\u00e9', c = 1}");
  CHECK(screened.ascii == "\na = {b = \"\\u00E9\\u00E9\", c = 1}");
  CHECK(screened.original_column(2, 11) == 11);
  CHECK(screened.original_column(2, 26) == 16);
  CHECK(screened.original_column(1, 26) == 26);
}
