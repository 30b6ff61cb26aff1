// What happens week by week: symptoms, feeding, families in support, waiting, supporters, with bands.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "analysis/report/figure.hpp"

namespace alongside::report {
extern const Figure trajectories_figure;

namespace {

/// What the lines show: every arm's level, or its paired difference from the first arm.
enum class Lines { levels, differences };

/// One of the pictures.
struct Course {
  const char *id, *title, *axis, *caption;
  const char *numerator, *denominator, *clock;
  double scale;
  int decimals;
  Lines lines = Lines::levels;
};

constexpr const char* since_enrolment = "weeks since enrolment";
constexpr const char* of_programme = "weeks from the start, lead-in included";

constexpr Course courses[] = {
    {"course-symptoms", "Symptoms of all families", "mean score, points", "Lower is better. Lines that lie together mean that a programme changes little for the whole population, even where it helps those it reaches.",
     "/by_age/score", "/by_age/families", since_enrolment, 1, 2},
    {"change-symptoms", "What the designs change: symptoms", "points, against the first arm", "Below zero is better. The same families under every arm, so that little but the programme's effect is left.",
     "/by_age/score", "/by_age/families", since_enrolment, 1, 3, Lines::differences},
    {"course-feeding", "Families that breastfeed at all", "% of families", "Higher is better.", "/by_age/breastfeeding", "/by_age/families", since_enrolment, 100, 1},
    {"change-feeding", "What the designs change: breastfeeding", "percentage points, against the first arm", "Above zero is better.", "/by_age/breastfeeding", "/by_age/families", since_enrolment, 100, 2,
     Lines::differences},
    {"course-support", "Families in support", "per 1,000 births", "How many families a programme holds at one time.", "/weekly/supported", "", of_programme, 1000, 0},
    {"course-waiting", "Families waiting for support", "per 1,000 births", "A line that keeps rising means too few supporters; one near zero means that nobody waits.", "/weekly/waiting", "", of_programme, 1000, 1},
    {"course-supporters", "Active supporters", "people per 1,000 births", "Recruitment and training come before support; what is lost to turnover has to be recruited again.", "/weekly/supporters_active", "", of_programme, 1000, 1},
};

constexpr Literal spec_template = R"json({
  "height": 240,
  "encoding": {
    "x": {"field": "week", "type": "quantitative", "title": "@clock", "axis": {"grid": false}},
    "color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null}
  },
  "layer": [
    {"mark": {"type": "area", "opacity": 0.18, "clip": true},
     "encoding": {"y": {"field": "low", "type": "quantitative", "title": "@axis", "scale": "@scale"}, "y2": {"field": "high"}}},
    {"mark": {"type": "line", "strokeWidth": 2},
     "encoding": {"y": {"field": "mean", "type": "quantitative"},
                  "strokeDash": {"field": "arm", "type": "nominal", "scale": "@dashes", "legend": null}}}
  ]
})json";

/// A line of the picture: an arm and its values.
struct Line {
  std::string arm;
  Series series;
};

/// Starts, ends and extremes of every line.
std::string in_words(const Course& course, const std::vector<Line>& lines) {
  std::string text = fmt::format("Lines of {} by {}, one per arm. ", course.axis, course.clock);
  const auto present = [](const Interval& i) { return std::isfinite(i.middle); };
  for (const Line& line : lines) {
    std::vector<Interval> at;
    std::ranges::copy_if(line.series.at, std::back_inserter(at), present);
    if (at.empty()) continue;
    const auto [least, most] = std::ranges::minmax(at, {}, &Interval::middle);
    text += fmt::format("{}: starts at {}, ends at {}, lowest {}, highest {}. ", line.arm, written(at.front().middle, course.decimals), written(at.back().middle, course.decimals),
                        written(least.middle, course.decimals), written(most.middle, course.decimals));
  }
  return text;
}

std::vector<Line> lines_of(const Course& course, const Material& material) {
  const bool levels = course.lines == Lines::levels;
  std::vector<Series> all = levels ? material.series(course.numerator, course.denominator, course.scale) : material.series_of_differences(course.numerator, course.denominator, course.scale);
  std::vector<Line> lines;
  for (std::size_t arm = levels ? 0 : 1; arm < all.size(); ++arm) lines.push_back({material.arms()[arm], std::move(all[arm])});
  return lines;
}

data::OutputTable table_of(const Course& course, const std::vector<Line>& lines) {
  data::OutputTable table{course.title, {"arm", "week", "mean", "low", "high"}, {}, {}};
  const auto number = [](double x) { return data::Number{x, 4}; };
  for (const Line& line : lines)
    for (std::size_t week = 0; week < line.series.at.size(); ++week) {
      const Interval& i = line.series.at[week];
      if (!std::isfinite(i.middle)) continue;
      const bool known = std::isfinite(i.low);
      table.rows.push_back({line.arm, static_cast<long long>(week), number(i.middle), number(known ? i.low : i.middle), number(known ? i.high : i.middle)});
    }
  return table;
}

/// Counts have no negative part; scores are far from zero, differences lie on both sides of it.
std::string scale_of(const Course& course) {
  if (course.lines == Lines::differences) return R"({"zero": true})";
  if (std::string_view(course.numerator).ends_with("/score")) return R"({"zero": false})";
  return R"({"domainMin": 0})";
}

Picture picture(const Course& course, const Material& material) {
  const std::vector<Line> lines = lines_of(course, material);
  std::vector<std::string> names;
  for (const Line& line : lines) names.push_back(line.arm);
  // Looks are those of the arms everywhere on the page.
  const std::vector<std::size_t> looks = looks_from(material.arms().size() - names.size(), names.size());
  return {course.id, course.title, course.caption, in_words(course, lines),
          specification(spec_template, {{"clock", json_text(course.clock)}, {"axis", json_text(course.axis)}, {"scale", scale_of(course)}, {"colours", colour_scale(names, looks)}, {"dashes", dash_scale(names, looks)}}),
          table_of(course, lines), key_of(names, looks)};
}

std::vector<Picture> draw(const Material& material) {
  std::vector<Picture> all;
  for (const Course& course : courses)
    if (!material.arms().empty() && material.has(course.numerator) && (course.lines == Lines::levels || material.compares())) all.push_back(picture(course, material));
  return all;
}

}  // namespace

const Figure trajectories_figure{"trajectories", Place::families, draw};

}  // namespace alongside::report
