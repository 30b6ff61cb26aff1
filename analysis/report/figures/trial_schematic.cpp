// Who is offered support when: the schematic of a trial's design.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/figure.hpp"
#include "analysis/report/trial_places.hpp"

namespace alongside::report {
extern const Figure trial_schematic_figure;

namespace {

constexpr const char* control = "not offered support";
constexpr const char* support = "offered support";
constexpr const char* apart = "left out";

constexpr Literal spec_template = R"json({
  "height": {"step": 46},
  "encoding": {
    "x": {"field": "time", "type": "nominal", "title": "@axis", "sort": "@times", "axis": {"labelAngle": 0, "orient": "top", "domain": false, "ticks": false, "labelLimit": 150}},
    "y": {"field": "group", "type": "nominal", "title": null, "sort": "@groups", "axis": {"domain": false, "ticks": false, "labelLimit": 150}}
  },
  "layer": [
    {"mark": {"type": "rect", "stroke": "var(--paper)", "strokeWidth": 3, "opacity": 0.35}, "encoding": {"color": {"field": "condition", "type": "nominal", "scale": "@colours", "legend": null}}},
    {"mark": {"type": "text", "fontSize": 11, "lineBreak": " · ", "color": "var(--ink)"}, "encoding": {"text": {"field": "label", "type": "nominal"}}}
  ]
})json";

/// The schematic as cells: times across, groups down.
struct Schematic {
  std::string axis;
  std::vector<std::string> times, groups;
  data::OutputTable table{"Design", {"group", "time", "condition", "label", "families"}, {}, {}};
  void cell(const std::string& group, const std::string& time, const char* condition, double families) {
    const std::string number = std::isfinite(families) ? fmt::format(" · {:.0f}", families) : "";
    table.rows.push_back({group, time, std::string(condition), (condition == support ? "support" : condition == control ? "usual" : "–") + number, data::Number{families, 1}});
  }
};

Schematic stepped_wedge(const estimation::TrialResult& trial, std::size_t point) {
  Schematic s{.axis = "period", .times = {}, .groups = {}};
  const auto whole = [&](const char* name) { return static_cast<std::size_t>(trial.setting(name, point)); };
  const std::size_t sequences = whole("trial.sequences"), baseline = whole("trial.baseline_periods"), periods = baseline + sequences + whole("trial.extra_periods"), transition = whole("trial.transition");
  for (std::size_t p = 0; p < periods; ++p) s.times.push_back(std::to_string(p + 1));
  for (std::size_t q = 0; q < sequences; ++q) {
    s.groups.push_back(fmt::format("sequence {}", q + 1));
    for (std::size_t p = 0; p < periods; ++p) {
      const char* condition = p < baseline + q ? control : p < baseline + q + transition ? apart : support;
      s.cell(s.groups.back(), s.times[p], condition, estimation::mean_of(trial.column("/trial/by_cell/randomised", point, {q, p})).value);
    }
  }
  return s;
}

Schematic parallel(const estimation::TrialResult& trial, std::size_t point, const std::string& design) {
  Schematic s{.axis = "", .times = {"from randomisation"}, .groups = trial.arms()};
  const bool waits = design == "waiting list";
  if (waits) s.times = {fmt::format("first {} weeks", trial.setting("trial.wait_weeks", point)), "then"};
  for (std::size_t arm = 0; arm < s.groups.size(); ++arm) {
    s.cell(s.groups[arm], s.times[0], arm == 0 ? control : support, trial.randomised(point, arm));
    if (waits) s.cell(s.groups[arm], s.times[1], support, NAN);
  }
  return s;
}

/// What is randomised, in words.
std::string unit_of(const std::string& design) {
  if (design == "cluster") return "Whole communities are randomised.";
  if (design == "stepped wedge") return "Communities switch to support one sequence after the other, in random order.";
  if (design == "waiting list") return "Families are randomised; control families are offered support after the wait.";
  if (design == "partially nested") return "Families are randomised; those supported share supporters, the others share nobody.";
  if (design == "individual") return "Families are randomised.";
  if (design == "factorial") return "Families are randomised to every combination of the programmes.";
  if (design == "cohort multiple") return "Families of a cohort are chosen at random to be offered support; the others are followed as usual.";
  return "";
}

std::vector<Picture> draw(const Material& material) {
  const estimation::TrialResult* trial = material.trial();
  if (!trial) return {};
  const std::string design = trial->design(material.point());
  const bool steps = design == "stepped wedge" && material.has("/trial/by_cell/randomised");
  Schematic s = steps ? stepped_wedge(*trial, material.point()) : parallel(*trial, material.point(), design);
  std::vector<std::string> names{control, support};
  std::vector<std::size_t> which{0, 2};
  if (std::ranges::any_of(s.table.rows, [](const auto& row) { return std::get<std::string>(row[2]) == apart; })) names.push_back(apart), which.push_back(5);
  std::string words = fmt::format("A grid of {} and {}. {} ", steps ? "sequences" : "arms", steps ? "periods" : "times", unit_of(design));
  for (const auto& row : s.table.rows) words += fmt::format("{}, {} {}: {}. ", std::get<std::string>(row[0]), s.axis, std::get<std::string>(row[1]), std::get<std::string>(row[2]));
  return {{"trial-schematic", fmt::format("The design: {}", design), unit_of(design) + " Numbers: families randomised, mean of the simulated trials.", words,
           specification(spec_template, {{"axis", s.axis.empty() ? "null" : json_text(s.axis)}, {"times", json_list(s.times)}, {"groups", json_list(s.groups)}, {"colours", colour_scale(names, which)}}),
           std::move(s.table), key_of(names, which), Mark::block}};
}

}  // namespace

const Figure trial_schematic_figure{"design of a trial", Place::trial, draw};

}  // namespace alongside::report
