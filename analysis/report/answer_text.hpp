#pragma once
// An answer of an analysis as part of a page.

#include <string>

#include "analysis/economics/answer.hpp"
#include "analysis/report/html/markup.hpp"

namespace alongside::report {

/// Its sentences as a list.
Markup answer_text(const economics::Answer& answer);

/// Its tables, folded away under a title.
Markup folded_tables(const std::string& title, const economics::Answer& answer);

}  // namespace alongside::report
