// The model against published studies: docs/validation.md is what the program finds, dose follows what is planned, and the
// realised intracluster correlations are where they were found. Everything has fixed seeds, so that what passes once passes.

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/run/program.hpp"
#include "tests/support/model.hpp"

using namespace alongside;
using namespace alongside::tests;
using alongside::test::Bench;
namespace fs = std::filesystem;

namespace {

const fs::path source = ALONGSIDE_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Rows of every Markdown table, without the predictive interval, which takes draws; by their first two cells.
std::map<std::string, std::string> rows_of(const std::string& markdown) {
  std::map<std::string, std::string> rows;
  std::istringstream lines(markdown.substr(std::min(markdown.size(), markdown.find("## Observed and simulated"))));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ")) continue;
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, '|');) cells.push_back(cell);
    if (cells.size() == 12) cells.erase(cells.begin() + 9);
    std::string rest;
    for (const std::string& cell : cells) rest += cell + "|";
    rows[cells[1] + cells[2] + std::to_string(cells.size())] = rest;
  }
  return rows;
}

}  // namespace

TEST_CASE("docs/validation.md is what alongside evidence finds") {
  const Bench here;
  const auto ran = here.run("evidence '" + (source / "scenarios/evidence/targets.toml").string() + "' '" + (source / "scenarios/evidence/trials.toml").string() + "' --format md");
  REQUIRE(ran.code == 0);
  const auto now = rows_of(ran.out), written = rows_of(text_of(source / "docs" / "validation.md"));
  INFO("stale: put what  alongside evidence --draws 40 --format md  prints into docs/validation.md, below its introduction");
  CHECK(now.size() > 70);
  CHECK(now == written);
}

TEST_CASE("every target is met, and the model beats no effect and the average effect") {
  const std::string text = text_of(source / "docs" / "validation.md");
  for (const char* row : {"N1", "N4", "N6", "N11", "P4", "P10", "P13", "T1", "T2", "T2b", "T3", "T4", "T5", "T7", "T8", "T9"}) {
    INFO(row);
    const std::size_t at = text.find("\n| " + std::string(row) + " |");
    REQUIRE(at != text.npos);
    CHECK(text.substr(at + 1, text.find('\n', at + 1) - at - 1).ends_with("| yes |"));
  }
}

TEST_CASE("dose: the first four contacts gain less than in proportion; eight planned are hardly more than four where Reeder tried it, and half more with ample hours") {
  const auto arm = [](const std::string& name, int weeks, double per_week) {
    return "[[arm]]\nname = \"" + name + "\"\nprogramme = \"peer support\"\nmode.phone = 1\nsupporter.wanted = 300\nsupporter.applications = 300\nsupporter.pool = \"shared\"\nsupporter.hours = 80\nsupporter.caseload = 10\n" +
           "[arm.schedule.core]\nweeks = " + std::to_string(weeks) + "\nper_week = " + std::to_string(per_week) + "\nminutes = 20\n";
  };
  const std::string symptomatic = "[follow_up.w13]\nweek = 13\n[population]\nfamilies = 3000\ncommunities = 20\nhorizon = 20\nenrolment_age = 4\n[participants]\nminimum_score = 12\n[[arm]]\nname = \"usual care\"\n";
  const Model model(symptomatic + arm("four weeks", 4, 1) + arm("weekly", 8, 1) + arm("fortnightly", 8, 0.5));
  const auto worlds = model.worlds(16);
  const auto received = [&](const auto& arms, std::size_t a) { return model.total(arms[a], "contacts_received"); };

  // Four and eight contacts in the same eight weeks, so that timing tells nothing; gain in symptoms a week after the last. Trust has to grow first.
  const auto per_contact = [&](const auto& arms, std::size_t a) { return (model.at_age(arms[0], "score", 13) - model.at_age(arms[a], "score", 13)) / received(arms, a); };
  const Estimate bend = estimate(worlds, [&](const auto& arms) { return per_contact(arms, 3) / per_contact(arms, 2); });
  INFO("gain per contact of four over that of eight " << bend.mean << ", standard error " << bend.se);
  CHECK(bend.mean + 4 * bend.se < 1);

  const Estimate ample = estimate(worlds, [&](const auto& arms) { return received(arms, 2) / received(arms, 1); });
  INFO("received, eight planned over four, symptomatic mothers and ample hours " << ample.mean);
  CHECK(ample.mean >= 1.5);

  // The page is what the program finds: the first test of this file.
  const std::string text = text_of(source / "docs" / "validation.md");
  const std::size_t at = text.find("\n| P14 |");
  REQUIRE(at != text.npos);
  std::vector<std::string> cells;
  std::istringstream line(text.substr(at + 1, text.find('\n', at + 1) - at - 1));
  for (std::string cell; std::getline(line, cell, '|');) cells.push_back(cell);
  INFO(cells.at(3) << ": " << cells.at(7));
  const double reeder = std::stod(cells.at(7));
  CHECK(reeder >= 1.0);
  CHECK(reeder <= 1.35);  // in range since peers are few: said in the scenario
}

TEST_CASE("realised intracluster correlations are where they were found") {
  const Bench here;
  const auto row = [&](const char* scenario, const char* measure, const char* arm, int week) {
    return std::string("[[row]]\nid = \"") + measure + "\"\nscenario = \"" + (source / "scenarios/evidence" / scenario).string() + "\"\nmeasure = \"" + measure + "\"\narm = \"" + arm +
           "\"\nweek = " + std::to_string(week) + "\nvalue = 0.03\ninterval = [0.01, 0.05]\n";
  };
  here.write("icc.toml", "format = 1\n" + row("dennis-2009.toml", "supporter_icc", "phone peers", 12) + row("alspac-2001.toml", "community_icc", "usual care", 8));
  const auto ran = here.run("evidence icc.toml --replicates 32 --format csv");
  REQUIRE(ran.code == 0);
  INFO(ran.out);
  CHECK(ran.out.find(",no\n") == ran.out.npos);
  CHECK(ran.out.find(",yes\n") != ran.out.npos);
}
