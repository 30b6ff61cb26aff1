#pragma once
// One written value against one declaration: type, unit, labels, wholeness, bounds.

#include <optional>
#include <string>

#include "sim/declare/parameter.hpp"
#include "sim/scenario/document.hpp"

namespace alongside::scenario {

/// The value as a cell holds it, or nothing after noting what is wrong. `path` names it in messages.
std::optional<double> read_cell_value(const Node& node, const declare::Parameter& parameter, const std::string& path, Issues& issues);

/// The same for text of a table of points, where a bare number is text too.
std::optional<double> read_cell_text(const std::string& text, const Place& place, const declare::Parameter& parameter,
                                     const std::string& path, Issues& issues);

/// The value as canonical TOML: a quoted label, or the shortest number.
std::string cell_toml(double value, const declare::Parameter& parameter);

/// The value for people and axis labels: a label, or the shortest number.
std::string cell_label(double value, const declare::Parameter& parameter);

/// Text as a quoted TOML string.
std::string quoted(std::string_view text);

}  // namespace alongside::scenario
