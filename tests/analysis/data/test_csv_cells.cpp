// No text in a CSV file can run in a spreadsheet.

#include "analysis/data/table.hpp"
#include "tests/catch.hpp"

using namespace alongside;

TEST_CASE("texts that a spreadsheet would run are guarded by an apostrophe, whatever stands in front") {
  for (const std::string start : {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"}) {
    const std::string cell = data::csv_cell(start + "cmd|'/c calc'!A1");
    INFO(cell);
    CHECK((cell.starts_with("'" + start) || cell.starts_with("\"'" + start)));
  }
  // Apostrophes in front do not count as a guard, so that taking one off gives the text back.
  CHECK(data::csv_cell("'=1") == "''=1");
  CHECK(data::csv_cell("''@a") == "'''@a");
  CHECK(data::csv_cell("it's = fine") == "it's = fine");
  CHECK(data::csv_cell("'tis") == "'tis");
}

TEST_CASE("quotes, separators and line ends survive a round trip") {
  const std::vector<std::string> texts{"a,b", "say \"so\"", "two\nlines", "semi;colon", "plain", "ünï", ""};
  std::string csv = "text\n";
  for (const std::string& text : texts) csv += data::csv_cell(text) + (text.empty() ? "\"\"\n" : "\n");
  CHECK(data::CsvTable::parse(csv, "cells").texts("text").size() == texts.size() - 1);  // an empty line is no row
  for (std::size_t i = 0; i + 1 < texts.size(); ++i) CHECK(data::CsvTable::parse(csv, "cells").texts("text")[i] == texts[i]);
}

TEST_CASE("tables guard their texts and headings, not their numbers") {
  const data::OutputTable table{"t", {"=head", "x"}, {{std::string("=1+1"), data::Number{-2.5}}}, {}};
  CHECK(table.print(data::Format::csv) == "'=head,x\n'=1+1,-2.5\n");
}

TEST_CASE("people read 0, never -0") {
  CHECK(data::cell_text(data::Number{-0.0001, 2}, data::Format::text) == "0.00");
  CHECK(data::cell_text(data::Number{-0.01, 2}, data::Format::text) == "-0.01");
}
