#pragma once
// The schema of a study's result: axes, fixed datasets, root attributes; and the outputs that fill the rest.

#include <string>

#include "sim/run/output.hpp"

namespace alongside::run {

/// Which program makes a result; part of the plan's identity.
struct Program {
  std::string version, revision;
};

/// The hash of everything that a result is a function of.
std::string plan_identity(const Study& study, const Program& program);

/// The schema, with the datasets of `outputs` in their order after /task_status.
record::Schema make_schema(const Study& study, const Program& program, const std::vector<Output>& outputs);

/// Adds what the result repeats of its inputs: /parameters, /design, /arm_description, item texts and prices.
void add_inputs(record::Schema& schema, const Study& study);

}  // namespace alongside::run
