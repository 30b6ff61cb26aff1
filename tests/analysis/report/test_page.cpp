// The report of a real result: whole, self-contained, and deaf to what names try.

#include <nlohmann/json.hpp>

#include "analysis/report/figure.hpp"
#include "analysis/report/page.hpp"
#include "sim/core/error.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::read_text;
using Catch::Matchers::Contains;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

/// The page without what the program itself put in verbatim.
std::string without_scripts(const std::string& html) {
  std::string out;
  std::size_t at = 0;
  for (;;) {
    const std::size_t start = std::min(html.find("<script", at), html.find("<style", at));
    if (start == html.npos) return out + html.substr(at);
    out += html.substr(at, start - at);
    const char* end = html.compare(start, 7, "<script") == 0 ? "</script>" : "</style>";
    at = html.find(end, start) + std::string(end).size();
  }
}

}  // namespace

TEST_CASE("a report has every section that its result can fill, and stands alone") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o r.h5 --replicates 6").code == 0);
  const auto ran = bench.run("report r.h5 -o r.html");
  REQUIRE(ran.code == 0);
  const std::string html = read_text(bench / "r.html"), page = without_scripts(html);
  for (const char* part : {"<h1>tiny</h1>", "id=\"answer\"", "id=\"change\"", "id=\"safety\"", "id=\"designs\"", "id=\"value\"", "id=\"weeks\"", "id=\"equity\"", "id=\"budget\"", "id=\"model\"", "id=\"checklists\"", "id=\"provenance\"", "Contacts received", "usual care"}) CHECK_THAT(page, Contains(part));
  CHECK(count_of(page, "<figure ") >= 5);
  // Nothing is fetched from anywhere: no address but data, anchors of the page and namespaces.
  for (const char* outside : {"src=", "http://", "https://", "@import", "url("}) {
    INFO(outside);
    CHECK(page.find(outside) == page.npos);
  }
  CHECK_THAT(page, Contains("Content-Security-Policy") && Contains("default-src &#39;none&#39;"));
  // The same result gives the same page.
  REQUIRE(bench.run("report r.h5 -o again.html").code == 0);
  CHECK(read_text(bench / "again.html") == html);
}

TEST_CASE("a result without weekly series has its budget, and its table of many arms is set closer") {
  const Bench bench;
  std::string arms = "\n[[arm]]\nname = \"usual care\"\n";
  for (int wanted = 1; wanted <= 6; ++wanted)
    arms += fmt::format("\n[[arm]]\nname = \"{0} wanted\"\nprogramme = \"peer support\"\nmode.phone = 1\nschedule.weekly = {{ weeks = 8, per_week = 1, minutes = 20 }}\nsupporter.wanted = {0}\n", wanted);
  bench.write("many.toml", "format = 1\nbase = \"tiny.toml\"\nrecord = \"summary\"\n" + arms);
  REQUIRE(bench.run("run many.toml -o m.h5 --replicates 2").code == 0);
  REQUIRE(bench.run("report m.h5 -o m.html").code == 0);
  const std::string page = without_scripts(read_text(bench / "m.html"));
  CHECK_THAT(page, Contains("id=\"budget\"") && Contains("id=\"budget-by-year\""));
  CHECK(page.find("id=\"weeks\"") == page.npos);
  CHECK_THAT(page, Contains("class=\"numbers many\""));
}

TEST_CASE("without charts the page is whole, says where pictures would be, and gives their data") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o r.h5 --replicates 3").code == 0);
  REQUIRE(bench.run("report r.h5 -o r.html --tables-only").code == 0);
  const std::string html = read_text(bench / "r.html");
  const std::size_t figures = count_of(html, "<figure ");
  CHECK(figures >= 5);
  CHECK(count_of(html, "class=\"picture-missing\"") == figures);
  CHECK(count_of(html, "data:text/csv") == figures);
  CHECK(html.size() < 500'000);
}

TEST_CASE("hostile names and texts are shown and do nothing, in the page and in CSV") {
  const Bench bench;
  REQUIRE(bench.run("run " ALONGSIDE_SOURCE_DIR "/tests/browser/hostile.toml -o h.h5").code == 0);
  REQUIRE(bench.run("report h.h5 -o h.html").code == 0);
  const std::string html = read_text(bench / "h.html"), page = without_scripts(html);
  CHECK_THAT(page, Contains("<h1>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;</h1>"));
  for (const char* wild : {"<script>alert", "<img", "<svg onload", "</script>"}) {
    INFO(wild);
    CHECK(page.find(wild) == page.npos);
  }
  // As many scripts as the program wrote: data, licences, two libraries and its own, or data and its own.
  const std::size_t scripts = report::built_with() == report::Charts::embedded ? 5 : 2;
  CHECK(count_of(html, "<script") == scripts);
  CHECK(count_of(html, "</script>") == scripts);
  // The data is still JSON, with the names in it.
  const std::size_t start = html.find("id=\"report-data\">") + std::string("id=\"report-data\">").size();
  const std::string json = html.substr(start, html.find("</script>", start) - start);
  CHECK(nlohmann::json::parse(json)["figures"].size() >= 5);

  for (const char* command : {"summary h.h5 --format csv", "export h.h5 --dataset /summary/cost", "export h.h5 --dataset /arm_description", "export h.h5 --dataset /parameters"}) {
    INFO(command);
    const auto ran = bench.run(command);
    REQUIRE(ran.code == 0);
    const data::CsvTable table = data::CsvTable::parse(ran.out, "csv");
    for (std::size_t row = 0; row < table.rows(); ++row)
      for (std::size_t column = 0; column < table.columns().size(); ++column) {
        const std::string& cell = table.text(row, column);
        const bool number = !cell.empty() && cell.find_first_not_of("0123456789+-.e") == cell.npos;
        if (!number) CHECK(std::string("=+-@\t\r\n").find(cell.empty() ? ' ' : cell[0]) == std::string::npos);
      }
  }
  CHECK_THAT(bench.run("summary h.h5 --format csv").out, Contains("'=cmd|'/c calc'!A1"));
}

TEST_CASE("report refuses what it cannot do, in one line, and costs no other file") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o r.h5 --replicates 2").code == 0);
  const std::string before = read_text(bench / "r.h5");
  CHECK(bench.run("report").code == 64);
  CHECK(bench.run("report missing.h5").code == 65);
  CHECK(bench.run("report tiny.toml -o t.html").code == 65);
  CHECK(bench.run("report r.h5 --point 3").code == 65);
  CHECK(bench.run("report r.h5 -o r.h5").code == 74);
  CHECK(bench.run("report r.h5 -o no/such/folder/r.html").code == 74);
  CHECK(bench.run("report r.h5 --pont 1").code == 64);
  CHECK(read_text(bench / "r.h5") == before);
  // The page's name follows the result's, and an older page may be replaced.
  CHECK(bench.run("report r.h5").code == 0);
  CHECK(bench.run("report r.h5").code == 0);
  CHECK_THAT(read_text(bench / "r.html"), Contains("<!doctype html>"));
}

TEST_CASE("a figure's template names every hole that it leaves open") {
  CHECK(report::specification(R"({"a": ["@x", 1]})", {{"x", "2"}}) == R"({"a": [2, 1]})");
  CHECK_THROWS_AS(report::specification(R"({"a": "@y"})", {{"x", "2"}}), InternalError);
  // What fills a hole is data: it is not looked at for holes.
  CHECK(report::specification(R"({"a": "@x", "b": "@x"})", {{"x", report::json_text("@y\"")}}) == R"({"a": "@y\"", "b": "@y\""})");
  CHECK(report::colour_scale({"usual", "=x"}, {0, 9}) == R"json({"domain":["usual","=x"],"range":["var(--look-0)","var(--look-1)"]})json");
  CHECK(report::json_number(0.0 / 0.0) == "null");
}
