#include "analysis/economics/draw_tables.hpp"

namespace alongside::economics {
namespace {

using Eigen::Index;

data::OutputTable matrix_table(const std::string& title, const std::vector<std::string>& names, const Eigen::MatrixXd& values) {
  data::OutputTable table{title, names, {}, {}};
  for (Index row = 0; row < values.rows(); ++row) {
    std::vector<data::Cell> cells;
    for (Index column = 0; column < values.cols(); ++column) cells.emplace_back(data::Number{values(row, column)});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace

data::OutputTable psa_table(const Draws& draws) {
  data::OutputTable table{"Draws", {"draw"}, {}, {}};
  for (const std::string& option : draws.options) table.columns.push_back("cost_" + option);
  for (const std::string& option : draws.options) table.columns.push_back("effect_" + option);
  table.columns.insert(table.columns.end(), draws.parameters.begin(), draws.parameters.end());
  for (Index row = 0; row < draws.cost.rows(); ++row) {
    std::vector<data::Cell> cells{draws.draw.empty() ? std::to_string(row) : draws.draw[static_cast<std::size_t>(row)]};
    for (const Eigen::MatrixXd* values : {&draws.cost, &draws.effect, &draws.parameter})
      for (Index column = 0; column < values->cols(); ++column) cells.emplace_back(data::Number{(*values)(row, column)});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

data::OutputTable costs_table(const DrawMeans& means) { return matrix_table("Costs", means.options, means.cost); }
data::OutputTable effects_table(const DrawMeans& means) { return matrix_table("Effects", means.options, means.effect); }
data::OutputTable parameters_table(const DrawMeans& means) { return matrix_table("Parameters", means.parameters, means.parameter); }

}  // namespace alongside::economics
