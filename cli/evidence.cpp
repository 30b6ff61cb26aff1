#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "analysis/explore/validation.hpp"
#include "cli/observed_worlds.hpp"
#include "cli/options.hpp"
#include "cli/prepared.hpp"
#include "sim/core/error.hpp"
#include "sim/process/catalogue.hpp"

namespace alongside::cli {
extern const Command evidence_command;

namespace {
namespace po = boost::program_options;
using explore::Scale;
using explore::ValidationRow;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

po::options_description described() {
  po::options_description options("Options");
  options.add_options()
      ("replicates", po::value<std::string>()->default_value("8"), "worlds of each study")
      ("draws", po::value<std::string>()->default_value("0"), "draws of the uncertain parameters, for predictive intervals")
      ("seed", po::value<std::string>(), "in place of the scenarios' own")
      ("threads", po::value<std::string>(), "threads (default: all)")
      ("format", po::value<std::string>()->default_value("text"), "text, csv, json or md");
  return options;
}

std::vector<Observed> read_all(const std::vector<std::string>& files, scenario::Issues& issues) {
  std::vector<Observed> rows;
  for (const std::string& file : files) {
    ObservedFile read = read_observed(file, issues);
    rows.insert(rows.end(), read.rows.begin(), read.rows.end());
  }
  return rows;
}

Scale scale_of(const Observed& row) {
  if (row.contrast == Contrast::standardised) return Scale::standardised;
  if (row.measure == "mean_score") return Scale::mean;
  if (row.measure == "share_at_least" || row.measure == "any_breastfeeding" || row.measure == "exclusive_breastfeeding") return Scale::share;
  return Scale::other;
}

ValidationRow validation_row(const ObservedStudy& study, std::size_t r, const Simulated& simulated) {
  const Observed& row = *study.rows()[r];
  const scenario::Scenario& s = study.study().scenario();
  ValidationRow v;
  v.id = row.id, v.study = study.name(), v.domain = label(study.domain(r)), v.what = what_of(row), v.source = row.source, v.reason = row.reason, v.measure = row.measure;
  v.arm = fmt::format("{}", fmt::join(row.arms, " + "));
  if (!row.against.empty()) v.arm += fmt::format(" against {}", fmt::join(row.against, " + "));
  v.observed = row.value, v.se = row.se, v.discrepancy = row.discrepancy;
  v.simulated = simulated.value, v.monte_carlo = simulated.error, v.without = simulated.without;
  v.low = v.high = none;
  v.log_scale = row.on_log_scale(), v.control = study.is_control(r), v.contrast = row.contrast != Contrast::none;
  v.treated = v.contrast || row.arms[0] != s.arms[0].name;
  v.compared = row.fit || study.domain(r) != run::Domain::process;
  v.direction = row.direction, v.scale = scale_of(row);
  return v;
}

/// Adds predictive intervals: the spread over draws, widened by the study's own sampling. Draws whose numbers contradict each
/// other have no part in it.
void predict(const ObservedStudy& study, std::vector<ValidationRow>& rows, std::size_t first, std::uint32_t draws) {
  std::vector<std::vector<double>> values(study.rows().size(), std::vector<double>(draws, none));
  tbb::parallel_for(std::uint32_t{0}, draws, [&](std::uint32_t d) {
    const std::optional<StudyAnswer> answer = study.simulate_possible(study.draw(d), {1});
    for (std::size_t r = 0; answer && r < answer->rows.size(); ++r) values[r][d] = answer->rows[r].value;
  });
  for (std::size_t r = 0; r < values.size(); ++r) {
    ValidationRow& row = rows[first + r];
    double mean = 0, squares = 0, n = 0;
    for (const double v : values[r]) {
      const double x = row.log_scale ? std::log(v) : v;
      if (std::isfinite(x)) mean += x, squares += x * x, ++n;
    }
    if (n < 2) continue;
    mean /= n;
    const double sd = std::sqrt(std::max(squares / n - mean * mean, 0.0) * n / (n - 1) + row.se * row.se), half = 1.959963984540054 * sd;
    row.low = row.log_scale ? std::exp(mean - half) : mean - half;
    row.high = row.log_scale ? std::exp(mean + half) : mean + half;
  }
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(evidence_command, described(), {"ROWS..."}, arguments, "alongside evidence scenarios/evidence/trials.toml");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  std::vector<std::string> files{"scenarios/evidence/targets.toml", "scenarios/evidence/trials.toml"};
  if (given.has("ROWS")) files = given.get<std::vector<std::string>>("ROWS");
  Size size;
  size.replicates = static_cast<std::uint32_t>(whole_option("replicates", given.get<std::string>("replicates"), 1));
  size.draws = static_cast<std::uint32_t>(whole_option("draws", given.get<std::string>("draws"), 0));
  if (given.has("seed")) size.seed = given.get<std::string>("seed");
  const unsigned threads = threads_of(given);
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, threads);

  const declare::Catalogue catalogue = process::model_catalogue();
  scenario::Issues issues;
  const std::vector<Observed> observed = read_all(files, issues);
  issues.throw_if_any();
  const std::vector<ObservedStudy> studies = observed_studies(catalogue, observed, size, issues);
  issues.throw_if_any();
  std::vector<ValidationRow> rows;
  data::OutputTable set{"Set by the study's own control arm or baseline", {"study", "row", "parameter", "in the scenario", "set"}, {}, {}};
  for (const ObservedStudy& study : studies) {
    const StudyAnswer answer = study.simulate(study.base(), {size.replicates});
    const std::size_t first = rows.size();
    std::size_t next = 0;
    for (std::size_t r = 0; r < study.rows().size(); ++r) {
      rows.push_back(validation_row(study, r, answer.rows[r]));
      if (!study.is_control(r)) continue;
      const declare::Parameter& p = *catalogue.find_parameter(study.rows()[r]->sets);
      set.rows.push_back({study.name(), study.rows()[r]->id, study.rows()[r]->sets, data::Number{study.base()[0][catalogue.index(p)], 3}, data::Number{answer.set[next++], 3}});
    }
    if (size.draws > 1) predict(study, rows, first, size.draws);
  }
  std::vector<data::OutputTable> tables = explore::validation_tables(rows);
  if (!set.rows.empty()) tables.push_back(std::move(set));
  fmt::print("{}", data::print(tables, format));
  return 0;
}

}  // namespace

const Command evidence_command{"evidence", "[ROWS.toml ...]", "Compares the model with what published studies observed.", run};

}  // namespace alongside::cli
