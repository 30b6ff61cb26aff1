// Cash by year, people to find, waits.

#include "analysis/report/answer_text.hpp"
#include "analysis/report/section.hpp"
#include "analysis/report/staffing.hpp"

namespace alongside::report {
extern const Section budget_section;

namespace {

Markup write(const Material& material, Pictures& pictures) {
  const Staffing* staffing = material.staffing();
  if (!staffing) return {};
  return answer_text(staffing->answer) + pictures.place(material, Place::budget) + pictures.place(material, Place::cost) + folded_tables("Tables of the budget", staffing->answer);
}

}  // namespace

const Section budget_section{"budget", "Budget and staffing", write};

}  // namespace alongside::report
