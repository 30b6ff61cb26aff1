// Nothing that a page shows can become part of the page.

#include <nlohmann/json.hpp>

#include "analysis/data/clean_text.hpp"
#include "analysis/report/html/markup.hpp"
#include "analysis/report/html/script_data.hpp"
#include "sim/core/error.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using report::Markup;

TEST_CASE("text is escaped in content and in attributes") {
  const std::string evil = "</script><script>alert('1' & \"2\")</script>";
  const std::string safe = "&lt;/script&gt;&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)&lt;/script&gt;";
  CHECK(report::element("p", evil).html() == "<p>" + safe + "</p>");
  CHECK(report::element("a", {{"title", evil}}, "x").html() == "<a title=\"" + safe + "\">x</a>");
}

TEST_CASE("bytes that are no UTF-8, and control characters, are replaced one by one") {
  const std::string r = "\uFFFD";
  CHECK(data::clean_text("gr\u00fc\u00df \u20ac \U0001F600") == "gr\u00fc\u00df \u20ac \U0001F600");
  CHECK(data::clean_text(std::string("a\0b", 3)) == "a" + r + "b");
  CHECK(data::clean_text("\x1b[31mred") == r + "[31mred");
  CHECK(data::clean_text("tab\tand\nline") == "tab\tand\nline");
  CHECK(data::clean_text("\xC2\x85") == r);              // C1 control
  CHECK(data::clean_text("\xC0\xAF") == r + r);          // overlong slash
  CHECK(data::clean_text("\xED\xA0\x80") == r + r + r);  // surrogate
  CHECK(data::clean_text("\xF4\x90\x80\x80") == r + r + r + r);
  CHECK(data::clean_text("\xE2\x82") == r + r);          // cut off
  CHECK(data::clean_text("\xC3") == r);
}

TEST_CASE("JSON in a script can neither end it nor hide its end") {
  const std::string text = report::script_json("{\"a\": \"</script><!-- \u2028\u2029 & \xFF\", \"</SCRIPT>\": 1.5}").html();
  CHECK_THROWS_AS(report::script_json("{\"a\": "), InternalError);
  CHECK(text.find('<') == text.npos);
  CHECK(text.find('>') == text.npos);
  CHECK(text.find('&') == text.npos);
  CHECK(text.find("\u2028") == text.npos);
  const auto back = nlohmann::json::parse(text);
  CHECK(back["a"] == "</script><!-- \u2028\u2029 & \uFFFD");
  CHECK(back["</SCRIPT>"] == 1.5);
  CHECK_THROWS_AS(Markup::verbatim("x</ScRiPt>"), InternalError);
  CHECK_THROWS_AS(Markup::verbatim("<!--"), InternalError);
}

TEST_CASE("base64 after RFC 4648, hashes after FIPS 180") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) CHECK(report::base64(plain) == coded);
  CHECK(report::base64("\xFF\xFE\xFD") == "//79");
  CHECK(report::script_hash("abc") == "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
}
