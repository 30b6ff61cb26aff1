// Who stays: families in support and supporters in service, of all who ever began.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/figure.hpp"

namespace alongside::report {
extern const Figure retention_figure;

namespace {

constexpr Literal spec_template = R"json({
  "height": 230,
  "encoding": {
    "x": {"field": "week", "type": "quantitative", "title": "@clock", "axis": {"grid": false}},
    "color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null}
  },
  "layer": [
    {"mark": {"type": "area", "opacity": 0.15, "clip": true},
     "encoding": {"y": {"field": "low", "type": "quantitative", "title": "@axis", "scale": {"domain": [0, 100]}}, "y2": {"field": "high"}}},
    {"mark": {"type": "line", "strokeWidth": 2, "clip": true},
     "encoding": {"y": {"field": "share", "type": "quantitative"}, "strokeDash": {"field": "arm", "type": "nominal", "scale": "@dashes", "legend": null}}}
  ]
})json";

/// Running totals over weeks of one tally.
std::vector<WorldValues> running(std::vector<WorldValues> weeks) {
  for (std::size_t week = 1; week < weeks.size(); ++week)
    for (std::size_t i = 0; i < weeks[week].values.size(); ++i) weeks[week].values[i] += weeks[week - 1].values[i];
  return weeks;
}

/// now / ever in every week; missing while hardly anybody has begun, where a share says nothing.
std::vector<WorldValues> shares(const std::vector<WorldValues>& now, const std::vector<WorldValues>& ever) {
  std::vector<WorldValues> all;
  for (std::size_t week = 0; week < now.size(); ++week) {
    WorldValues share = now[week];
    for (std::size_t i = 0; i < share.values.size(); ++i) share.values[i] = ever[week].values[i] >= 5 ? 100 * now[week].values[i] / ever[week].values[i] : NAN;
    all.push_back(std::move(share));
  }
  return all;
}

/// The last week in which an arm supports a tenth of the families that it supports at its peak.
std::size_t end_of_support(const std::vector<WorldValues>& supported, std::size_t arm) {
  double most = 0;
  for (const WorldValues& week : supported) most = std::max(most, estimate(week, arm).mean);
  std::size_t last = 0;
  for (std::size_t week = 0; week < supported.size(); ++week)
    if (estimate(supported[week], arm).mean >= most / 10) last = week;
  return most > 0 ? last : 0;
}

struct Side {
  const char *id, *title, *caption, *axis, *clock;
};

Picture picture(const Material& material, const Side& side, const std::vector<WorldValues>& weeks) {
  data::OutputTable table{side.title, {"arm", "week", "share", "low", "high"}, {}, {}};
  std::vector<std::string> names;
  std::vector<std::size_t> which;
  std::string words = fmt::format("Lines of {} by {}, one per design. ", side.axis, side.clock);
  for (std::size_t arm = 0; arm < material.arms().size(); ++arm) {
    const std::size_t before = table.rows.size();
    double last = NAN;
    for (std::size_t week = 0; week < weeks.size(); ++week) {
      const Interval i = interval(weeks[week], arm);
      if (!std::isfinite(i.middle)) continue;
      const bool known = std::isfinite(i.low);
      table.rows.push_back({material.arms()[arm], static_cast<long long>(week), data::Number{i.middle, 1}, data::Number{known ? i.low : i.middle, 1}, data::Number{known ? i.high : i.middle, 1}});
      if (week <= 26) last = i.middle;
    }
    if (table.rows.size() == before) continue;
    names.push_back(material.arms()[arm]), which.push_back(arm);
    if (std::isfinite(last)) words += fmt::format("{}: {}% by week 26. ", material.arms()[arm], written(last, 0));
  }
  return {side.id, side.title, side.caption, words, specification(spec_template, {{"clock", json_text(side.clock)}, {"axis", json_text(side.axis)}, {"colours", colour_scale(names, which)}, {"dashes", dash_scale(names, which)}}), std::move(table), key_of(names, which)};
}

std::vector<Picture> draw(const Material& material) {
  std::vector<Picture> all;
  if (material.arms().empty()) return all;
  if (material.has("/by_age/supported") && material.has("/by_age/support_started_first")) {
    const Picture families = picture(material, {"retention-families", "Families still in support", "Of all families that had begun by then. A fall at the end of the schedule is completion; a fall before it is leaving.", "% still in support", "weeks since enrolment"},
                                     shares(material.weeks("/by_age/supported"), running(material.weeks("/by_age/support_started_first"))));
    if (!families.data.rows.empty()) all.push_back(families);
  }
  if (material.has("/weekly/supporters_active") && material.has("/weekly/supporters_left")) {
    const std::vector<WorldValues> active = material.weeks("/weekly/supporters_active");
    std::vector<WorldValues> ever = running(material.weeks("/weekly/supporters_left"));
    for (std::size_t week = 0; week < ever.size(); ++week)
      for (std::size_t i = 0; i < ever[week].values.size(); ++i) ever[week].values[i] += active[week].values[i];
    // When the last families leave, supporters go home: that is no loss of theirs.
    if (material.has("/weekly/supported")) {
      const std::vector<WorldValues> supported = material.weeks("/weekly/supported");
      for (std::size_t arm = 0; arm < material.arms().size(); ++arm)
        for (std::size_t week = end_of_support(supported, arm) + 1; week < ever.size(); ++week)
          for (std::size_t i = arm; i < ever[week].values.size(); i += material.arms().size()) ever[week].values[i] = 0;
    }
    const Picture supporters = picture(material, {"retention-supporters", "Supporters still in service", "Of all who had ever served by then, as long as the programme takes families.", "% still in service", "weeks from the start, lead-in included"}, shares(active, ever));
    if (!supporters.data.rows.empty()) all.push_back(supporters);
  }
  return all;
}

}  // namespace

const Figure retention_figure{"retention", Place::families, draw};

}  // namespace alongside::report
