#pragma once
// Files that go into a page as they are. The build puts them into the program (CMakeLists.txt).

#include <string_view>

namespace alongside::report {

/// Whether a page carries the library that draws its figures.
enum class Charts { embedded, absent };

}  // namespace alongside::report

namespace alongside::report::assets {

extern const std::string_view style;       ///< web/report.css
extern const std::string_view script;      ///< web/report.js
extern const std::string_view vega;        ///< npm package vega, build/vega.min.js; empty when built without charts
extern const std::string_view vega_lite;   ///< npm package vega-lite, build/vega-lite.min.js; likewise
extern const std::string_view licences;    ///< of these two

}  // namespace alongside::report::assets
