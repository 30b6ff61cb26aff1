#include "analysis/economics/result_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/economics/frontier.hpp"

namespace alongside::economics {
namespace {

using data::Cell;
using data::Number;
using data::OutputTable;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

OutputTable with_arms(std::string title, std::vector<std::string> columns, const Accounts& accounts) {
  OutputTable table{std::move(title), std::move(columns), {}, {}};
  table.columns.insert(table.columns.end(), accounts.arms.begin(), accounts.arms.end());
  return table;
}

/// Mean over worlds of column i of [world x arm][...], for one arm.
double mean_of_arm(const Eigen::MatrixXd& values, Eigen::Index column, std::size_t arm, std::size_t arms) {
  double sum = 0;
  std::size_t n = 0;
  for (auto row = static_cast<Eigen::Index>(arm); row < values.rows(); row += static_cast<Eigen::Index>(arms), ++n) sum += values(row, column);
  return sum / static_cast<double>(n);
}

std::string with_error(const report::Estimate& e, int digits) {
  if (std::isnan(e.mean)) return "-";
  return fmt::format("{:.{}f}{}", e.mean, digits, std::isnan(e.error) ? "" : fmt::format(" ± {:.{}f}", e.error, digits));
}

int digits_for(double value) { return value == 0 || std::isnan(value) ? 1 : std::clamp(3 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 0, 4); }

double per(double amount, double count) { return count > 0 ? amount / count : missing; }

double mean_level(const record::Result& result, const char* measure, std::size_t arm, const Accounts& accounts) {
  const std::string path = fmt::format("/summary/{}", measure);
  return result.has(path) ? report::estimate(report::read_worlds(result, path, accounts.point), arm).mean : missing;
}

}  // namespace

OutputTable resource_table(const Accounts& accounts, const Viewpoint& view) {
  OutputTable table = with_arms("Resources in natural units, per 1,000 births", {"item", "payer", "unit", "GBP per unit"}, accounts);
  for (std::size_t i = 0; i < accounts.items.size(); ++i) {
    const AccountItem& item = accounts.items[i];
    double price = 0;
    for (std::size_t d = 0; d < accounts.draws; ++d) price += accounts.price[d * accounts.items.size() + i] / static_cast<double>(accounts.draws);
    price *= price_factor(item.price_year, view.price_year);
    for (const PriceChange& change : view.prices)
      if (change.item == item.name) price = change.pence;
    std::vector<Cell> row{item.name, item.payer, item.unit, Number{price / 100, 2}};
    for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm) {
      double sum = 0;
      for (std::size_t w = 0; w < accounts.worlds.size(); ++w)
        for (std::size_t y = 0; y < accounts.years; ++y) sum += static_cast<double>(accounts.quantity(w, arm, i, y)) / accounts.worlds[w].families;
      const double mean = 1000 * sum / static_cast<double>(accounts.worlds.size()) / static_cast<double>(item.per);
      row.emplace_back(Number{mean, digits_for(mean)});
    }
    table.rows.push_back(std::move(row));
  }
  table.notes.push_back("Means over worlds of all years. Volunteers' hours stand here in every perspective; in money they count in the societal one only.");
  return table;
}

OutputTable cost_table(const Accounts& accounts, const Viewpoint& view) {
  OutputTable table = with_arms("Costs by payer and category, GBP per 1,000 births", {"payer", "category"}, accounts);
  const Eigen::MatrixXd costs = item_costs(accounts, view);
  const std::size_t arms = accounts.arms.size();
  std::vector<std::pair<std::string, std::string>> rows;
  for (const std::string_view payer : view.perspective.payers)
    for (const AccountItem& item : accounts.items)
      if (item.payer == payer && std::ranges::find(rows, std::pair{item.payer, item.category}) == rows.end()) rows.emplace_back(item.payer, item.category);
  std::vector<double> total(arms, 0.0);
  for (const auto& [payer, category] : rows) {
    std::vector<Cell> row{payer, category};
    for (std::size_t arm = 0; arm < arms; ++arm) {
      double sum = 0;
      for (std::size_t i = 0; i < accounts.items.size(); ++i)
        if (accounts.items[i].payer == payer && accounts.items[i].category == category) sum += mean_of_arm(costs, static_cast<Eigen::Index>(i), arm, arms);
      total[arm] += sum;
      row.emplace_back(money(sum));
    }
    table.rows.push_back(std::move(row));
  }
  std::vector<Cell> last{std::string("all"), std::string("total")};
  for (const double sum : total) last.emplace_back(money(sum));
  table.rows.push_back(std::move(last));
  return table;
}

OutputTable safety_table(const std::vector<ArmMeasure>& measures, const Accounts& accounts) {
  OutputTable table = with_arms("Safety measures", {"measure", "unit"}, accounts);
  for (const ArmMeasure& measure : measures) {
    // A label in a table ends without the full stop of its sentence.
    std::string label = measure.text;
    if (label.ends_with('.')) label.pop_back();
    std::vector<Cell> row{std::move(label), measure.unit};
    for (const report::Estimate& e : measure.level) row.emplace_back(with_error(e, digits_for(e.mean)));
    table.rows.push_back(std::move(row));
  }
  table.notes.push_back("± is the standard error over draws, or over worlds where there are no draws.");
  return table;
}

OutputTable feeding_table(const std::vector<FeedingPoint>& points, const Accounts& accounts, const std::vector<double>& added_cost, std::size_t reference) {
  OutputTable table{fmt::format("Mothers breastfeeding, per 1,000 births, against {}", accounts.arms[reference]),
                    {"arm", "follow-up", "week", "mothers", "SE", "extra mothers", "SE extra", "added cost", "cost per extra mother", "meaning"}, {}, {}};
  for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm)
    for (const FeedingPoint& point : points) {
      const report::Estimate &level = point.mothers[arm], &more = point.added[arm];
      const PairRatio ratio = pair_ratio(added_cost[arm], more.mean);
      table.rows.push_back({accounts.arms[arm], point.follow_up, static_cast<long long>(point.week), Number{level.mean, 1}, Number{level.error, 1}, Number{more.mean, 2}, Number{more.error, 2},
                            money(added_cost[arm]), money(ratio.icer), arm == reference ? std::string("reference") : ratio.meaning});
    }
  return table;
}

OutputTable per_family_table(const record::Result& result, const Accounts& accounts, const Viewpoint& view, const Valued& valued, std::size_t reference) {
  OutputTable table{fmt::format("Per family reached, against {}: for orientation, never for a decision", accounts.arms[reference]),
                    {"arm", "eligible per 1,000", "supported per 1,000", "programme cost per eligible", "programme cost per supported", "added cost per eligible",
                     "added cost per supported", "QALYs gained per supported"}, {}, {}};
  const Eigen::MatrixXd costs = item_costs(accounts, view);
  const std::size_t arms = accounts.arms.size();
  const auto ref = static_cast<Eigen::Index>(reference);
  for (std::size_t arm = 0; arm < arms; ++arm) {
    const auto a = static_cast<Eigen::Index>(arm);
    const double eligible = mean_level(result, "eligible", arm, accounts), supported = mean_level(result, "supported", arm, accounts);
    double programme = 0;
    for (std::size_t i = 0; i < accounts.items.size(); ++i)
      if (accounts.items[i].payer == "programme") programme += mean_of_arm(costs, static_cast<Eigen::Index>(i), arm, arms);
    const double added = valued.cost.col(a).mean() - valued.cost.col(ref).mean(), gained = valued.effect.col(a).mean() - valued.effect.col(ref).mean();
    table.rows.push_back({accounts.arms[arm], Number{eligible, 1}, Number{supported, 1}, money(per(programme, eligible)), money(per(programme, supported)), money(per(added, eligible)),
                          money(per(added, supported)), health(per(gained, supported))});
  }
  table.notes.push_back("All other tables are totals over all families of the place, eligible or not.");
  return table;
}

}  // namespace alongside::economics
