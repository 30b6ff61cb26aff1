// The numbers of a trial study with one figure a row, for programs.

#include <cmath>

#include "analysis/trial/trial_tables.hpp"
#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

using data::Cell;
using data::Number;
using data::OutputTable;

Number plain(double value) { return {value, 6}; }

const std::vector<std::string>& axis(const TrialResult& r, const char* name) { return std::get<std::vector<std::string>>(r.file().axis(name).values); }

void add_performance(OutputTable& t, const TrialResult& r, std::size_t point, double alpha) {
  for (const MethodPerformance& p : performances(r, point, alpha)) {
    const Performance& f = p.performance;
    const auto row = [&](const char* figure, const Measured& m) {
      t.rows.push_back({static_cast<long long>(point), r.design(point), r.contrasts()[p.contrast], r.endpoints()[p.endpoint], r.methods()[p.method], p.estimand, std::string(figure),
                        plain(m.value), plain(m.mcse)});
    };
    const double none = std::nan("");
    row("trials", {static_cast<double>(f.used), none});
    row("failed_fits", {static_cast<double>(p.unfit), none});
    row("boundary_fits", {static_cast<double>(p.boundary), none});
    row("fallback_fits", {static_cast<double>(p.fallback), none});
    row("truth", {mean_of(p.truth).value, none});
    row("bias", f.bias);
    row("bias_against_own_truth", p.against_own);
    row("empirical_se", f.empirical_se);
    row("model_se", f.model_se);
    row("relative_error_percent", f.relative_error);
    row("mse", f.mse);
    row("coverage", f.coverage);
    row("bias_eliminated_coverage", f.bias_eliminated_coverage);
    row(p.null_effect ? "type_i_error" : "power", f.rejection);
    row("relative_precision_percent", p.relative_precision);
  }
}

void add_truth(OutputTable& t, const TrialResult& r, std::size_t point) {
  for (std::size_t c = 0; c < r.contrasts().size(); ++c)
    for (std::size_t e = 0; e < r.endpoints().size(); ++e)
      for (const std::string& name : axis(r, "estimand")) {
        const Measured own = mean_of(r.own_truth(point, c, e, name));
        const double value = name.starts_with("log ") ? mean_of(r.mean_truth(point, c, e, name)).value : own.value;
        t.rows.push_back({static_cast<long long>(point), r.design(point), r.contrasts()[c], r.endpoints()[e], name, plain(value), plain(own.mcse)});
      }
}

void add_facts(OutputTable& t, const TrialResult& r, std::size_t point) {
  for (const record::DatasetInfo& info : r.file().datasets()) {
    if (!info.path.starts_with("/trial/world/")) continue;
    for (std::size_t c = 0; c < r.contrasts().size(); ++c)
      for (std::size_t e = 0; e < r.endpoints().size(); ++e) {
        const Measured m = mean_of(r.column(info.path, point, {c, e}));
        t.rows.push_back({static_cast<long long>(point), r.design(point), r.contrasts()[c], r.endpoints()[e], info.path.substr(13), plain(m.value), plain(m.mcse)});
      }
  }
}

void add_flow(OutputTable& t, const TrialResult& r, std::size_t point) {
  for (std::size_t a = 0; a < r.arms().size(); ++a)
    for (std::size_t s = 0; s < axis(r, "step").size(); ++s) {
      const Measured m = mean_of(r.column("/trial/flow", point, {a, s}));
      t.rows.push_back({static_cast<long long>(point), r.design(point), r.arms()[a], axis(r, "step")[s], plain(m.value), plain(m.mcse)});
    }
}

}  // namespace

std::vector<OutputTable> trial_lists(const TrialResult& r, const std::vector<std::size_t>& points, double alpha) {
  OutputTable performance{"performance", {"point", "design", "contrast", "endpoint", "method", "estimand", "figure", "value", "mcse"}, {}, {}};
  OutputTable truth{"truth", {"point", "design", "contrast", "endpoint", "estimand", "value", "mcse"}, {}, {}};
  OutputTable facts{"facts", {"point", "design", "contrast", "endpoint", "fact", "value", "mcse"}, {}, {}};
  OutputTable flow{"flow", {"point", "design", "arm", "step", "value", "mcse"}, {}, {}};
  for (const std::size_t point : points) {
    add_performance(performance, r, point, alpha);
    add_truth(truth, r, point);
    add_facts(facts, r, point);
    add_flow(flow, r, point);
  }
  return {std::move(performance), std::move(truth), std::move(facts), std::move(flow)};
}

OutputTable trial_rows(const TrialResult& r, std::size_t world, std::size_t contrast, std::size_t endpoint) {
  const record::Result& file = r.file();
  if (!file.has("/trial/data/outcome"))
    throw DataError(fmt::format("{}: holds no rows of single trials (they are kept at record = \"family\") run again with --record family", file.path()));
  const std::vector<std::size_t>& shape = file.dataset("/trial/data/outcome").shape;
  if (world >= shape[0]) throw DataError(fmt::format("{}: no recorded world {} (there are {}, counted from 0)", file.path(), world, shape[0]));
  const auto column = [&](const char* name) { return file.numbers(std::string("/trial/data/") + name, {{world, contrast, endpoint, 0}, {1, 1, 1, shape[3]}}); };
  // An axis lends its name to no column, so two are called otherwise in the file.
  static constexpr std::pair<const char*, const char*> names[] = {{"outcome", "outcome"}, {"supported", "arm"},     {"cluster", "cluster"}, {"in_period", "period"},
                                                                  {"baseline", "baseline"}, {"received", "received"}, {"cost", "cost"},       {"event", "event"}};
  OutputTable t{"rows", {}, {}, {}};
  std::vector<std::vector<double>> columns;
  const std::vector<double> arm = column("supported");
  for (const auto& [stored, name] : names) {
    std::vector<double> values = column(stored);
    bool any = false;
    for (const double v : values) any = any || !std::isnan(v);
    if (!any) continue;
    t.columns.emplace_back(name);
    columns.push_back(std::move(values));
  }
  for (std::size_t row = 0; row < arm.size(); ++row) {
    if (std::isnan(arm[row])) continue;
    std::vector<Cell> cells;
    for (const std::vector<double>& values : columns) cells.emplace_back(Number{values[row], 6});
    t.rows.push_back(std::move(cells));
  }
  return t;
}

}  // namespace alongside::estimation
