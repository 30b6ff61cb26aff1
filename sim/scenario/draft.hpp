#pragma once
// What the files say, read one over the other, before it is resolved into cells and arms.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/document.hpp"
#include "sim/scenario/scenario.hpp"

namespace alongside::scenario {

/// A value and where it was written.
struct Setting {
  double value;
  Place place;
};

/// One row of a table as written: cells by column, or the wish that the row go.
struct RowDraft {
  std::string name;
  Place place;
  bool removed = false;
  std::map<const declare::Parameter*, Setting> cells;
};

/// Parameters and table rows set in one place: above the arms, or in an arm.
struct Values {
  std::map<const declare::Parameter*, Setting> parameters;
  std::map<const declare::Table*, std::vector<RowDraft>> rows;  ///< each table's in the order of appearance
};

struct ArmDraft {
  std::string name, text;
  Place place;
  Values values;
};

/// Everything that files and command line have said so far; what is absent keeps its default.
struct Draft {
  std::string name, text;
  std::optional<std::int64_t> seed, replicates, record_families, draws;
  std::optional<Common> common;
  std::optional<RecordLevel> record;
  Place record_families_place, replicates_place, arms_place;
  Values values;
  std::vector<ArmDraft> arms;
  std::optional<Node> sweep;
  std::map<std::string, Entry> uncertainty;  ///< vary, fixed, spread, posterior, correlation
  bool arms_unread = false;                  ///< the arms are no list of a fit length, which is a mistake already noted
  bool incomplete = false;                   ///< a file of the chain could not be read
};

/// What every reader needs.
struct Context {
  const declare::Catalogue& catalogue;
  Issues& issues;
};

/// Lays values over others: key by key, and for table rows cell by cell. A row that is to go and is not there is a mistake.
void lay_over(Values& below, const Values& above, Issues& issues);

enum class Where { above_arms, in_arm };

/// Reads the entries of a TOML table that are paths of parameters and tables, below a prefix; `reserved` are the
/// other names that would have been understood, for "did you mean".
void read_values(const std::vector<const Entry*>& entries, const std::string& prefix, Where where,
                 const std::vector<std::string>& reserved, Values& values, Context context);

/// Reads one of the keys that are not parameters (seed, replicates, record, ...) if it is one.
bool read_setting(const Entry& entry, Draft& draft, Context context);

/// The file, under its base and under the base's base and so on.
void read_files(const std::string& path, Draft& draft, Context context);

/// The command line's changes.
void read_overrides(const Overrides& overrides, Draft& draft, Context context);

/// Cells, arms, sweep and uncertainty out of a draft; fills everything but points and the resolved text.
Scenario resolve(const Draft& draft, Context context);

/// Finds the arm and the cell of "path" or "arms.NAME.path"; false after noting what is wrong.
bool find_target(const std::string& written, const Place& place, const Scenario& scenario, int& arm, int& cell, Context context);

/// Reads [sweep] into a design and its axes.
void read_sweep(const Node& sweep, Scenario& scenario, Context context);

/// The names in [sweep] that are no paths: method, points, ...
const std::vector<std::string>& sweep_settings();
/// Reads those of a sweep; notes what is wrong.
void read_sweep_design(const Node& sweep, Scenario& scenario, Context context);
/// Notes a sweep whose axes do not fit each other, or that has too many axes or points.
void check_sweep_size(const Node& sweep, const Scenario& scenario, Issues& issues);

/// Reads a distribution: [low, high] or {low, high, shape}. Nothing after noting what is wrong.
std::optional<declare::Spread> read_spread(const Node& node, const declare::Parameter& parameter, const std::string& name, Context context);

/// Decides which cells vary, and how.
void read_uncertainty(const Draft& draft, Scenario& scenario, Context context);

/// Reads [uncertainty.posterior] and [uncertainty.correlation]; before read_uncertainty.
void read_posterior(const Draft& draft, Scenario& scenario, Context context);

/// Reads the points of a CSV file.
void read_points(const std::string& file, Scenario& scenario, Context context);

/// Writes Scenario::resolved.
std::string canonical_text(const Scenario& scenario);

/// Notes arms that are the same in every value and stay so at every point.
void check_arms_differ(const Draft& draft, const Scenario& scenario, Issues& issues);

}  // namespace alongside::scenario
