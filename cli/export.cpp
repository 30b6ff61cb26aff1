#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "analysis/data/export.hpp"
#include "analysis/economics/draw_tables.hpp"
#include "analysis/economics/valuation.hpp"
#include "cli/economic_options.hpp"
#include "cli/options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command export_command;

namespace {
namespace po = boost::program_options;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// A new file; one of that name is not replaced.
File new_file(const std::string& path) {
  File file(std::fopen(path.c_str(), "wbx"));
  if (!file) throw OutputError(fmt::format("{}: cannot be made ({}) choose another path with -o", path, std::strerror(errno)));
  return file;
}

void make_folder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(fmt::format("{}: cannot be made ({}) choose another folder with -o", folder, error.message()));
}

/// Every dataset to a table of its own in a folder: "weekly.cases.csv".
std::size_t to_folder(const record::Result& result, data::Format format, const std::string& folder) {
  make_folder(folder);
  std::size_t files = 0;
  for (const record::DatasetInfo& info : result.datasets()) {
    std::string name = info.path.substr(1);
    std::ranges::replace(name, '/', '.');
    data::export_datasets(result, {info.path}, format, new_file(fmt::format("{}/{}.{}", folder, name, format == data::Format::json ? "json" : "csv")).get());
    ++files;
  }
  return files;
}

int export_data(const Parsed& given) {
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  if (format == data::Format::markdown) throw UsageError("export: --format md is for tables that people read (datasets are csv or json)");
  if (!given.has("dataset") && !given.has("output")) throw UsageError("export: --dataset or -o is missing (say which dataset to print, or a folder for all of them)");
  for (const std::string& name : viewpoint_option_names())
    if (given.has(name)) throw UsageError(fmt::format("export: --{} is for --format draws, bcea and voi (datasets are written as they are)", name));
  const record::Result result = record::Result::open(given.get<std::string>("RESULT"));
  if (!given.has("dataset")) {
    const std::string folder = given.get<std::string>("output");
    fmt::print("{}: {} files\n", folder, to_folder(result, format, folder));
    return 0;
  }
  const std::vector<std::string> paths = data::datasets_under(result, given.get<std::string>("dataset"));
  if (given.has("output")) data::export_datasets(result, paths, format, new_file(given.get<std::string>("output")).get());
  else data::export_datasets(result, paths, format, stdout);
  return 0;
}

void write_table(std::FILE* out, const data::OutputTable& table) {
  const std::string text = table.print(data::Format::csv);
  if (std::fwrite(text.data(), 1, text.size(), out) != text.size() || std::fflush(out) != 0)
    throw OutputError("the export cannot be written (is the disk full?) free some space and export again");
}

/// Costs and effects of every draw, as one table or as the files that R packages read.
int export_draws(const Parsed& given, const std::string& format) {
  if (given.has("dataset")) throw UsageError(fmt::format("export: --dataset and --format {} do not go together (draws are costs and effects, not a dataset)", format));
  if (format != "draws" && !given.has("output")) throw UsageError(fmt::format("export: -o is missing (the folder for the files of --format {})", format));
  const economics::Viewpoint view = viewpoints_of(given).back();
  const record::Result result = record::Result::open(given.get<std::string>("RESULT"));
  const economics::Accounts accounts = economics::read_accounts(result, point_of(given), view.value_set ? economics::Detail::person_weeks : economics::Detail::as_valued);
  const economics::Draws draws = economics::draws_of(accounts, economics::value_accounts(accounts, view));
  if (format == "draws") {
    if (given.has("output")) write_table(new_file(given.get<std::string>("output")).get(), economics::psa_table(draws));
    else write_table(stdout, economics::psa_table(draws));
    return 0;
  }
  const economics::DrawMeans means = economics::average_replicates(draws);
  const std::string folder = given.get<std::string>("output");
  make_folder(folder);
  write_table(new_file(folder + "/costs.csv").get(), economics::costs_table(means));
  write_table(new_file(folder + "/effects.csv").get(), economics::effects_table(means));
  if (format == "voi") write_table(new_file(folder + "/parameters.csv").get(), economics::parameters_table(means));
  fmt::print("{}: {} draws; costs in pounds, effects in QALYs, per 1,000 births; {}\n", folder, means.draws(), view.text());
  return 0;
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("dataset", po::value<std::string>(), "/summary/cost, or a group such as /summary; without it every dataset, to a folder")(
      "format", po::value<std::string>()->default_value("csv"), "csv or json: datasets; draws: costs, effects and parameters of every draw as one table; bcea: a folder with costs.csv and effects.csv; voi: parameters.csv too (also for dampack)")(
      "output,o", po::value<std::string>(), "file, or folder, to make (one table goes to the terminal without it)");
  add_viewpoint_options(options);
  const Parsed given = parse(export_command, options, {"RESULT"}, arguments, "alongside export study.h5 --dataset /summary -o summary.csv");
  if (given.help) return 0;
  const std::string format = given.get<std::string>("format");
  if (format == "csv" || format == "json") return export_data(given);
  if (format == "draws" || format == "bcea" || format == "voi") return export_draws(given, format);
  throw UsageError(fmt::format("export: --format \"{}\" is not known (csv, json, draws, bcea or voi)", format));
}
}  // namespace

const Command export_command{"export", "RESULT.h5", "Writes datasets as CSV or JSON, or draws for other programs of health economics.", run};

}  // namespace alongside::cli
