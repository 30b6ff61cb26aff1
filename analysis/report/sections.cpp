#include "analysis/report/section.hpp"

namespace alongside::report {

extern const Section answer_section;
extern const Section change_section;
extern const Section safety_section;
extern const Section designs_section;
extern const Section value_section;
extern const Section pictures_section;
extern const Section equity_section;
extern const Section budget_section;
extern const Section trial_section;
extern const Section model_section;
extern const Section checklists_section;
extern const Section provenance_section;

std::span<const Section* const> sections() {
  static const Section* const list[] = {
      &answer_section,
      &change_section,
      &safety_section,
      &designs_section,
      &value_section,
      &pictures_section,
      &equity_section,
      &budget_section,
      &trial_section,
      &model_section,
      &checklists_section,
      &provenance_section,
  };
  return list;
}

}  // namespace alongside::report
