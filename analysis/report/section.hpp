#pragma once
// A section of the report. Each is one file and one line in the ordered list (sections.cpp).

#include <span>
#include <string>
#include <vector>

#include "analysis/report/figure.hpp"
#include "analysis/report/html/assets.hpp"
#include "analysis/report/html/markup.hpp"
#include "analysis/report/material.hpp"

namespace alongside::report {

struct Section {
  const char* id;
  const char* title;
  /// The section under its heading; empty when the result has nothing for it.
  Markup (*write)(const Material&, class Pictures&);
};

/// The figures of a page, drawn on demand, and the list of those that were put into it.
class Pictures {
 public:
  explicit Pictures(Charts charts) : charts_(charts) {}
  /// All figures of a place as a grid; empty when there are none.
  Markup place(const Material& material, Place place);
  /// How many were put into the page.
  std::size_t count() const { return count_; }
  /// JSON list of what the page's script needs to draw them, in the order of the page.
  std::string specifications() const { return "[" + specifications_ + "]"; }

 private:
  Markup one(const Picture& picture);
  Charts charts_;
  std::string specifications_;
  std::size_t count_ = 0;
};

/// Every section, in the order of the page.
std::span<const Section* const> sections();

}  // namespace alongside::report
