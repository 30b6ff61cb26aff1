#include <fmt/format.h>

#include "analysis/report/html/script_data.hpp"
#include "analysis/report/html/table.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
namespace {

constexpr std::size_t rows_shown = 60;

/// A short line in the colour and dash of a look.
Markup swatch(std::size_t look) {
  const Markup line = element("line", {{"x1", "1"}, {"x2", "27"}, {"y1", "5"}, {"y2", "5"}, {"stroke-dasharray", dash_pattern(look)}}, Markup());
  return element("svg", {{"class", fmt::format("swatch look-{}", look % looks)}, {"viewBox", "0 0 28 10"}, {"aria-hidden", "true"}}, line);
}

Markup key_list(const std::vector<Key>& key) {
  Markup entries;
  for (const Key& entry : key) entries += element("li", swatch(entry.look) + Markup::text(entry.label));
  return key.empty() ? entries : element("ul", {{"class", "key"}, {"aria-label", "Key"}}, entries);
}

/// How the columns of the data are to be read: names that look like numbers or dates stay names.
nlohmann::ordered_json column_types(const data::OutputTable& table) {
  nlohmann::ordered_json types = nlohmann::ordered_json::object();
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    types[table.columns[c]] = !table.rows.empty() && std::holds_alternative<std::string>(table.rows[0][c]) ? "string" : "number";
  return types;
}

}  // namespace

Markup Pictures::one(const Picture& picture) {
  const std::string csv = picture.data.print(data::Format::csv);
  Markup body = element("h3", picture.title) + element("p", {{"class", "caption"}}, picture.caption) + key_list(picture.key);
  if (charts_ == Charts::embedded) body += element("div", {{"class", "picture"}, {"role", "img"}, {"aria-label", picture.alt}}, Markup());
  else body += element("p", {{"class", "picture-missing"}}, "A picture stands here when the program is built with its charts. It would show: " + picture.alt);
  Markup foot = element("a", {{"class", "data-link"}, {"download", picture.id + ".csv"}, {"href", csv_link(csv)}, {"aria-label", "Data of \"" + picture.title + "\" as CSV"}}, "Data (CSV)");
  if (picture.data.rows.size() <= rows_shown)
    foot += element("details", element("summary", {{"aria-label", "Numbers of \"" + picture.title + "\""}}, "Numbers") + html_table(picture.data));
  body += element("div", {{"class", "figure-foot"}}, foot);
  specifications_.push_back({{"id", picture.id}, {"spec", picture.spec}, {"columns", column_types(picture.data)}});
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
