// The programme designs side by side: reach, contacts, waiting, staff, outcomes, costs.

#include <fmt/format.h>

#include "analysis/report/side_by_side.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section designs_section;

namespace {

constexpr Style share{"", "%", 1}, money{"£", "", 0}, count{"", "", 1}, fine{"", "", 2};

MeasuredGroup reach(const Material& m) {
  MeasuredGroup group{"Reach, per 1,000 births", {}};
  add_summary(group, m, "eligible", {"Eligible", "", {}, count});
  add_summary(group, m, "offered", {"Offered support", "", {}, count});
  add_summary(group, m, "take_up", {"Take it up", "of those offered", {}, share}, 100);
  add_summary(group, m, "supported", {"Supported", "", {}, count});
  return group;
}

MeasuredGroup delivery(const Material& m) {
  MeasuredGroup group{"Delivery, per 1,000 births", {}};
  add_summary(group, m, "contacts_planned", {"Contacts planned", "", {}, count});
  add_summary(group, m, "contacts_received", {"Contacts received", "", {}, count});
  add_summary(group, m, "received_share", {"Received", "of those planned", {}, share}, 100);
  add_summary(group, m, "wait_to_support", {"Weeks waited", "to the first supporter", {}, fine});
  add_summary(group, m, "gave_up_waiting", {"Gave up waiting", "", {}, count});
  add_summary(group, m, "left", {"Left early", "", {}, count});
  add_summary(group, m, "completed", {"Completed", "", {}, count});
  return group;
}

MeasuredGroup staff(const Material& m) {
  MeasuredGroup group{"Supporters", {}};
  add_summary(group, m, "supporter_weeks", {"Years of supporters' service", "per 1,000 births", {}, count}, 1 / 52.1775);
  add_summary(group, m, "supporters_left", {"Supporters lost", "per 1,000 births", {}, count});
  add_summary(group, m, "burnt_out_share", {"Time spent burnt out", "of supporters' weeks", {}, share}, 100);
  return group;
}

/// A count at a follow-up, over the families that reached it.
Measured at_follow_up(const Material& m, const std::string& count, std::size_t f, double scale) {
  Measured as;
  as.values = ratio(read_follow_up(m.result(), "/follow_ups/" + count, m.point(), f), read_follow_up(m.result(), "/follow_ups/families", m.point(), f));
  for (double& x : as.values.values) x *= scale;
  as.under = Under::difference;
  return as;
}

MeasuredGroup outcomes(const Material& m) {
  MeasuredGroup group{"Outcomes of all families, and the difference from " + m.arms().front(), {}};
  if (m.has("/follow_ups/families")) {
    const std::vector<std::int64_t> weeks = m.result().integers("/follow_ups/at_week");
    const auto add = [&](const char* data, const char* name, double scale, Style style, Good good) {
      for (std::size_t f = 0; f < weeks.size(); ++f) {
        Measured as = at_follow_up(m, data, f, scale);
        as.name = name, as.hint = fmt::format("at {} weeks", weeks[f]), as.style = style, as.good = good;
        group.measures.push_back(std::move(as));
      }
    };
    add("cases", "Probable cases", 100, {"", "%", 2}, Good::lower);
    add("score", "Mean symptom score", 1, {"", "", 3}, Good::lower);
    add("any_feeding", "Breastfeeding", 100, {"", "%", 2}, Good::higher);
  }
  add_summary(group, m, "case_weeks", {"Weeks as a probable case", "per family", {}, {"", "", 3}, Under::difference, Good::lower});
  return group;
}

MeasuredGroup money_and_health(const Material& m) {
  MeasuredGroup group{"Costs and health per 1,000 births, undiscounted, and the difference", {}};
  add_summary(group, m, "cost_programme", {"Cost to the programme", "", {}, money, Under::difference});
  add_summary(group, m, "cost_nhs", {"Cost to the health service", "", {}, money, Under::difference});
  add_summary(group, m, "qalys", {"QALYs of supported parents", "", {}, fine, Under::difference, Good::higher});
  add_summary(group, m, "partner_qalys", {"QALYs of partners", "", {}, fine, Under::difference, Good::higher});
  return group;
}

Markup about_arms(const Material& m) {
  Markup list;
  for (std::size_t arm = 0; arm < m.arms().size(); ++arm)
    if (!m.about()[arm].empty()) list += element("dt", m.arms()[arm]) + element("dd", m.about()[arm]);
  return list.empty() ? list : element("dl", {{"class", "pairs"}}, list);
}

Markup write(const Material& material, Pictures& pictures) {
  if (material.arms().empty()) return {};
  Markup out = about_arms(material);
  out += comparison("Arms side by side; " + material.interval_text(), material,
                    {reach(material), delivery(material), staff(material), outcomes(material), money_and_health(material)});
  out += element("p", {{"class", "note"}}, "All numbers are for every family of the place, whether it was offered support or not. Differences are paired: every arm met the same families and the same luck. "
                 "Green and red mark differences whose interval leaves out zero.");
  return out + pictures.place(material, Place::delivery);
}

}  // namespace

const Section designs_section{"designs", "The designs side by side", write};

}  // namespace alongside::report
