#pragma once
// A picture of the report: data as a table and a Vega-Lite specification that draws it. Each kind of figure is one file and
// one line in the ordered list (figures.cpp).

#include <span>
#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "analysis/report/html/markup.hpp"
#include "analysis/report/material.hpp"

namespace alongside::report {

/// Which section shows a figure.
enum class Place { decision, delivery, families, cost, equity, budget, trial, sensitivity };

/// One entry of a key: a name and the look it has in the picture (position in the palette of report.css, and dash).
struct Key {
  std::string label;
  std::size_t look;
};
/// What stands before the names of a key: what the picture draws them with.
enum class Mark { line, block, point };

/// One figure, ready to be put into a page.
struct Picture {
  std::string id;       ///< of its element: letters, digits and hyphens
  std::string title;
  std::string caption;  ///< what to see in it
  std::string alt;      ///< what it shows, in numbers, for those who cannot see it
  std::string spec;     ///< JSON: Vega-Lite 5, without data, width and style, which the page adds
  data::OutputTable data;       ///< columns are the fields that the specification names
  std::vector<Key> key = {};
  Mark mark = Mark::line;
};

struct Figure {
  const char* name;
  Place place;
  /// The pictures that this result has data for; none when it has no data for the figure.
  std::vector<Picture> (*draw)(const Material&);
};

/// Every figure, in the order in which their sections show them.
std::span<const Figure* const> figures();

/// Colours of the palette; looks beyond them repeat a colour.
inline constexpr std::size_t looks = 8;

/// What goes into the holes of a template, as JSON.
using Holes = std::vector<std::pair<std::string, std::string>>;

/// A specification from its template: JSON whose values "@name" are holes. What fills a hole is not looked at for holes. Throws
/// InternalError for a hole that is not given.
std::string specification(Literal json, const Holes& holes);

/// JSON of a text, of texts, of a number (null when it is not finite), of a range of numbers.
std::string json_text(std::string_view text);
std::string json_list(const std::vector<std::string>& texts);
std::string json_number(double number);
std::string json_range(double low, double high);

/// Looks one after the other, beginning with `first`.
std::vector<std::size_t> looks_from(std::size_t first, std::size_t count);
/// The scales that give names their colours, dash patterns and shapes of points, by the look of each.
std::string colour_scale(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each);
std::string dash_scale(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each);
std::string shape_scale(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each);
/// A key with one entry per name.
std::vector<Key> key_of(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each);
/// Dash pattern of a look, as SVG writes it; "" is a full line.
std::string dash_pattern(std::size_t look);
/// Outline of a look's point, as SVG writes it, around (14, 5).
std::string point_path(std::size_t look);

}  // namespace alongside::report
