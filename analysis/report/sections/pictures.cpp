// How families and supporters fare week by week.

#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section pictures_section;

namespace {

Markup write(const Material& material, Pictures& pictures) {
  const Markup figures = pictures.place(material, Place::families);
  if (figures.empty()) return {};
  return element("p", "Bands: " + material.interval_text().substr(std::string("in brackets: ").size()) + ".") + figures;
}

}  // namespace

const Section pictures_section{"weeks", "Week by week", write};

}  // namespace alongside::report
