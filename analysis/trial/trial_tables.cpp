#include "analysis/trial/trial_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

using data::Cell;
using data::Number;
using data::OutputTable;

std::string with_error(const Measured& m, int digits) {
  if (std::isnan(m.value)) return "-";
  if (std::isnan(m.mcse)) return fmt::format("{:.{}f}", m.value, digits);
  return fmt::format("{:.{}f} ± {:.{}f}", m.value, digits, m.mcse, digits);
}

/// Decimals that show a number of this size with about three digits.
int digits_for(double size) {
  if (!(size > 0)) return 3;
  return std::clamp(3 - static_cast<int>(std::floor(std::log10(size))), 0, 6);
}

std::string where(const TrialResult& r, const MethodPerformance& p) {
  const bool many = r.contrasts().size() > 1 || r.endpoints().size() > 1;
  return many ? fmt::format("{}, {}: {}", r.contrasts()[p.contrast], r.endpoints()[p.endpoint], r.methods()[p.method]) : r.methods()[p.method];
}

std::string about_worlds(const TrialResult& r, std::size_t point) {
  std::string text = r.draws() > 1 ? fmt::format("{} draws of {} worlds", r.draws(), r.replicates()) : fmt::format("{} worlds", r.replicates());
  if (const std::size_t failed = r.failed(point)) text += fmt::format(", {} of them failed", failed);
  return text;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : "; ") + name;
  return out;
}

OutputTable aims(const TrialResult& r, std::size_t point) {
  OutputTable t{"Simulation study (ADEMP)", {"part", "what"}, {}, {}};
  const auto row = [&](const char* part, std::string what) { t.rows.push_back({std::string(part), std::move(what)}); };
  if (const std::string name = r.point_name(point); !name.empty()) row("design point", name);
  row("aim", fmt::format("{}: what this trial would find, and how far that is from the truth", r.file().text("name").empty() ? "the trial" : r.file().text("name")));
  row("data-generating mechanism", fmt::format("the programme simulated family by family; {}; seed {}", about_worlds(r, point), r.file().integer("seed")));
  row("design", fmt::format("{}; arms: {}", r.design(point), joined(r.arms())));
  row("estimands", "roll-out: everybody offered support against nobody, by each method's measure and weight");
  row("methods", joined(r.methods()));
  row("performance", "each figure ± its Monte Carlo standard error");
  return t;
}

OutputTable truths(const TrialResult& r, std::size_t point) {
  OutputTable t{"Estimands: what is true", {"contrast, endpoint", "estimand", "truth", "SD between worlds"}, {}, {}};
  const std::vector<std::string>& names = std::get<std::vector<std::string>>(r.file().axis("estimand").values);
  for (std::size_t c = 0; c < r.contrasts().size(); ++c)
    for (std::size_t e = 0; e < r.endpoints().size(); ++e)
      for (const std::string& name : names) {
        if (name.starts_with("mean ") || name.starts_with("odds ") || name.starts_with("as allocated") || name == "selection") continue;
        const std::vector<double> own = r.own_truth(point, c, e, name), pooled = r.mean_truth(point, c, e, name);
        const Measured over = mean_of(own);
        if (std::isnan(over.value)) continue;
        const double value = name.starts_with("log ") ? mean_of(pooled).value : over.value, n = static_cast<double>(std::ranges::count_if(own, [](double v) { return !std::isnan(v); }));
        const int digits = digits_for(std::max(std::fabs(value), over.mcse));
        t.rows.push_back({r.contrasts()[c] + ", " + r.endpoints()[e], name, with_error({value, over.mcse}, digits), Number{over.mcse * std::sqrt(n), digits}});
      }
  if (t.rows.empty()) t.notes.push_back("The scenario asked for no truth (trial.truth = \"none\"): there is no bias to tell.");
  else t.notes.push_back("Differences of outcomes as measured, over all randomised families, nobody lost. total, spill-over, direct: the trial against nobody offered support.");
  return t;
}

OutputTable bias(const TrialResult& r, const std::vector<MethodPerformance>& all) {
  OutputTable t{"Performance: bias and coverage", {"method", "estimand", "trials", "no fit", "truth", "bias", "against own truth", "coverage, %", "about its mean, %"}, {}, {}};
  for (const MethodPerformance& p : all) {
    const Performance& f = p.performance;
    const double truth = mean_of(p.truth).value;
    const int digits = digits_for(std::max({std::fabs(truth), f.bias.mcse, 1e-9}));
    const auto percent = [](const Measured& m) { return with_error({100 * m.value, 100 * m.mcse}, 1); };
    t.rows.push_back({where(r, p), p.estimand.empty() ? std::string("none") : p.estimand, static_cast<long long>(f.used), static_cast<long long>(p.unfit), Number{truth, digits},
                      with_error(f.bias, digits), with_error(p.against_own, digits), percent(f.coverage), percent(f.bias_eliminated_coverage)});
  }
  t.notes.push_back("Bias is against the mean truth over worlds of the declared estimand; \"against own truth\" pairs each trial with its own world.");
  for (const MethodPerformance& p : all)
    if (p.fallback + p.boundary > 0)
      t.notes.push_back(fmt::format("{}: {} fits at a variance's bound, {} answered by another method (as its text says).", where(r, p), p.boundary, p.fallback));
  for (const MethodPerformance& p : all)
    if (p.performance.used < 2) t.notes.push_back(fmt::format("{}: no figures, since {} of {} fits failed.", where(r, p), p.unfit, p.unfit + p.performance.used));
  return t;
}

OutputTable precision(const TrialResult& r, const std::vector<MethodPerformance>& all) {
  OutputTable t{"Performance: precision and power", {"method", "empirical SE", "model SE", "SE error, %", "MSE", "precision gained, %", "rejects, %", "which is"}, {}, {}};
  for (const MethodPerformance& p : all) {
    const Performance& f = p.performance;
    const int digits = digits_for(f.empirical_se.value);
    t.rows.push_back({where(r, p), with_error(f.empirical_se, digits), with_error(f.model_se, digits), with_error(f.relative_error, 1), with_error(f.mse, digits_for(f.mse.value)),
                      with_error(p.relative_precision, 1), with_error({100 * f.rejection.value, 100 * f.rejection.mcse}, 1),
                      std::string(std::isnan(f.rejection.value) ? "-" : p.null_effect ? "type I error" : "power")});
  }
  t.notes.push_back("Precision gained over the first method of the same measure. Rejections count the fits that succeeded.");
  return t;
}

/// roll-out -> what the trial's own allocation does to it -> who was in which arm -> who was lost.
OutputTable sources(const TrialResult& r, std::size_t point) {
  OutputTable t{"Where the difference between the arms comes from", {"contrast, endpoint", "roll-out", "+ contamination and capacity", "+ selection", "+ loss", "= observed"}, {}, {}};
  for (std::size_t c = 0; c < r.contrasts().size(); ++c)
    for (std::size_t e = 0; e < r.endpoints().size(); ++e) {
      const auto get = [&](const char* name) { return r.own_truth(point, c, e, name); };
      const std::vector<double> truth = get("difference, participant"), direct = get("direct"), selection = get("selection"), all = get("as allocated, all"), seen = get("as allocated, observed");
      if (std::isnan(mean_of(selection).value)) continue;
      std::vector<double> diluted, lost;
      for (std::size_t w = 0; w < truth.size(); ++w) diluted.push_back(direct[w] - truth[w]), lost.push_back(seen[w] - all[w]);
      const int digits = digits_for(std::fabs(mean_of(truth).value));
      t.rows.push_back({r.contrasts()[c] + ", " + r.endpoints()[e], with_error(mean_of(truth), digits), with_error(mean_of(diluted), digits), with_error(mean_of(selection), digits),
                        with_error(mean_of(lost), digits), with_error(mean_of(seen), digits)});
    }
  if (t.rows.empty()) return t;
  t.notes.push_back("Contamination and capacity: direct effect of the trial less the roll-out. Selection: how the arms' families would have differed with nobody supported.");
  t.notes.push_back("Loss: the observed against all. Selection that chance alone makes averages to 0; what stays is bias.");
  return t;
}

OutputTable events(const TrialResult& r, std::size_t point) {
  OutputTable t{"What happened in the trials", {"contrast, endpoint", "what", "mean"}, {}, {}};
  for (std::size_t c = 0; c < r.contrasts().size(); ++c)
    for (std::size_t e = 0; e < r.endpoints().size(); ++e) {
      const std::string place = r.contrasts()[c] + ", " + r.endpoints()[e];
      const auto fact = [&](const char* name) { return mean_of(r.column(std::string("/trial/world/") + name, point, {c, e})); };
      const auto row = [&](const char* text, const Measured& m, int digits) { t.rows.push_back({place, std::string(text), with_error(m, digits)}); };
      row("ICC, communities", fact("icc_community"), 4);
      row("ICC, supporters", fact("icc_supporter"), 4);
      row("clusters observed", fact("clusters"), 1);
      row("their size", fact("cluster_size"), 1);
      row("CV of their size", fact("cluster_cv"), 3);
      row("contaminated controls, share (c)", fact("contamination"), 3);
      row("supported side without support, share (l)", fact("non_uptake"), 3);
      row("lost, share", fact("attrition"), 3);
      row("lost, supported less control", fact("attrition_gap"), 3);
      row("supported side still waiting, share", fact("waiting"), 3);
      row("baseline score, supported less control", fact("baseline_gap"), 3);
      const Measured truth = mean_of(r.own_truth(point, c, e, "difference, participant")), compliers = mean_of(r.own_truth(point, c, e, "difference among compliers, participant")),
                     direct = mean_of(r.own_truth(point, c, e, "direct"));
      if (std::isnan(direct.value) || truth.value == 0 || compliers.value == 0) continue;
      const double kept = direct.value / truth.value, of_full = direct.value / compliers.value, c_share = fact("contamination").value, l_share = fact("non_uptake").value;
      const auto error = [&](double ratio) { return Measured{ratio, std::fabs(ratio) * std::sqrt(std::pow(direct.mcse / direct.value, 2) + std::pow(truth.mcse / truth.value, 2))}; };
      row("direct effect over roll-out effect", error(kept), 3);
      row("direct effect over effect of receiving support", error(of_full), 3);
      row("1 - c - l, which all-or-nothing sharing at random would give", {1 - c_share - l_share, std::nan("")}, 3);
      row("inflation of size that this implies", {1 / (of_full * of_full), std::nan("")}, 3);
      row("1 / (1 - c - l)^2", {1 / std::pow(1 - c_share - l_share, 2), std::nan("")}, 3);
    }
  return t;
}

OutputTable flow_table(const TrialResult& r, std::size_t point) {
  OutputTable t{"Flow of families (CONSORT), mean of the trials", {"step"}, {}, {}};
  const std::vector<std::string>& steps = std::get<std::vector<std::string>>(r.file().axis("step").values);
  for (const std::string& arm : r.arms()) t.columns.push_back(arm);
  for (std::size_t s = 0; s < steps.size(); ++s) {
    std::vector<Cell> row{steps[s]};
    for (std::size_t a = 0; a < r.arms().size(); ++a) row.emplace_back(Number{mean_of(r.column("/trial/flow", point, {a, s})).value, 1});
    t.rows.push_back(std::move(row));
  }
  if (const std::string design = r.design(point); design != "cluster") t.notes.push_back("Before randomisation nobody has an arm: those families stand with the first.");
  return t;
}

OutputTable wedge(const TrialResult& r, std::size_t point) {
  OutputTable t{"Sequences and periods: families randomised / observed, mean of the trials", {"sequence"}, {}, {}};
  const std::size_t sequences = r.file().axis("sequence").length(), periods = r.file().axis("period").length();
  for (std::size_t p = 0; p < periods; ++p) t.columns.push_back(fmt::format("period {}", p + 1));
  for (std::size_t s = 0; s < sequences; ++s) {
    std::vector<Cell> row{static_cast<long long>(s + 1)};
    for (std::size_t p = 0; p < periods; ++p)
      row.emplace_back(fmt::format("{:.1f} / {:.1f}", mean_of(r.column("/trial/by_cell/randomised", point, {s, p})).value, mean_of(r.column("/trial/by_cell/observed", point, {s, p})).value));
    t.rows.push_back(std::move(row));
  }
  return t;
}

OutputTable exposures(const TrialResult& r, std::size_t point) {
  OutputTable t{"True effect by periods since the switch", {"endpoint", "periods", "effect", "families, mean"}, {}, {}};
  for (std::size_t e = 0; e < r.endpoints().size(); ++e)
    for (std::size_t s = 0; s < r.file().axis("exposure").length(); ++s) {
      const Measured effect = mean_of(r.column("/trial/exposure/effect", point, {e, s}));
      if (std::isnan(effect.value)) continue;
      t.rows.push_back({r.endpoints()[e], static_cast<long long>(s + 1), with_error(effect, digits_for(std::max(std::fabs(effect.value), effect.mcse))),
                        Number{mean_of(r.column("/trial/exposure/rows", point, {e, s})).value, 1}});
    }
  return t;
}

}  // namespace

std::vector<OutputTable> trial_tables(const TrialResult& r, std::size_t point, double alpha) {
  std::vector<OutputTable> tables{aims(r, point), truths(r, point)};
  if (!r.methods().empty()) {
    const std::vector<MethodPerformance> all = performances(r, point, alpha);
    tables.push_back(bias(r, all));
    tables.push_back(precision(r, all));
  }
  if (OutputTable from = sources(r, point); !from.rows.empty()) tables.push_back(std::move(from));
  tables.push_back(events(r, point));
  tables.push_back(flow_table(r, point));
  if (r.design(point) == "stepped wedge") {
    tables.push_back(wedge(r, point));
    if (OutputTable by = exposures(r, point); !by.rows.empty()) tables.push_back(std::move(by));
  }
  return tables;
}

}  // namespace alongside::estimation
