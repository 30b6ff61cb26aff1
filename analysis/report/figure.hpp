#pragma once
// A picture of the report: data as a table and a Vega-Lite specification that draws it. Each kind of figure is one file and
// one line in the ordered list (figures.cpp).

#include <nlohmann/json.hpp>
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

/// One figure, ready to be put into a page.
struct Picture {
  std::string id;       ///< of its element: letters, digits and hyphens
  std::string title;
  std::string caption;  ///< what to see in it
  std::string alt;      ///< what it shows, in numbers, for those who cannot see it
  nlohmann::ordered_json spec;  ///< Vega-Lite 5, without data, width and style: the page adds them
  data::OutputTable data;       ///< columns are the fields that the specification names
  std::vector<Key> key = {};
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

/// What goes into the holes of a template.
using Holes = std::vector<std::pair<std::string, nlohmann::ordered_json>>;

/// A specification from its template: JSON whose values "@name" are holes. Throws InternalError for a hole that is not given.
nlohmann::ordered_json specification(Literal json, const Holes& holes);

/// The scale that gives each arm its colour, and the one that gives it its dash pattern.
nlohmann::ordered_json colour_scale(const std::vector<std::string>& names, std::size_t first_look = 0);
nlohmann::ordered_json dash_scale(const std::vector<std::string>& names, std::size_t first_look = 0);
/// The one that gives each its shape of point.
nlohmann::ordered_json shape_scale(const std::vector<std::string>& names, std::size_t first_look = 0);
/// The same scales for names whose looks are given one by one.
nlohmann::ordered_json colours_of(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each);
nlohmann::ordered_json dashes_of(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each);
/// A key with one entry per name.
std::vector<Key> key_of(const std::vector<std::string>& names, std::size_t first_look = 0);
/// Dash pattern of a look, as SVG writes it; "" is a full line.
std::string dash_pattern(std::size_t look);

}  // namespace alongside::report
