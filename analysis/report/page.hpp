#pragma once
// The report: one HTML page that needs nothing but a browser, with every part of it inside.

#include <string>

#include "analysis/report/html/assets.hpp"
#include "analysis/report/material.hpp"
#include "sim/record/result.hpp"

namespace alongside::report {

/// A finished page.
struct Page {
  std::string html;
  std::size_t figures = 0;  ///< that it draws, or has places for
};

/// Whether this program was built with the library that draws.
Charts built_with();

/// The report of a result. `charts` absent leaves the pictures out, and says where they would be. Throws DataError for a
/// result that holds nothing to report.
Page write_page(const record::Result& result, const ReportOptions& options, Charts charts);

}  // namespace alongside::report
