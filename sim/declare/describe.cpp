#include "sim/declare/describe.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <concepts>
#include <nlohmann/json.hpp>

namespace alongside::declare {
namespace {
using Json = nlohmann::ordered_json;

/// One cell: what people read, and what programs read.
struct Cell {
  std::string shown;
  Json data;
  template <class T>
    requires std::convertible_to<T, std::string_view>
  Cell(const T& text) : shown(std::string_view(text)), data(shown) {}
  Cell(std::string shown, Json data) : shown(std::move(shown)), data(std::move(data)) {}
};

/// `line`: people get it on a line of its own below the row, since it would make the table too wide.
enum class Layout { cell, line };
struct Heading {
  std::string_view title, key;
  Layout layout = Layout::cell;
};

struct Section {
  std::string_view name, text;
  std::vector<Heading> headings;
  std::vector<std::vector<Cell>> rows;
};

std::string number(double value) { return value == 0 ? "0" : fmt::format("{}", value); }

Cell bounds(const Parameter& p) {
  if (p.kind == Kind::choice) return {fmt::format("{}", fmt::join(p.labels, " / ")), Json(std::vector<std::string>(p.labels.begin(), p.labels.end()))};
  return {fmt::format("{} to {}", number(p.low), number(p.high)), Json{p.low, p.high}};
}

Cell standard(const Parameter& p) {
  if (p.kind != Kind::choice) return {number(p.value), p.value};
  return Cell(p.labels.at(static_cast<std::size_t>(p.value)));
}

Cell spread(const Spread& s) {
  if (s.shape == Shape::none) return {"", nullptr};
  return {fmt::format("{} to {} ({})", number(s.low), number(s.high), label(s.shape)), Json{{"shape", label(s.shape)}, {"low", s.low}, {"high", s.high}}};
}

std::vector<Heading> parameter_headings() {
  return {{"path", "path"}, {"kind", "kind"}, {"unit", "unit"}, {"default", "default"}, {"bounds", "bounds"}, {"95% spread", "spread"},
          {"scope", "scope"}, {"grade", "grade"}, {"source", "source", Layout::line}, {"meaning", "text", Layout::line}};
}

std::vector<Cell> parameter_row(const Parameter& p, std::string_view path, Scope scope) {
  return {path, label(p.kind), p.unit, standard(p), bounds(p), spread(p.spread), label(scope), label(p.grade), p.source, p.text};
}

std::vector<Section> parameter_sections(const Catalogue& catalogue) {
  std::vector<Section> sections;
  for (const Declarations* part : catalogue.parts()) {
    Section section{part->name, part->text, parameter_headings(), {}};
    for (const Parameter* p : part->parameters) section.rows.push_back(parameter_row(*p, p->name, p->scope));
    for (const Table* table : part->tables)
      for (const Parameter& column : table->columns)
        section.rows.push_back(parameter_row(column, fmt::format("{}.ROW.{}", table->name, column.name), table->scope));
    for (const Item* item : part->items) section.rows.push_back(parameter_row(item->price, item->price.name, item->price.scope));
    if (!section.rows.empty()) sections.push_back(std::move(section));
  }
  return sections;
}

Cell count(std::size_t n) { return {fmt::format("{}", n), n}; }

Section process_section(const Catalogue& catalogue) {
  Section section{"Processes", "The parts of the model, in the order in which they act.",
                  {{"part", "name"}, {"parameters", "parameters"}, {"tables", "tables"}, {"columns", "columns"}, {"purposes", "purposes"},
                   {"measures", "measures"}, {"items", "items"}, {"what it does", "text", Layout::line}}, {}};
  for (const Declarations* part : catalogue.parts())
    section.rows.push_back({part->name, count(part->parameters.size()), count(part->tables.size()), count(part->columns.size()),
                            count(part->purposes.size()), count(part->measures.size()), count(part->items.size()), part->text});
  return section;
}

std::string per(const Measure& m) {
  switch (m.per) {
    case Per::total: return "arm";
    case Per::thousand_births: return "1,000 births";
    case Per::family: return "family";
    case Per::tally: return m.denominator ? std::string(m.denominator->name) : "";
  }
  return "";
}

Section measure_section(const Catalogue& catalogue) {
  static constexpr std::string_view better[] = {"higher", "lower", "neither"};
  Section section{"Measures", "One number per arm and world each.",
                  {{"measure", "name"}, {"unit", "unit"}, {"counts", "numerator"}, {"per", "per"}, {"over", "over"}, {"better", "better"},
                   {"meaning", "text", Layout::line}}, {}};
  for (const Measure* m : catalogue.measures())
    section.rows.push_back({m->name, m->unit, m->numerator->name, Cell(per(*m)), m->over == Over::run ? "the run" : "the last week",
                            better[static_cast<int>(m->better)], m->text});
  return section;
}

Section item_section(const Catalogue& catalogue) {
  Section section{"Ledger items", "Cost is quantity times price.",
                  {{"item", "name"}, {"category", "category"}, {"payer", "payer"}, {"behaviour", "behaviour"}, {"counted in", "quantity"},
                   {"pence", "price"}, {"per", "unit"}, {"price year", "price_year"}, {"source", "source", Layout::line}, {"meaning", "text", Layout::line}}, {}};
  for (const Item* i : catalogue.items())
    section.rows.push_back({i->name, i->category, label(i->payer), label(i->behaviour), i->quantity, Cell(number(i->price.value), i->price.value),
                            i->unit, Cell(fmt::format("{}", i->price_year), i->price_year), i->price.source, i->price.text});
  return section;
}

Section column_section(const Catalogue& catalogue) {
  static constexpr std::string_view storage[] = {"fixed", "state", "passing"};
  Section section{"Family columns", "What the model holds of each family.",
                  {{"column", "name"}, {"storage", "storage"}, {"unit", "unit"}, {"bytes", "bytes"}, {"meaning", "text", Layout::line}}, {}};
  for (const ColumnBase* c : catalogue.columns())
    section.rows.push_back({c->name, storage[static_cast<int>(c->storage)], c->unit, count(c->bytes), c->text});
  return section;
}

Section purpose_section(const Catalogue& catalogue) {
  Section section{"Random purposes", "What random words are for.", {{"purpose", "name"}, {"code", "code"}, {"meaning", "text", Layout::line}}, {}};
  for (const Purpose* p : catalogue.purposes()) section.rows.push_back({p->name, Cell(fmt::format("{:08x}", p->code), p->code), p->text});
  return section;
}

std::vector<Section> sections_of(const Catalogue& catalogue, Subject subject) {
  switch (subject) {
    case Subject::parameters: return parameter_sections(catalogue);
    case Subject::processes: return {process_section(catalogue)};
    case Subject::measures: return {measure_section(catalogue)};
    case Subject::items: return {item_section(catalogue)};
    case Subject::columns: return {column_section(catalogue)};
    case Subject::purposes: return {purpose_section(catalogue)};
  }
  return {};
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '`') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string markdown(const Section& section) {
  std::string out = fmt::format("## {}\n\n{}\n\n|", section.name, section.text);
  for (const Heading& heading : section.headings) out += fmt::format(" {} |", heading.title);
  out += "\n|";
  for (std::size_t i = 0; i < section.headings.size(); ++i) out += "---|";
  out += "\n";
  for (const auto& row : section.rows) {
    out += fmt::format("| `{}` |", row[0].shown);
    for (std::size_t i = 1; i < row.size(); ++i) out += fmt::format(" {} |", escaped(row[i].shown));
    out += "\n";
  }
  return out;
}

/// Characters, not bytes: what a terminal's column is.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string plain(const Section& section) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < section.headings.size(); ++i) {
    widths.push_back(width(section.headings[i].title));
    for (const auto& row : section.rows) widths[i] = std::max(widths[i], width(row[i].shown));
  }
  const auto line = [&](auto text_of) {
    std::string text = " ";
    for (std::size_t i = 0; i < section.headings.size(); ++i) {
      if (section.headings[i].layout == Layout::line) continue;
      const std::string cell(text_of(i));
      text += " " + cell + std::string(widths[i] - width(cell) + 1, ' ');
    }
    return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  };
  std::string out = fmt::format("{}: {}\n", section.name, section.text);
  out += line([&](std::size_t i) { return section.headings[i].title; });
  for (const auto& row : section.rows) {
    out += line([&](std::size_t i) { return std::string_view(row[i].shown); });
    for (std::size_t i = row.size(); i-- > 0;)
      if (section.headings[i].layout == Layout::line && !row[i].shown.empty())
        out += fmt::format("      {}{}\n", section.headings[i].key == "text" ? "" : "source: ", row[i].shown);
  }
  return out;
}

Json rows_as_json(const Section& section, Subject subject) {
  Json rows = Json::array();
  for (const auto& row : section.rows) {
    Json object;
    if (subject == Subject::parameters) object["part"] = section.name;
    for (std::size_t i = 0; i < row.size(); ++i) object[std::string(section.headings[i].key)] = row[i].data;
    rows.push_back(std::move(object));
  }
  return rows;
}

}  // namespace

std::vector<std::string> subject_names() { return {"parameters", "processes", "measures", "items", "columns", "purposes"}; }

std::string describe(const Catalogue& catalogue, Subject subject, DescribeFormat format) {
  const std::vector<Section> sections = sections_of(catalogue, subject);
  if (format == DescribeFormat::json) {
    Json all = Json::array();
    for (const Section& section : sections)
      for (Json& row : rows_as_json(section, subject)) all.push_back(std::move(row));
    return Json{{subject_names()[static_cast<std::size_t>(subject)], all}}.dump(1) + "\n";
  }
  std::string out;
  if (format == DescribeFormat::markdown && subject == Subject::parameters)
    out = "# Parameters\n\nGenerated by `alongside describe parameters --format md` from the declarations; do not edit.\n"
          "A table's parameters are set row by row: ROW stands for the name of a row.\n\n";
  for (const Section& section : sections) {
    if (&section != &sections.front()) out += "\n";
    out += format == DescribeFormat::markdown ? markdown(section) : plain(section);
  }
  return out;
}

}  // namespace alongside::declare
