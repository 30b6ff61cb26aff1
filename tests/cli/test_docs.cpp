// What is written beside the code stays true: the generated page, the ready scenarios, the links between pages.

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "cli/trial_analyst.hpp"
#include "sim/declare/describe.hpp"
#include "sim/process/catalogue.hpp"
#include "sim/run/study.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/catch.hpp"

using namespace alongside;
namespace fs = std::filesystem;

namespace {

const fs::path source = ALONGSIDE_SOURCE_DIR;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Whether the two texts are equal, without printing both in full when they are not.
bool same(const std::string& a, const std::string& b) { return a == b; }

}  // namespace

TEST_CASE("docs/parameters.md is what the program describes") {
  const std::string now = declare::describe(process::model_catalogue(), declare::Subject::parameters, declare::DescribeFormat::markdown);
  INFO("stale: run  alongside describe parameters --format md > docs/parameters.md");
  CHECK(same(read_file(source / "docs" / "parameters.md"), now));
}

TEST_CASE("every ready scenario reads without a mistake") {
  const declare::Catalogue catalogue = process::model_catalogue();
  int read = 0;
  for (const auto& entry : fs::recursive_directory_iterator(source / "scenarios")) {
    // The base, and its own, have no arms: they are read under each of the others. Lists of findings are no scenarios.
    const std::string file = entry.path().filename().string();
    if (entry.path().extension() != ".toml" || file == "uk-perinatal.toml" || file == "uk-posterior.toml" || file == "targets.toml" || file == "trials.toml") continue;
    INFO(entry.path().string());
    scenario::Scenario scenario;
    CHECK_NOTHROW(scenario = scenario::read_scenario(entry.path().string(), catalogue, {}));
    // A study of what happens without support has usual care only.
    CHECK(scenario.arms.size() >= (entry.path().parent_path().filename() == "evidence" ? 1u : 2u));
    // A trial's design and methods are looked at when the study is made.
    CHECK_NOTHROW(run::Study(scenario, catalogue, process::week(), cli::make_analyst));
    ++read;
  }
  CHECK(read >= 5);
}

TEST_CASE("links between pages lead somewhere") {
  std::vector<fs::path> pages{source / "README.md"};
  for (const auto& entry : fs::directory_iterator(source / "docs"))
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  const std::regex link(R"(\]\(([^)#]*)(#[^)]*)?\))");
  for (const fs::path& page : pages) {
    const std::string text = read_file(page);
    for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
      const std::string target = (*at)[1];
      if (target.empty() || target.find("://") != std::string::npos) continue;
      INFO(page.string() << " -> " << target);
      CHECK(fs::exists(page.parent_path() / target));
    }
  }
}
