#pragma once
// A scenario: what a TOML file asks for, checked and resolved; immutable from here on.
//
// Top-level keys besides parameters: format, base, name, text, seed, replicates, record, common, [[arm]],
// [sweep], [uncertainty]. Every other key is the dotted path of a declared parameter or table.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/declare/catalogue.hpp"

namespace alongside::scenario {

/// One cell of the numeric row: a declared parameter, or one column of one table row.
struct Cell {
  std::string path;  ///< "symptoms.persistence", "schedule.early.per_week"
  const declare::Parameter* parameter;
  declare::Scope scope;
};

/// The cells of every row of this scenario: first the catalogue's parameters in catalogue order (so a
/// parameter's cell is Catalogue::index), then the table cells, table by table, row by row.
struct CellMap {
  std::vector<Cell> cells;
  /// Names of the rows of each table, in order of first appearance over the scenario and all its arms.
  std::map<std::string_view, std::vector<std::string>> table_rows;
  /// Index of a path, or -1.
  int find(std::string_view path) const;
  /// First cell of a table's row; its columns follow in declared order. -1 when the row does not exist.
  int table_row(const declare::Table& table, std::size_t row) const;
};

/// One arm: a name, a sentence, and its own values of programme-scope cells.
struct Arm {
  std::string name;
  std::string text;
  std::vector<double> row;          ///< all cells, arm values included; NaN in no cell
  std::vector<bool> table_row_used; ///< per table row in CellMap order: whether this arm has that row
};

/// One swept axis: a cell path (optionally of one arm: "arms.NAME.path"), and its values.
struct SweepAxis {
  std::string path;
  int cell = -1;
  int arm = -1;  ///< -1: every arm
  std::vector<double> values;
  std::vector<std::string> labels;  ///< as written
};

enum class Common { arms_and_points, arms, none };
enum class RecordLevel { summary, weekly, family };

/// A whole scenario.
struct Scenario {
  std::string name, text;
  std::string file;           ///< as given on the command line
  std::string resolved;       ///< canonical TOML text of everything set, base and --set included; hashed into the plan
  std::uint64_t seed = 1;
  std::uint32_t replicates = 1;
  std::uint32_t draws = 0;    ///< 0: one draw at the base values
  Common common = Common::arms_and_points;
  RecordLevel record = RecordLevel::weekly;
  std::uint32_t record_families = 0;  ///< replicates per point and draw whose families are recorded (level family)
  CellMap cells;
  std::vector<Arm> arms;
  std::vector<SweepAxis> sweep;       ///< crossed; first axis slowest
  std::vector<std::vector<double>> points_rows;  ///< from --points: one row of `points_cells` values a point
  std::vector<int> points_cells;
  std::vector<int> points_arms;       ///< arm each --points column applies to, -1 for every arm
};

/// What the command line changes.
struct Overrides {
  std::vector<std::string> set;  ///< "path=value"
  std::string points;            ///< CSV file of points, or ""
  std::string replicates, draws, seed, record;  ///< "" when not given
};

/// Reads, resolves and checks. Throws DataError whose message lists every mistake, one line each, as
/// `file:line:col  problem (why) suggestion`.
Scenario read_scenario(const std::string& path, const declare::Catalogue& catalogue, const Overrides& overrides);

}  // namespace alongside::scenario
