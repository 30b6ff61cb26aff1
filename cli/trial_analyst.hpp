#pragma once
// The estimators as the call-back that analyses simulated trials while they are run.

#include <memory>

#include "analysis/trial/estimator.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/trial/analyst.hpp"

namespace alongside::cli {

/// Status of a fit in a result: those of estimation::Status, and methods that do not suit the endpoint or design.
inline constexpr int status_not_applicable = 4;

/// An analyst with the methods that the scenario asks for ([trial.method]), or the usual ones of its designs and endpoints.
/// Null when the scenario is no trial. Throws DataError with the nearest name for an unknown method.
std::unique_ptr<const trial::Analyst> make_analyst(const scenario::Scenario& scenario, const declare::Catalogue& catalogue);

/// An analyst with one method.
std::unique_ptr<const trial::Analyst> analyst_of(const estimation::Estimator& method);

/// Name of the estimand of a method, as the result's axis `estimand` has it; "" when there is none.
std::string estimand_name(const estimation::Estimator& method);

}  // namespace alongside::cli
