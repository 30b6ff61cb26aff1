#pragma once
// What is declared, as text for people, Markdown for docs/ and JSON for programs.

#include <string>
#include <string_view>
#include <vector>

#include "sim/declare/catalogue.hpp"

namespace alongside::declare {

enum class Subject { parameters, processes, measures, items, columns, purposes };
enum class DescribeFormat { text, markdown, json };

/// The names of all subjects, in the order of the enumeration.
std::vector<std::string> subject_names();

/// Describes one subject of a catalogue; parameters are grouped by the part that declares them.
std::string describe(const Catalogue& catalogue, Subject subject, DescribeFormat format);

}  // namespace alongside::declare
