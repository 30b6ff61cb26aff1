#include "analysis/report/section.hpp"

namespace alongside::report {

extern const Section safety_section;
extern const Section designs_section;
extern const Section pictures_section;
extern const Section model_section;
extern const Section checklists_section;
extern const Section provenance_section;

std::span<const Section* const> sections() {
  static const Section* const list[] = {
      &safety_section,
      &designs_section,
      &pictures_section,
      &model_section,
      &checklists_section,
      &provenance_section,
  };
  return list;
}

}  // namespace alongside::report
