#pragma once
// A scenario: what a TOML file asks for, checked and resolved; immutable from here on.
//
// Top-level keys besides parameters: format, base, name, text, seed, replicates, record, record_families, common,
// [[arm]], [sweep], [uncertainty]. Every other key is the dotted path of a declared parameter or table.
// What a base gives is overridden key by key, table rows cell by cell; a row set to "none" goes. The file's own
// [[arm]] or [sweep] replaces the base's whole; name and text are never taken from a base.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/declare/catalogue.hpp"

namespace alongside::scenario {

inline constexpr std::size_t max_arms = 64;
inline constexpr std::size_t max_table_rows = 16;
inline constexpr std::size_t max_points = 1'000'000;
inline constexpr std::int64_t max_replicates = 1'000'000;
/// Columns that Sobol' sequences are tabulated for (Joe & Kuo 2008, in Boost).
inline constexpr std::size_t max_sobol_columns = 3667;

/// One cell of the numeric row: a declared parameter, or one column of one table row.
struct Cell {
  std::string path;  ///< "symptoms.persistence", "schedule.early.per_week"
  const declare::Parameter* parameter;
  declare::Scope scope;
  bool operator==(const Cell&) const = default;
};

/// The rows of one table over the scenario and all its arms.
struct TableRows {
  const declare::Table* table;
  std::vector<std::string> names;  ///< in order of first appearance
  int first_cell;                  ///< of row 0; a row's columns follow each other in declared order
  int first_row;                   ///< of row 0 in Arm::table_row_used
  bool operator==(const TableRows&) const = default;
};

/// The cells of every row of this scenario: first the catalogue's parameters in catalogue order (so a
/// parameter's cell is Catalogue::index), then the table cells, table by table, row by row.
struct CellMap {
  std::vector<Cell> cells;
  std::vector<TableRows> tables;  ///< in catalogue order, tables without rows included
  std::map<std::string, int, std::less<>> by_path;

  /// Index of a path, or -1.
  int find(std::string_view path) const;
  /// The rows of a table. Throws InternalError when the table is not in the catalogue.
  const TableRows& rows(const declare::Table& table) const;
  /// First cell of a table's row; its columns follow in declared order. -1 when the row does not exist.
  int table_row(const declare::Table& table, std::size_t row) const;
  bool operator==(const CellMap&) const = default;
};

/// One arm: a name, a sentence, and its own values of programme-scope cells.
struct Arm {
  std::string name;
  std::string text;
  std::vector<double> row;           ///< all cells, arm values included; NaN in no cell
  std::vector<bool> table_row_used;  ///< per table row in CellMap order: whether this arm has that row
  bool operator==(const Arm&) const = default;
};

/// How the points of a sweep come about: every combination of values, the values side by side, or a sample.
enum class SweepMethod { factorial, list, random, latin_hypercube, sobol, saltelli, morris };
std::string_view label(SweepMethod method);
/// Whether points are sampled, so that axes may be ranges and spreads.
constexpr bool is_sampled(SweepMethod method) { return method >= SweepMethod::random; }

struct SweepDesign {
  SweepMethod method = SweepMethod::factorial;
  std::uint32_t size = 0;    ///< of a sample: points; of Saltelli's design: base points; of Morris's: trajectories
  std::uint32_t levels = 0;  ///< of Morris's design
  std::uint64_t seed = 0;    ///< of a sample
  bool operator==(const SweepDesign&) const = default;
};

/// Where a sampled axis takes its values from: equal shares of a list, a range evenly or evenly on the log scale, or a
/// distribution.
enum class AxisSource { list, range, log_range, spread };

/// One swept axis: a cell path (of one arm: "arms.NAME.path"), and its values.
struct SweepAxis {
  std::string path;
  int cell = -1;
  int arm = -1;  ///< -1: every arm
  AxisSource source = AxisSource::list;
  std::vector<double> values;       ///< of a list
  std::vector<std::string> labels;  ///< of a list: shortest numbers in the declared unit, or choice labels
  declare::Spread span;             ///< of a range its ends; of a spread the distribution
  bool operator==(const SweepAxis&) const = default;
};

/// A cell that varies between draws, and the arms that set it themselves and so keep their value.
struct UncertainCell {
  int cell = -1;
  declare::Shape shape = declare::Shape::none;
  double low = 0, high = 0;  ///< the central 95% (of a uniform: the whole)
  std::vector<bool> held;    ///< per arm
  /// What a posterior makes of it, where the spread is a standard normal: a spread of the scenario's own is not shifted.
  double shift = 0, scale = 1;
  bool operator==(const UncertainCell&) const = default;
};

/// A parameter of a posterior, on the scale on which its declared spread is a standard normal.
struct PosteriorCell {
  int cell = -1;
  double shift = 0, scale = 1;
  bool operator==(const PosteriorCell&) const = default;
};

/// How two parameters of a posterior hang together, on that scale.
struct Correlation {
  int a = -1, b = -1;  ///< cells, a before b
  double value = 0;
  bool operator==(const Correlation&) const = default;
};

enum class Common { arms_and_points, arms, none };
enum class RecordLevel { summary, weekly, family };
std::string_view label(Common common);
std::string_view label(RecordLevel level);

/// A whole scenario.
struct Scenario {
  std::string name, text;
  std::string file;           ///< as given on the command line
  /// Canonical TOML of everything set, base and --set included, but not the rows of --points. Itself a valid
  /// scenario that reads back to this one; hashed into the plan.
  std::string resolved;
  std::uint64_t seed = 1;
  std::uint32_t replicates = 1;
  std::uint32_t draws = 0;    ///< 0: one draw at the base values
  Common common = Common::arms_and_points;
  RecordLevel record = RecordLevel::weekly;
  std::uint32_t record_families = 0;  ///< replicates per point and draw whose families are recorded (level family)
  CellMap cells;
  std::vector<Arm> arms;
  SweepDesign sweep_design;
  std::vector<SweepAxis> sweep;       ///< crossed, the first axis slowest, unless the design says otherwise
  std::vector<UncertainCell> uncertain;  ///< in cell order; empty when draws is 0
  std::vector<PosteriorCell> posterior;  ///< in cell order, whether or not they vary here; empty when draws is 0
  std::vector<Correlation> correlations;
  std::vector<std::vector<double>> points_rows;  ///< from --points: one row of `points_cells` values a point
  std::vector<int> points_cells;
  std::vector<int> points_arms;       ///< arm each --points column applies to, -1 for every arm
  bool operator==(const Scenario&) const = default;
};

/// Points of the sweep or the table of points: 1 when nothing varies.
std::size_t count_points(const Scenario& scenario);

/// The correlation matrix of a scenario's posterior, row by row in the order of its cells.
std::vector<double> posterior_correlations(const Scenario& scenario);

/// What the command line changes.
struct Overrides {
  std::vector<std::string> set;  ///< "path=value" or "arms.NAME.path=value"
  std::string points;            ///< CSV file of points, or ""
  std::string replicates, draws, seed, record;  ///< "" when not given
};

/// Reads, resolves and checks. Throws DataError whose message lists every mistake, one line each, as
/// `file:line:col  problem (why) suggestion`.
Scenario read_scenario(const std::string& path, const declare::Catalogue& catalogue, const Overrides& overrides);

}  // namespace alongside::scenario
