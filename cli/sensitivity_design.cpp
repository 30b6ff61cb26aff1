#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/data/table.hpp"
#include "cli/number_list.hpp"
#include "cli/prepared.hpp"
#include "cli/sensitivity.hpp"
#include "sim/core/names.hpp"
#include "sim/record/safe_file.hpp"
#include "sim/sampling/cube.hpp"

namespace alongside::cli {
namespace {

struct Wanted {
  std::vector<std::string> names;
  std::size_t size, levels;
  std::uint64_t seed;
};

struct DesignKind {
  const char* name;
  std::size_t rows_per_size, columns_per_input;  ///< rows: per size a fixed number, plus one an input when columns say so
  sampling::Cube (*make)(const Wanted&);
};

const DesignKind designs[] = {
    {"saltelli", 2, 2, [](const Wanted& w) { return sampling::saltelli_cube(w.size, w.names, w.seed); }},
    {"morris", 1, 1, [](const Wanted& w) { return sampling::morris_cube(w.size, w.levels, w.names, w.seed); }},
    {"latin-hypercube", 0, 0, [](const Wanted& w) { return sampling::latin_hypercube(w.size, w.names, w.seed); }},
    {"sobol", 0, 1, [](const Wanted& w) { return sampling::sobol_cube(w.size, w.names, w.seed); }},
    {"random", 0, 0, [](const Wanted& w) { return sampling::random_cube(w.size, w.names, w.seed); }},
};

const DesignKind& design_called(const std::string& name) {
  std::vector<std::string> names;
  for (const DesignKind& kind : designs) {
    if (name == kind.name) return kind;
    names.emplace_back(kind.name);
  }
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("--design \"{}\" is not known ({})", name, did_you_mean(near, "saltelli, morris, latin-hypercube, sobol or random")));
}

void check_size(const DesignKind& kind, const Wanted& wanted) {
  const std::size_t inputs = wanted.names.size();
  const std::string name = kind.name;
  const bool sobol = name == "saltelli" || name == "sobol";
  if (sobol && kind.columns_per_input * inputs > scenario::max_sobol_columns)
    throw UsageError(fmt::format("--design {}: {} inputs (Sobol' sequences are tabulated for {} columns) use latin-hypercube", name, inputs, scenario::max_sobol_columns));
  const std::size_t rows = wanted.size * (kind.rows_per_size == 0 ? 1 : inputs + kind.rows_per_size);
  if (wanted.size > scenario::max_points || rows > scenario::max_points)
    throw UsageError(fmt::format("--size {} gives more than {} points; ask for fewer", wanted.size, scenario::max_points));
  if (wanted.levels % 2 != 0) throw UsageError(fmt::format("--levels {} is odd (steps of half the range would favour the ends) take an even number", wanted.levels));
}

}  // namespace

std::vector<InputRange> input_ranges(const std::string& text) {
  std::vector<InputRange> inputs;
  for (const std::string& word : word_list("inputs", text, ',')) {
    InputRange input{word};
    if (const std::size_t at = word.rfind('='); at != std::string::npos) {
      const std::vector<std::string> ends = word_list("inputs", word.substr(at + 1), ':');
      if (ends.size() != 2) throw UsageError(fmt::format("--inputs \"{}\" is no range (write name=low:high)", word));
      input = {word.substr(0, at), number_list("inputs", ends[0]).at(0), number_list("inputs", ends[1]).at(0), true};
      if (input.name.empty() || !(input.low < input.high)) throw UsageError(fmt::format("--inputs \"{}\" is no range (write name=low:high, low below high)", word));
    }
    for (const InputRange& other : inputs)
      if (other.name == input.name) throw UsageError(fmt::format("--inputs names \"{}\" twice", input.name));
    inputs.push_back(input);
  }
  return inputs;
}

int write_design(const Parsed& given) {
  for (const char* name : {"RESULT", "table", "output", "measure", "nmb", "method"})
    if (given.has(name)) throw UsageError(fmt::format("sensitivity: --design writes points, and {} asks for an answer; do one after the other", name));
  if (!given.has("inputs") || !given.has("size")) throw UsageError("sensitivity: --design needs --inputs \"a=0:1,b=-3:3\" and --size");
  const DesignKind& kind = design_called(given.get<std::string>("design"));
  const std::vector<InputRange> inputs = input_ranges(given.get<std::string>("inputs"));
  Wanted wanted{{}, whole_option("size", given.get<std::string>("size"), 2), whole_option("levels", given.get<std::string>("levels"), 2),
                whole_option("seed", given.get<std::string>("seed"), 0)};
  std::string text;
  for (const InputRange& input : inputs) {
    if (!input.ranged) throw UsageError(fmt::format("--inputs \"{}\" has no range (write {}=low:high)", input.name, input.name));
    wanted.names.push_back(input.name);
    text += (text.empty() ? "" : ",") + data::csv_cell(input.name);
  }
  check_size(kind, wanted);
  text += '\n';
  const sampling::Cube cube = kind.make(wanted);
  for (std::size_t r = 0; r < cube.rows; ++r)
    for (std::size_t c = 0; c < cube.columns; ++c)
      text += fmt::format("{}{}", std::clamp(inputs[c].low + cube.at(r, c) * (inputs[c].high - inputs[c].low), inputs[c].low, inputs[c].high), c + 1 == cube.columns ? '\n' : ',');
  if (given.has("outfile")) record::write_safely(given.get<std::string>("outfile"), std::as_bytes(std::span(text)));
  else fmt::print("{}", text);
  return 0;
}

}  // namespace alongside::cli
