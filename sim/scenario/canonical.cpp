// The canonical text of a scenario. It depends on what the scenario means and not on how it was written: a value
// that all arms share stands above the arms, defaults do not stand anywhere, numbers are shortest.

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/draft.hpp"
#include "sim/scenario/units.hpp"
#include "sim/scenario/value.hpp"

namespace alongside::scenario {
namespace {

class Printer {
 public:
  explicit Printer(const Scenario& scenario) : s_(scenario), uncertain_(scenario.cells.cells.size(), nullptr) {
    for (const UncertainCell& u : s_.uncertain) uncertain_[static_cast<std::size_t>(u.cell)] = &u;
  }

  std::string print() {
    print_settings();
    print_above_arms();
    for (std::size_t arm = 0; arm < s_.arms.size(); ++arm) print_arm(arm);
    print_sweep();
    print_uncertainty();
    return std::move(out_);
  }

 private:
  template <class... A>
  void line(fmt::format_string<A...> format, A&&... arguments) {
    out_ += fmt::format(format, std::forward<A>(arguments)...) + "\n";
  }
  const Cell& cell(std::size_t i) const { return s_.cells.cells[i]; }
  std::string toml(std::size_t i, double value) const { return cell_toml(value, *cell(i).parameter); }

  void print_settings() {
    line("format = 1");
    if (!s_.name.empty()) line("name = {}", quoted(s_.name));
    if (!s_.text.empty()) line("text = {}", quoted(s_.text));
    line("seed = {}", s_.seed);
    line("replicates = {}", s_.replicates);
    line("record = {}", quoted(label(s_.record)));
    if (s_.record == RecordLevel::family) line("record_families = {}", s_.record_families);
    line("common = {}", quoted(label(s_.common)));
  }

  /// Whether an arm's value of a cell means anything there: always, but for rows that the arm does not have.
  bool has(std::size_t arm, int row) const { return row < 0 || s_.arms[arm].table_row_used[static_cast<std::size_t>(row)]; }

  bool held(std::size_t i, std::size_t arm) const { return uncertain_[i] && uncertain_[i]->held[arm]; }

  /// The value above the arms: of the arms that let the cell vary, or else the one that all arms share, or the default.
  double above(std::size_t i, int row) const {
    const double standard = cell(i).parameter->value;
    const double* shared = nullptr;
    for (std::size_t arm = 0; arm < s_.arms.size(); ++arm) {
      const double& value = s_.arms[arm].row[i];
      if (!has(arm, row)) continue;
      if (uncertain_[i]) {
        if (!held(i, arm)) return value;
      } else if (shared && *shared != value) {
        return standard;
      }
      shared = &value;
    }
    return shared && !uncertain_[i] ? *shared : standard;
  }

  template <class Use>
  void each_parameter(Use use) const {
    std::vector<std::size_t> order;
    const std::size_t count = s_.cells.tables.empty() ? s_.cells.cells.size() : static_cast<std::size_t>(s_.cells.tables.front().first_cell);
    for (std::size_t i = 0; i < count; ++i) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return cell(a).path < cell(b).path; });
    for (const std::size_t i : order) use(i);
  }
  /// Table, row of it, its place in table_row_used, its first cell.
  template <class Use>
  void each_row(Use use) const {
    for (const TableRows& table : s_.cells.tables)
      for (std::size_t r = 0; r < table.names.size(); ++r)
        use(table, r, table.first_row + static_cast<int>(r), static_cast<std::size_t>(s_.cells.table_row(*table.table, r)));
  }

  void print_above_arms() {
    each_parameter([&](std::size_t i) {
      const double value = above(i, -1);
      if (value != cell(i).parameter->value) line("{} = {}", cell(i).path, toml(i, value));
    });
    each_row([&](const TableRows& table, std::size_t r, int row, std::size_t first) {
      std::size_t printed = 0;
      for (std::size_t i = first; i < first + table.table->columns.size(); ++i)
        if (const double value = above(i, row); value != cell(i).parameter->value) {
          line("{} = {}", cell(i).path, toml(i, value));
          ++printed;
        }
      if (printed == 0) line("{}.{} = {{}}", table.table->name, table.names[r]);
    });
  }

  void print_arm_cell(std::size_t i, std::size_t arm, int row) {
    const double value = s_.arms[arm].row[i];
    if (value != above(i, row) || (held(i, arm) && set_by(i, arm))) line("{} = {}", cell(i).path, toml(i, value));
  }

  /// A cell held by a sweep needs no value of the arm's own to stay held.
  bool set_by(std::size_t i, std::size_t arm) const {
    return std::none_of(s_.sweep.begin(), s_.sweep.end(), [&](const SweepAxis& axis) {
      return axis.cell == static_cast<int>(i) && (axis.arm < 0 || axis.arm == static_cast<int>(arm));
    });
  }

  void print_arm(std::size_t arm) {
    line("\n[[arm]]\nname = {}", quoted(s_.arms[arm].name));
    if (!s_.arms[arm].text.empty()) line("text = {}", quoted(s_.arms[arm].text));
    each_parameter([&](std::size_t i) { print_arm_cell(i, arm, -1); });
    each_row([&](const TableRows& table, std::size_t r, int row, std::size_t first) {
      if (!has(arm, row)) return line("{}.{} = \"none\"", table.table->name, table.names[r]);
      for (std::size_t i = first; i < first + table.table->columns.size(); ++i) print_arm_cell(i, arm, row);
    });
  }

  void print_sweep() {
    if (s_.sweep.empty()) return;
    line("\n[sweep]");
    const SweepDesign& design = s_.sweep_design;
    if (design.method != SweepMethod::factorial) line("method = {}", quoted(label(design.method)));
    if (is_sampled(design.method)) {
      const bool base = design.method == SweepMethod::saltelli, walks = design.method == SweepMethod::morris;
      line("{} = {}", base ? "base_points" : walks ? "trajectories" : "points", design.size);
      if (walks) line("levels = {}", design.levels);
      line("seed = {}", design.seed);
    }
    for (const SweepAxis& axis : s_.sweep) line("{} = {}", quoted(axis.path), axis_text(axis));
  }

  std::string axis_text(const SweepAxis& axis) const {
    const std::string low = shortest(axis.span.low), high = shortest(axis.span.high);
    if (axis.source == AxisSource::range) return fmt::format("{{from = {}, to = {}}}", low, high);
    if (axis.source == AxisSource::log_range) return fmt::format("{{from = {}, to = {}, scale = \"log\"}}", low, high);
    if (axis.source == AxisSource::spread) return fmt::format("{{shape = {}, low = {}, high = {}}}", quoted(label(axis.span.shape)), low, high);
    std::string values;
    for (const double value : axis.values) values += fmt::format("{}{}", values.empty() ? "" : ", ", toml(static_cast<std::size_t>(axis.cell), value));
    return fmt::format("[{}]", values);
  }

  void print_uncertainty() {
    if (s_.draws == 0) return;
    std::string names, spreads;
    for (const UncertainCell& u : s_.uncertain) {
      const auto i = static_cast<std::size_t>(u.cell);
      const declare::Spread& declared = cell(i).parameter->spread;
      names += fmt::format("{}{}", names.empty() ? "" : ", ", quoted(cell(i).path));
      const bool own = u.shape != declared.shape || u.low != declared.low || u.high != declared.high || set_above(i) || !as_posterior(u);
      if (own) spreads += fmt::format("{} = {{shape = {}, low = {}, high = {}}}\n", quoted(cell(i).path), quoted(label(u.shape)), shortest(u.low), shortest(u.high));
    }
    line("\n[uncertainty]\ndraws = {}\nvary = [{}]", s_.draws, names);
    if (!spreads.empty()) out_ += "\n[uncertainty.spread]\n" + spreads;
    print_posterior();
  }

  void print_posterior() {
    if (s_.posterior.empty()) return;
    const auto path = [&](int i) { return quoted(cell(static_cast<std::size_t>(i)).path); };
    line("\n[uncertainty.posterior]");
    for (const PosteriorCell& one : s_.posterior) line("{} = {{shift = {}, scale = {}}}", path(one.cell), shortest(one.shift), shortest(one.scale));
    if (!s_.correlations.empty()) line("\n[uncertainty.correlation]");
    for (std::size_t i = 0; i < s_.correlations.size();) {
      std::string with;
      const int a = s_.correlations[i].a;
      for (; i < s_.correlations.size() && s_.correlations[i].a == a; ++i)
        with += fmt::format("{}{} = {}", with.empty() ? "" : ", ", path(s_.correlations[i].b), shortest(s_.correlations[i].value));
      line("{} = {{{}}}", path(a), with);
    }
  }

  /// Whether a cell is drawn as the posterior has it, or is in none.
  bool as_posterior(const UncertainCell& u) const {
    for (const PosteriorCell& one : s_.posterior)
      if (one.cell == u.cell) return u.shift == one.shift && u.scale == one.scale;
    return true;
  }

  bool set_above(std::size_t i) const {
    int row_of_cell = -1;
    each_row([&](const TableRows& table, std::size_t, int row, std::size_t first) {
      if (i >= first && i < first + table.table->columns.size()) row_of_cell = row;
    });
    return above(i, row_of_cell) != cell(i).parameter->value;
  }

  const Scenario& s_;
  std::vector<const UncertainCell*> uncertain_;
  std::string out_;
};

}  // namespace

std::string canonical_text(const Scenario& scenario) { return Printer(scenario).print(); }

}  // namespace alongside::scenario
