// The examples for Python and R run on a real result, where their tools are.

#include <fmt/format.h>

#include "analysis/data/table.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::read_text;
using Catch::Matchers::Contains;

namespace {

const std::string source = ALONGSIDE_SOURCE_DIR;

/// The Python that can import a module; "" when none can.
std::string python_with(const std::string& module) {
  for (const std::string python : {"python3", "/usr/bin/python3"})
    if (std::system((python + " -c 'import " + module + "' > /dev/null 2>&1").c_str()) == 0) return python;
  return "";
}

bool r_has(const std::string& package) {
  return std::system(("Rscript -e 'quit(status = !requireNamespace(\"" + package + "\", quietly = TRUE))' > /dev/null 2>&1").c_str()) == 0;
}

std::string output_of(const Bench& bench, const std::string& command) {
  INFO(command);
  const int status = std::system(("cd " + (bench / "") + " && " + command + " > example.txt 2>&1").c_str());
  INFO(read_text(bench / "example.txt"));
  CHECK(status == 0);
  return read_text(bench / "example.txt");
}

/// A number that the program prints: the difference of an arm's mean in a measure.
std::string difference(const Bench& bench, const std::string& result, const std::string& measure, const std::string& column) {
  const data::CsvTable table = data::CsvTable::parse(bench.run("summary " + result + " --measures " + measure + " --format csv").out, "summary");
  return fmt::format("{:.4g}", table.numbers(column).back());
}

}  // namespace

TEST_CASE("the Python example reads what the program prints, with and without draws") {
  const std::string python = python_with("h5py");
  if (python.empty()) {
    WARN("skipped: no Python with h5py here");
    return;
  }
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o plain.h5 --replicates 5").code == 0);
  REQUIRE(bench.run("run tiny.toml -o draws.h5 --replicates 2 --draws 6").code == 0);
  for (const std::string result : {"plain.h5", "draws.h5"}) {
    CHECK_THAT(output_of(bench, python + " " + source + "/analysis/python/example.py " + result), Contains("arms: usual care, phone") && Contains("Net benefit over usual care"));
    bench.write("ask.py", "import sys\nsys.path.insert(0, '" + source + "/analysis/python')\nfrom alongside import Result\nwith Result('" + result +
                              "') as r:\n    d = r.difference('/summary/qalys', 'phone')\n    print(f'{d.mean:.4g} {d.error:.4g}')\n");
    CHECK(output_of(bench, python + " ask.py") == difference(bench, result, "qalys", "difference") + " " + difference(bench, result, "qalys", "difference_error") + "\n");
  }
  bench.write("no.h5", "not HDF5");
  CHECK(std::system(("cd " + (bench / "") + " && " + python + " " + source + "/analysis/python/example.py no.h5 > /dev/null 2>&1").c_str()) != 0);
  if (python_with("pandas").empty()) WARN("skipped: no pandas here, so that frame() was not tried");
}

TEST_CASE("the R example reads the same numbers, with rhdf5 and with hdf5r") {
  if (!r_has("rhdf5") && !r_has("hdf5r")) {
    WARN("skipped: no R with rhdf5 or hdf5r here");
    return;
  }
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o plain.h5 --replicates 5").code == 0);
  const std::string text = output_of(bench, "Rscript " + source + "/analysis/R/example.R plain.h5");
  CHECK_THAT(text, Contains("arms: usual care, phone"));
  CHECK_THAT(text, Contains(difference(bench, "plain.h5", "qalys", "difference")));

  // Draws for the packages of health economics; EVPI by hand in R equals the program's.
  REQUIRE(bench.run("run tiny.toml -o draws.h5 --replicates 1 --draws 30").code == 0);
  REQUIRE(bench.run("export draws.h5 --format voi -o draws").code == 0);
  const std::string of_draws = output_of(bench, "Rscript " + source + "/analysis/R/example.R draws.h5 draws");
  const data::CsvTable totals = data::CsvTable::parse(bench.run("cea draws.h5 --threshold 20000 --only \"Uncertainty of the decision\" --format csv").out, "cea");
  CHECK_THAT(of_draws, Contains(fmt::format("EVPI at 20000: {:.1f}", totals.numbers("EVPI").at(0))));
}
