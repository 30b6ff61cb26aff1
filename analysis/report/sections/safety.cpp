// What could go wrong, by arm: families that get worse, severe symptoms that nobody finds, strain on supporters.

#include <fmt/format.h>

#include <cmath>

#include "analysis/report/side_by_side.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section safety_section;

namespace {

constexpr Style share{"", "%", 2}, count{"", "", 2};

Measured lower(const char* name, const char* hint, Style style) { return {name, hint, {}, style, Under::difference, Good::lower}; }

std::vector<MeasuredGroup> groups_of(const Material& m) {
  MeasuredGroup families{"Families", {}}, supporters{"Supporters", {}};
  add_summary(families, m, "worse_end", lower("Worse by 3 points or more", "of all families, in their last week", share), 100);
  add_summary(families, m, "ruptures", lower("Contacts that did harm", "per 1,000 births", count));
  add_summary(families, m, "severe_weeks_undetected", lower("Weeks with severe symptoms that nobody has found", "per 1,000 births", count));
  add_summary(families, m, "severe_to_treatment", lower("Weeks from severe symptoms to treatment", "where treatment came", count));
  add_summary(families, m, "escalations", {"Families that supporters passed on to professionals", "per 1,000 births", {}, count});
  add_summary(families, m, "gave_up_waiting", lower("Families that gave up waiting", "per 1,000 births", count));
  add_summary(supporters, m, "burnt_out_share", lower("Time spent burnt out", "of active weeks", share), 100);
  add_summary(supporters, m, "supporters_left", {"Supporters who left", "per 1,000 births", {}, count});
  return {families, supporters};
}

/// "phone peers: contacts that did harm" for each difference that is clear of chance and in the wrong direction.
std::vector<std::string> concerns(const Material& m, const std::vector<MeasuredGroup>& groups) {
  std::vector<std::string> all;
  for (std::size_t arm = 1; arm < m.arms().size(); ++arm) {
    std::string found;
    for (const MeasuredGroup& group : groups)
      for (const Measured& measured : group.measures) {
        const Interval gap = interval_of_difference(measured.values, arm, 0);
        if (measured.good != Good::lower || !(gap.low > 0)) continue;
        std::string name = measured.name;
        name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
        found += (found.empty() ? "" : "; ") + name;
      }
    if (!found.empty()) all.push_back(m.arms()[arm] + ": " + found + ".");
  }
  return all;
}

Markup write(const Material& material, Pictures&) {
  if (!material.compares()) return {};
  const std::vector<MeasuredGroup> groups = groups_of(material);
  const Markup table = comparison("Safety, and the difference from " + material.arms().front() + "; " + material.interval_text(), material, groups);
  if (table.empty()) return {};
  const std::vector<std::string> found = concerns(material, groups);
  Markup out;
  if (found.empty()) {
    out += element("p", fmt::format("On no measure of safety is a design worse than {} by more than the intervals leave open.", material.arms().front()));
  } else {
    Markup list;
    for (const std::string& one : found) list += element("li", one);
    out += element("p", fmt::format("Worse than under {}, by more than the intervals leave open:", material.arms().front())) + element("ul", list);
  }
  out += element("p", {{"class", "note"}}, "Safety stands beside the answer above and is not weighed into it, beyond the health that it costs. A programme that touches more families also has more contacts that can go wrong.");
  return out + table;
}

}  // namespace

const Section safety_section{"safety", "Is it safe?", write};

}  // namespace alongside::report
