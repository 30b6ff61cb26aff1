// The model in short, and every parameter with its source and grade of evidence.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analysis/report/html/table.hpp"
#include "analysis/report/parameters.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section model_section;

namespace {

/// Grades from the strongest to the weakest, with what they mean.
constexpr std::pair<const char*, const char*> grades[] = {
    {"trial", "measured in a randomised trial"}, {"cohort", "measured in an observational study, a survey or official statistics"}, {"fitted", "chosen so that the model meets published results"},
    {"assumed", "no usable evidence; the range is wide"}, {"definition", "a choice of design or a convention, which needs no evidence"}};

Markup grade_table(const Parameters& p) {
  PageTable table{"Parameters by grade of evidence", {"Grade", "Parameters", "Meaning"}, {}, Align::text};
  for (const auto& [grade, meaning] : grades) {
    const auto n = static_cast<double>(std::ranges::count(p.grades, std::string(grade)));
    if (n > 0) table.rows.push_back({Markup::text(grade), {Markup::text(written(n, 0)), Markup::text(meaning)}});
  }
  return page_table(table);
}

TableRow row_of(const Parameters& p, std::size_t i, const std::vector<std::string>& arms) {
  return {name_as_code(p.paths[i]), {Markup::text(p.meanings[i]), Markup::text(p.value_text(i, arms)), Markup::text(p.spread_text(i)), Markup::text(p.grades[i]), Markup::text(p.sources[i])}};
}

Markup parameter_table(const std::string& caption, const Parameters& p, const std::vector<std::size_t>& which, const std::vector<std::string>& arms) {
  PageTable table{caption, {"Parameter", "Meaning", "Value", "Central 95% of its spread", "Grade", "Source"}, {}, Align::text};
  for (const std::size_t i : which) table.rows.push_back(row_of(p, i, arms));
  return page_table(table);
}

Markup all_parameters(const Parameters& p, const std::vector<std::string>& arms) {
  // Grouped by the first word of the path, in the order of the file.
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < p.count(); ++i) {
    const std::string group = p.paths[i].substr(0, p.paths[i].find('.'));
    if (!groups.contains(group)) order.push_back(group);
    groups[group].push_back(i);
  }
  Markup out;
  for (const std::string& group : order)
    out += element("details", element("summary", fmt::format("{} ({})", group, groups[group].size())) + parameter_table("Parameters of " + group, p, groups[group], arms));
  return out;
}

Markup write(const Material& material, Pictures&) {
  if (!material.has("/parameters/value")) return {};
  const Parameters p(material.result());
  Markup out = element("p", "An agent-based model: families, supporters, groups, friends and services meet week by week. Waiting, dose, symptoms, breastfeeding, safety and cost are not put in; "
                            "they follow from who is reached, what is offered, what is received and what usual care already does. The file docs/model.md of the program has every equation and what limits it.");
  out += grade_table(p);
  std::vector<std::size_t> set;
  for (std::size_t i = 0; i < p.count(); ++i)
    if (p.is_set(i)) set.push_back(i);
  out += element("h3", "What this study sets");
  out += parameter_table("Parameters that differ from their declared defaults", p, set, material.arms());
  out += element("h3", "Every parameter");
  return out + all_parameters(p, material.arms());
}

}  // namespace

const Section model_section{"model", "The model and its evidence", write};

}  // namespace alongside::report
