#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "analysis/data/export.hpp"
#include "cli/options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command export_command;

namespace {
namespace po = boost::program_options;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// Writes one table to a new file; a file of that name is not replaced.
void to_file(const record::Result& result, const std::vector<std::string>& paths, data::Format format, const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "wbx"));
  if (!file) throw OutputError(fmt::format("{}: cannot be made ({}) choose another path with -o", path, std::strerror(errno)));
  data::export_datasets(result, paths, format, file.get());
}

/// Every dataset to a table of its own in a folder: "weekly.cases.csv".
std::size_t to_folder(const record::Result& result, data::Format format, const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw OutputError(fmt::format("{}: cannot be made ({}) choose another folder with -o", folder, error.message()));
  std::size_t files = 0;
  for (const record::DatasetInfo& info : result.datasets()) {
    std::string name = info.path.substr(1);
    for (char& c : name) c = c == '/' ? '.' : c;
    to_file(result, {info.path}, format, fmt::format("{}/{}.{}", folder, name, format == data::Format::json ? "json" : "csv"));
    ++files;
  }
  return files;
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("dataset", po::value<std::string>(), "/summary/cost, or a group such as /summary; without it every dataset, to a folder")(
      "format", po::value<std::string>()->default_value("csv"), "csv or json")("output,o", po::value<std::string>(), "file, or folder, to make (one dataset goes to the terminal without it)");
  const Parsed given = parse(export_command, options, {"RESULT"}, arguments, "alongside export study.h5 --dataset /summary -o summary.csv");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  if (format == data::Format::text) throw UsageError("export: --format text (csv or json is wanted)");
  if (!given.has("dataset") && !given.has("output")) throw UsageError("export: --dataset or -o is missing (say which dataset to print, or a folder for all of them)");
  const record::Result result = record::Result::open(given.get<std::string>("RESULT"));
  if (!given.has("dataset")) {
    const std::string folder = given.get<std::string>("output");
    fmt::print("{}: {} files\n", folder, to_folder(result, format, folder));
    return 0;
  }
  const std::vector<std::string> paths = data::datasets_under(result, given.get<std::string>("dataset"));
  if (given.has("output")) to_file(result, paths, format, given.get<std::string>("output"));
  else data::export_datasets(result, paths, format, stdout);
  return 0;
}
}  // namespace

const Command export_command{"export", "RESULT.h5", "Writes datasets as CSV or JSON, with a column for every coordinate.", run};

}  // namespace alongside::cli
