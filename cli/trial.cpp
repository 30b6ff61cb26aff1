#include <fmt/format.h>

#include <numeric>

#include "analysis/trial/trial_tables.hpp"
#include "analysis/trial/worth.hpp"
#include "cli/economic_options.hpp"
#include "cli/number_list.hpp"
#include "cli/options.hpp"
#include "cli/prepared.hpp"
#include "cli/worth_options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command trial_command;

namespace {
namespace po = boost::program_options;

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("point", po::value<std::string>(), "design point, counted from 0 (default: all)")(
      "alpha", po::value<double>()->default_value(0.05), "two-sided level of the tests")(
      "rows", po::value<std::string>(), "print the rows of a recorded world, counted from 0, as CSV for alongside estimate")(
      "contrast", po::value<std::string>(), "with --rows or --worth: contrast, by name")("endpoint", po::value<std::string>(), "with --rows: endpoint, by name")(
      "format", po::value<std::string>()->default_value("text"), "text, csv, json or md")(
      "worth", po::bool_switch(), "what each design is worth: cost, EVSI, face-value gain, ENBS, ranked; --point is the one whose roll-out judges all");
  add_worth_options(options, "with --worth: ");
  const Parsed given = parse(trial_command, options, {"RESULT"}, keep_negative_numbers(arguments), "alongside trial study.h5 --format csv");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  const double alpha = given.get<double>("alpha");
  if (!(alpha > 0 && alpha < 1)) throw UsageError(fmt::format("--alpha is {} (strictly between 0 and 1, for example 0.05)", alpha));
  const record::Result file = record::Result::open(given.get<std::string>("RESULT"));
  const estimation::TrialResult result(file);
  if (given.has("rows")) {
    const std::size_t world = whole_option("rows", given.get<std::string>("rows"), 0);
    fmt::print("{}", estimation::trial_rows(result, world, place_of(given, "contrast", result.contrasts()), place_of(given, "endpoint", result.endpoints())).print(data::Format::csv));
    return 0;
  }
  if (given.get<bool>("worth")) {
    const std::size_t reference = point_of(given);
    if (reference >= result.points()) throw DataError(fmt::format("{}: no point {} (there are {}, counted from 0)", file.path(), reference, result.points()));
    fmt::print("{}", economics::print(estimation::trial_worth(result, reference, place_of(given, "contrast", result.contrasts()), worth_rules_of(given, "trial: --worth")), format));
    return 0;
  }
  refuse_worth_options(given, "--worth");
  std::vector<std::size_t> points(result.points());
  std::iota(points.begin(), points.end(), std::size_t{0});
  if (given.has("point")) {
    const std::size_t point = whole_option("point", given.get<std::string>("point"), 0);
    if (point >= result.points()) throw DataError(fmt::format("{}: no point {} (there are {}, counted from 0)", file.path(), point, result.points()));
    points = {point};
  }
  if (format != data::Format::text) {
    fmt::print("{}", data::print(estimation::trial_lists(result, points, alpha), format));
    return 0;
  }
  std::vector<data::OutputTable> tables;
  for (const std::size_t point : points)
    for (data::OutputTable& table : estimation::trial_tables(result, point, alpha)) tables.push_back(std::move(table));
  fmt::print("{}", data::print(tables, format));
  return 0;
}
}  // namespace

const Command trial_command{"trial", "RESULT.h5", "Prints a simulated trial's bias, coverage and power against the truth, and its flow of families.", run};

}  // namespace alongside::cli
