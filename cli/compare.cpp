#include <fmt/format.h>

#include "analysis/report/compare.hpp"
#include "cli/number_list.hpp"
#include "cli/prepared.hpp"

namespace alongside::cli {
extern const Command compare_command;

namespace {
namespace po = boost::program_options;

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("measures", po::value<std::string>(), "a,b,c: measures to compare instead of the usual ones; \"all\" for every one")(
      "point", po::value<std::string>()->default_value("0"), "design point in both results, counted from 0")("format", po::value<std::string>()->default_value("text"), "text, csv, json or md");
  const Parsed given = parse(compare_command, options, {"A", "B"}, arguments, "alongside compare before.h5 after.h5 --measures cost,qalys");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  report::CompareOptions wanted{{}, whole_option("point", given.get<std::string>("point"), 0)};
  if (given.has("measures")) wanted.measures = word_list("measures", given.get<std::string>("measures"), ',');
  const record::Result a = record::Result::open(given.get<std::string>("A")), b = record::Result::open(given.get<std::string>("B"));
  std::vector<data::OutputTable> tables{report::plan_differences(a, b, wanted)};
  tables[0].notes.push_back(a.text("payload_sha") == b.text("payload_sha") ? "The data are the same, bit for bit." : fmt::format("A is {}, B is {}.", a.path(), b.path()));
  for (data::OutputTable& table : report::measure_differences(a, b, wanted)) tables.push_back(std::move(table));
  fmt::print("{}", data::print(tables, format));
  return 0;
}
}  // namespace

const Command compare_command{"compare", "A.h5 B.h5", "What differs between two results: their plans, and every measure with the error of the difference.", run};

}  // namespace alongside::cli
