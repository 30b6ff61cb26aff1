// Who gains and who loses.

#include "analysis/report/distribution.hpp"
#include "analysis/report/answer_text.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section equity_section;

namespace {

Markup write(const Material& material, Pictures& pictures) {
  const Distribution* distribution = material.distribution();
  if (!distribution) return {};
  return answer_text(distribution->answer) + pictures.place(material, Place::equity) + folded_tables("Tables of equity", distribution->answer);
}

}  // namespace

const Section equity_section{"equity", "Who gains", write};

}  // namespace alongside::report
