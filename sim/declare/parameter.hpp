#pragma once
// A parameter is declared once, beside the code that uses it. Scenario checks, help, documentation, file
// metadata, sweep axes and uncertainty draws all read that declaration.

#include <string>
#include <string_view>
#include <vector>

namespace alongside::declare {

/// Who may set a parameter: the world (the same for every arm), one programme (per arm), a trial design, or
/// the analysis of a finished result.
enum class Scope { population, programme, trial, analysis };

/// What stands behind a default, strongest first. `definition` marks a choice of design or a convention,
/// which has no evidence to have.
enum class Grade { trial, cohort, fitted, assumed, definition };

enum class Kind { number, count, choice };

/// How a parameter varies in uncertainty draws: a distribution whose central 95% lies in [low, high]
/// (uniform: the whole of it does). Draws are cut at the parameter's bounds.
enum class Shape { none, normal, lognormal, logitnormal, uniform };
struct Spread {
  Shape shape = Shape::none;
  double low = 0, high = 0;
  bool operator==(const Spread&) const = default;
};

/// One number, count or choice. Counts and choices are held as whole numbers in a double; a choice as the
/// index of its label.
struct Parameter {
  std::string_view name;  ///< dotted path; inside a table the column's bare name
  Kind kind = Kind::number;
  std::string_view unit = "";  ///< "" for a pure number; see units.hpp for what a scenario may write instead
  double low = 0, high = 0;    ///< inclusive bounds
  double value = 0;            ///< default
  std::vector<std::string_view> labels = {};  ///< of a choice
  Spread spread = {};
  Scope scope = Scope::population;
  Grade grade = Grade::assumed;
  std::string_view source = "";  ///< citation; "no evidence found" where there is none
  std::string_view text = "";    ///< one sentence
};

/// A table parameter: named rows, set by the scenario, of declared columns (`schedule.early.per_week`).
/// A cell that a row leaves out takes its column's default.
struct Table {
  std::string_view name;
  std::string_view text;
  Scope scope = Scope::programme;
  std::vector<Parameter> columns;
};

std::string_view label(Scope scope);
std::string_view label(Grade grade);
std::string_view label(Kind kind);
std::string_view label(Shape shape);

}  // namespace alongside::declare
