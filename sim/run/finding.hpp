#pragma once
// What published studies report, worked out from simulated arms: each kind of finding is declared once in an ordered list.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/process/follow_up.hpp"
#include "sim/process/run.hpp"

namespace alongside::run {

/// What part of a study a finding speaks of.
enum class Domain { symptoms, feeding, process };
std::string_view label(Domain domain);

/// What a finding has to be told beside the arm.
enum class Needs {
  nothing,      ///< of the whole run
  week,         ///< a week since enrolment
  follow_up,    ///< one follow-up
  follow_ups,   ///< two follow-ups, first the earlier one
};

/// Which finding exactly: follow-ups by index, weeks as numbers.
struct Reading {
  std::size_t follow_up = 0, second = 0;
  int week = 0;
  int at_least = 0;                            ///< score that a share counts from
  process::Subgroup group = process::Subgroup::all;  ///< of participants
};

/// One kind of finding.
struct Finding {
  std::string_view name, unit, text;
  Domain domain;
  Needs needs;
  enum class Score { none, at_least } score;  ///< whether `at_least` must be given
  enum class Groups { all_only, any } groups;  ///< whether it can be had by group
  double (*value)(const declare::Catalogue&, const process::ArmResult&, const Reading&);
};

/// Every finding, in order.
std::span<const Finding* const> findings();
/// The finding of that name; null when there is none. Declared summary measures are not among them.
const Finding* find_finding(std::string_view name);

/// A declared summary measure of one arm.
double measure_value(const declare::Catalogue& catalogue, const declare::Measure& measure, const process::ArmResult& arm);

/// Adds an arm to another as if both were one: of replicate worlds, or of arms that a study merges. The two must be of one
/// length. Only what findings and measures read is added.
void add(process::ArmResult& into, const process::ArmResult& more);

}  // namespace alongside::run
