// Rows of observations are read, checked against their scenarios before anything runs, and answered by the model.

#include <cmath>
#include <filesystem>
#include <fstream>

#include "cli/observed_worlds.hpp"
#include "sim/core/error.hpp"
#include "sim/process/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/support/folder.hpp"

using namespace alongside;
namespace fs = std::filesystem;

namespace {

const fs::path evidence = fs::path(ALONGSIDE_SOURCE_DIR) / "scenarios" / "evidence";

/// A folder of its own with a scenario of two arms in it.
class StudyFolder {
 public:
  StudyFolder() {
    folder_.write("study.toml", R"(format = 1
name = "Study"
[population]
families = 1500
communities = 30
horizon = 20
[follow_up]
w6.week = 6
w12.week = 12
w40.week = 40
[[arm]]
name = "usual care"
[[arm]]
name = "calls"
programme = "peer support"
mode.phone = 1
supporter.wanted = 300
supporter.applications = 300
supporter.pool = "shared"
schedule.calls = { weeks = 8, per_week = 1, minutes = 10 }
)");
  }

  /// What is wrong with a file of rows.
  std::string mistakes(const std::string& rows) const {
    scenario::Issues issues;
    answer(rows, issues);
    return issues.report();
  }
  std::vector<cli::StudyAnswer> answer(const std::string& rows, scenario::Issues& issues, bool simulate = false) const {
    const cli::ObservedFile file = cli::read_observed(folder_.write("rows.toml", "format = 1\n" + rows), issues);
    if (!issues.empty()) return {};
    const declare::Catalogue catalogue = process::model_catalogue();
    const std::vector<cli::ObservedStudy> studies = cli::observed_studies(catalogue, file.rows, {}, issues);
    std::vector<cli::StudyAnswer> answers;
    if (issues.empty() && simulate)
      for (const cli::ObservedStudy& study : studies) answers.push_back(study.simulate(study.base(), {2}));
    return answers;
  }

 private:
  tests::Folder folder_;
};

std::string row(const std::string& lines) { return "[[row]]\nid = \"a\"\nscenario = \"study.toml\"\n" + lines; }

}  // namespace

TEST_CASE("rows that nothing can answer are refused before anything runs, with file and line") {
  const StudyFolder folder;
  struct Wrong {
    const char *lines, *line, *says;
  };
  const Wrong wrong[] = {
      {"measure = \"mean_scor\"\narm = \"calls\"\nweek = 12\nvalue = 5\nse = 1\n", "rows.toml:5:", "did you mean \"mean_score\""},
      {"measure = \"mean_score\"\narm = \"call\"\nweek = 12\nvalue = 5\nse = 1\n", "rows.toml:6:", "did you mean \"calls\""},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 13\nvalue = 5\nse = 1\n", "rows.toml:7:", "no follow-up at week 13"},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 40\nvalue = 5\nse = 1\n", "rows.toml:7:", "nobody is followed at week 40"},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 12\nvalue = 5\nse = 0\n", "rows.toml:9:", "the standard error is 0"},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 12\nvalue = 5\n", "rows.toml:2:", "no standard error"},
      {"measure = \"take_up\"\narm = \"usual care\"\nvalue = 0.5\nse = 0.1\n", "rows.toml:5:", "has no programme"},
      {"measure = \"share_at_least\"\narm = \"calls\"\nweek = 12\nvalue = 0.5\nse = 0.1\n", "rows.toml:5:", "without a score"},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 12\nvalue = -1\nse = 0.1\ncontrast = \"ratio\"\nagainst = \"usual care\"\n", "rows.toml:8:", "a ratio of 0 or less"},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 12\nvalue = -1\nse = 0.1\ncontrast = \"difference\"\n", "rows.toml:10:", "without an arm to compare with"},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 12\nvalue = 5\nse = 0.1\nsets = \"population.symptom_shif\"\n", "rows.toml:2:", "did you mean \"population.symptom_shift\""},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 12\nvalue = nan\nse = 0.1\n", "rows.toml:8:", "not finite"},
      {"measure = \"mean_score\"\narm = \"calls\"\nweeks = 12\nvalue = 5\nse = 0.1\n", "rows.toml:7:", "no pair"},
      {"measure = \"any_breastfeeding\"\narm = \"calls\"\nweek = 12\ncounts = [40, 30]\n", "rows.toml:8:", "not events and families"},
      {"measure = \"mean_score\"\narm = \"calls\"\nweek = 12\nvalue = 5\nse = 0.1\nsee = 3\n", "rows.toml:10:", "did you mean \"se\""},
  };
  for (const Wrong& one : wrong) {
    const std::string report = folder.mistakes(row(one.lines));
    INFO(one.lines << report);
    CHECK(report.find(one.line) != std::string::npos);
    CHECK(report.find(one.says) != std::string::npos);
    CHECK(std::count(report.begin(), report.end(), '\n') <= 1);
  }
  CHECK(folder.mistakes("[[row]]\nid = \"a\"\nscenario = \"none.toml\"\nmeasure = \"take_up\"\narm = \"a\"\nvalue = 1\nse = 1\n").find("cannot be read") != std::string::npos);
}

TEST_CASE("a row's contrast is worked out from its arms, and a control row sets what it says") {
  const StudyFolder folder;
  scenario::Issues issues;
  const auto answers = folder.answer(row("measure = \"share_at_least\"\nat_least = 13\narm = \"usual care\"\nweek = 12\nvalue = 0.25\nse = 0.02\nsets = \"population.symptom_shift\"\n") +
                                         row("measure = \"share_at_least\"\nat_least = 13\narm = \"calls\"\nweek = 12\nvalue = 0.2\nse = 0.02\n") +
                                         row("measure = \"share_at_least\"\nat_least = 13\narm = \"calls\"\nagainst = \"usual care\"\ncontrast = \"ratio\"\nweek = 12\nvalue = 0.8\nse = 0.1\n") +
                                         row("measure = \"mean_score\"\narm = \"calls\"\nagainst = \"usual care\"\ncontrast = \"standardised difference\"\nweek = 12\nvalue = -0.2\nse = 0.1\n") +
                                         row("measure = \"mean_score\"\narm = \"calls\"\nagainst = \"usual care\"\ncontrast = \"difference\"\nweek = 12\nvalue = -0.2\nse = 0.1\n") +
                                         row("measure = \"score_correlation\"\narm = \"usual care\"\nweeks = [6, 12]\nvalue = 0.6\nse = 0.1\n") +
                                         row("measure = \"persistence\"\nat_least = 13\narm = \"usual care\"\nweeks = [6, 12]\nvalue = 0.6\nse = 0.1\n"),
                                     issues, true);
  INFO(issues.report());
  REQUIRE(answers.size() == 1);
  const auto& rows = answers[0].rows;
  CHECK(std::abs(rows[0].value - 0.25) < 0.003);  // within a tenth of the row's error, and one family of 3,000
  CHECK(answers[0].set[0] > 0.3);
  CHECK(std::abs(rows[2].value - rows[1].value / rows[0].value) < 1e-12);
  CHECK(rows[2].without == 1);
  CHECK(rows[3].value < 0);
  CHECK(std::abs(rows[4].value / rows[3].value - 5.3) < 0.7);  // a standard deviation of the score
  CHECK(rows[5].value > 0.5);
  CHECK(rows[5].value < 0.8);
  CHECK(rows[6].value > rows[0].value);
}

TEST_CASE("every row of the evidence names something that its scenario has") {
  const declare::Catalogue catalogue = process::model_catalogue();
  scenario::Issues issues;
  std::size_t read = 0;
  for (const char* name : {"targets.toml", "trials.toml"}) {
    const cli::ObservedFile file = cli::read_observed((evidence / name).string(), issues);
    read += cli::observed_studies(catalogue, file.rows, {}, issues).size();
  }
  INFO(issues.report());
  CHECK(issues.empty());
  CHECK(read > 20);
}
