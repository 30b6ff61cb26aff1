// Every file of tests/bad_scenarios begins with "# expect: " and the message it must give, from the line number on.

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/scenario/small_catalogue.hpp"

using namespace alongside;
using namespace alongside::test;

TEST_CASE("every bad scenario gives its message") {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(ALONGSIDE_SOURCE_DIR "/tests/bad_scenarios"))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  CHECK(files.size() >= 30);
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::string line;
    std::getline(in, line);
    const std::string mark = "# expect: ";
    INFO(file.filename().string() << ": " << line);
    if (line == "# a base of another file") continue;
    REQUIRE(line.starts_with(mark));
    std::string report = "good";
    try {
      scenario::read_scenario(file.string(), small_catalogue(), {});
    } catch (const DataError& error) {
      report = error.what();
    }
    report = report.substr(0, report.find('\n'));
    const std::string folder = file.parent_path().string() + "/";
    for (std::size_t at; (at = report.find(folder)) != std::string::npos;) report.erase(at, folder.size());
    CHECK(report == line.substr(mark.size()));
  }
}
