#include <fmt/format.h>

#include "analysis/report/html/script_data.hpp"
#include "analysis/report/html/table.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
namespace {

constexpr std::size_t rows_shown = 60;

/// A short line, a block or a point in the look of an entry.
Markup swatch(const Key& entry, Mark mark) {
  Markup shape;
  if (mark == Mark::line) shape = element("line", {{"x1", "1"}, {"x2", "27"}, {"y1", "5"}, {"y2", "5"}, {"stroke-dasharray", dash_pattern(entry.look)}}, Markup());
  else if (mark == Mark::block) shape = element("rect", {{"x", "9"}, {"y", "0"}, {"width", "10"}, {"height", "10"}}, Markup());
  else shape = element("path", {{"d", point_path(entry.look)}}, Markup());
  return element("svg", {{"class", fmt::format("swatch look-{}", entry.look % looks)}, {"viewBox", mark == Mark::line ? "0 0 28 10" : "8 0 12 10"}, {"aria-hidden", "true"}}, shape);
}

Markup key_list(const Picture& picture) {
  Markup entries;
  for (const Key& entry : picture.key) entries += element("li", swatch(entry, picture.mark) + Markup::text(entry.label));
  return picture.key.empty() ? element("span", Markup()) : element("ul", {{"class", "key"}, {"aria-label", "Key"}}, entries);
}

/// How the columns of the data are to be read: names that look like numbers or dates stay names.
std::string column_types(const data::OutputTable& table) {
  std::string types;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    types += fmt::format("{}{}:\"{}\"", c ? "," : "", json_text(table.columns[c]), !table.rows.empty() && std::holds_alternative<std::string>(table.rows[0][c]) ? "string" : "number");
  return "{" + types + "}";
}

}  // namespace

Markup Pictures::one(const Picture& picture) {
  const std::string csv = picture.data.print(data::Format::csv);
  Markup body = element("h3", picture.title) + element("p", {{"class", "caption"}}, picture.caption) + key_list(picture);
  if (charts_ == Charts::embedded) body += element("div", {{"class", "picture"}, {"role", "img"}, {"aria-label", picture.alt}}, Markup());
  else body += element("p", {{"class", "picture-missing"}}, "A picture stands here when the program is built with its charts. It would show: " + picture.alt);
  Markup foot = element("a", {{"class", "data-link"}, {"download", picture.id + ".csv"}, {"href", csv_link(csv)}, {"aria-label", "Data of \"" + picture.title + "\" as CSV"}}, "Data (CSV)");
  if (picture.data.rows.size() <= rows_shown)
    foot += element("details", element("summary", {{"aria-label", "Numbers of \"" + picture.title + "\""}}, "Numbers") + html_table(picture.data));
  body += element("div", {{"class", "figure-foot"}}, foot);
  specifications_ += fmt::format("{}{{\"id\":{},\"spec\":{},\"columns\":{}}}", count_ ? "," : "", json_text(picture.id), picture.spec, column_types(picture.data));
  ++count_;
  return element("figure", {{"id", picture.id}, {"class", "figure"}}, body);
}

Markup Pictures::place(const Material& material, Place place) {
  Markup all;
  for (const Figure* figure : figures())
    if (figure->place == place)
      for (const Picture& picture : figure->draw(material)) all += one(picture);
  return all.empty() ? all : element("div", {{"class", "figures"}}, all);
}

}  // namespace alongside::report
