#include <fmt/format.h>

#include <sstream>

#include "analysis/report/points_table.hpp"
#include "analysis/report/summary.hpp"
#include "cli/options.hpp"
#include "cli/prepared.hpp"

namespace alongside::cli {
extern const Command summary_command;

namespace {
namespace po = boost::program_options;

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> words;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');) words.push_back(word);
  return words;
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("measures", po::value<std::string>(), "a,b,c: measures to show instead of the usual ones")(
      "point", po::value<std::string>()->default_value("0"), "design point, counted from 0; \"all\": one row for each point and arm")("format", po::value<std::string>()->default_value("text"), "text, csv, json or md");
  const Parsed given = parse(summary_command, options, {"RESULT"}, arguments, "alongside summary study.h5 --measures supported,cost,qalys --format csv");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  const bool all = given.get<std::string>("point") == "all";
  report::SummaryOptions wanted{all ? 0 : whole_option("point", given.get<std::string>("point"), 0), {}};
  if (given.has("measures")) wanted.measures = split(given.get<std::string>("measures"));
  const record::Result result = record::Result::open(given.get<std::string>("RESULT"));
  if (all) {
    fmt::print("{}", report::points_table(result, wanted.measures).print(format));
    return 0;
  }
  if (format == data::Format::text) fmt::print("{}", data::print(report::summary_tables(result, wanted), format));
  else fmt::print("{}", report::summary_list(result, wanted).print(format));
  return 0;
}
}  // namespace

const Command summary_command{"summary", "RESULT.h5", "Prints what each arm reaches, changes and costs, with Monte Carlo standard errors.", run};

}  // namespace alongside::cli
