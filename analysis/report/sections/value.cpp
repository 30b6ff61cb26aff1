// Value for money: where the designs lie, which is best at which worth of a QALY, and how sure.

#include "analysis/report/economy.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section value_section;

namespace {

Markup write(const Material& material, Pictures& pictures) {
  const Markup figures = pictures.place(material, Place::decision);
  if (figures.empty()) return {};
  const char* const text = material.uncertain() ? "The dashed lines stand where the dial of the answer stands, and move with it."
                                                : "The dashed lines stand where the dial of the answer stands, and move with it. Chances of being best need draws of the uncertain numbers.";
  return element("p", {{"class", "note"}}, text) + figures;
}

}  // namespace

const Section value_section{"value", "Value for money", write};

}  // namespace alongside::report
