#include <fmt/format.h>

#include <cmath>

#include "analysis/trial/power_likelihood.hpp"
#include "analysis/trial/power_stepped_wedge.hpp"
#include "cli/power_designs.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
using namespace power;
namespace {

Schedule read_schedule(const Parsed& parsed, double per_sequence) {
  if (parsed.has("schedule")) return parse_schedule(parsed.get<std::string>("schedule"), per_sequence, parsed.get<double>("size"));
  return wedge({parsed.get<int>("sequences"), parsed.get<int>("baseline-periods"), parsed.get<int>("extra-periods"), parsed.get<int>("transition"), per_sequence,
                parsed.get<double>("size")});
}

Components read_components(const Parsed& parsed, double variance) {
  Components out;
  if (parsed.has("tau")) {
    if (parsed.get<double>("icc") != 0) throw UsageError("power: give either --icc or --tau");
    out.within = variance;
    out.tau2 = std::pow(parsed.get<double>("tau"), 2);
  } else {
    out = components(variance, parsed.get<double>("icc"));
  }
  out.cac = parsed.get<double>("cac");
  out.decay = parsed.get<double>("decay");
  if (out.cac < 1 && out.decay < 1) throw UsageError("power: give either --cac or --decay (two shapes of the same correlation)");
  out.person = parsed.get<double>("iac");
  out.eta2 = std::pow(parsed.get<double>("eta"), 2);
  out.tau_eta = parsed.get<double>("tau-eta");
  return out;
}

double binary(const Parsed& parsed, const char* name) {
  if (!parsed.has(name)) throw UsageError(fmt::format("power: this --model needs --p0 and --p1 (--{} is missing)", name));
  const double value = parsed.get<double>(name);
  require_between(value, 0, 1, Bounds::open, fmt::format("--{}", name));
  return value;
}

double log_odds(double p) { return std::log(p / (1 - p)); }

/// The models that are not linear: their power at so many clusters per sequence.
double discrete_answer(const Parsed& parsed, const std::string& model, double per_sequence) {
  for (const char* loss : {"contamination", "non-uptake", "attrition"})
    if (parsed.get<double>(loss) != 0) throw UsageError(fmt::format("power: --{} works with --model linear", loss));
  const Schedule schedule = read_schedule(parsed, per_sequence);
  const double p0 = binary(parsed, "p0"), p1 = binary(parsed, "p1"), alpha = parsed.get<double>("alpha");
  if (model == "laplace-logit" || model == "laplace-log") {
    if (!parsed.has("tau")) throw UsageError("power: this --model needs --tau, the SD of clusters on the link scale");
    const bool logit = model == "laplace-logit";
    const double intercept = logit ? log_odds(p0) : std::log(p0);
    return discrete_power(schedule, read_components(parsed, 1), logit ? DiscreteLink::logit : DiscreteLink::log, intercept,
                          (logit ? log_odds(p1) : std::log(p1)) - intercept, alpha);
  }
  const bool trend = parsed.has("p0-end");
  const BinaryWedge outcome{p0, trend ? parsed.get<double>("p0-end") : p0, parsed.get<double>("icc"), trend ? Trend::linear : Trend::none};
  if (model == "likelihood-identity") return identity_likelihood_power(schedule, outcome, p1 - p0, alpha);
  return logit_likelihood_power(schedule, outcome, log_odds(p1) - log_odds(p0), alpha);
}

data::OutputTable weights_table(const Schedule& schedule, const Components& parts) {
  data::OutputTable out{"Weight of each exposure time in the immediate-effect estimate", {"periods since the switch", "weight"}, {}, {}};
  const Eigen::VectorXd weights = exposure_weights(schedule, parts);
  for (Eigen::Index s = 0; s < weights.size(); ++s) out.rows.push_back({static_cast<long long>(s + 1), data::Number{weights[s], 4}});
  out.notes.push_back("If the effect takes time, the estimate tends to the weighted sum; negative weights can turn its sign (Kenny et al. 2022).");
  return out;
}

std::vector<data::OutputTable> linear(const Parsed& parsed, const Test& test) {
  const bool rates = parsed.has("rate0") && parsed.has("rate1");
  Contrast contrast{0, 0, 0};
  if (rates) {
    const double sd = 0.5 * (std::sqrt(parsed.get<double>("rate0")) + std::sqrt(parsed.get<double>("rate1")));
    contrast = means(diluted_effect(parsed.get<double>("rate1") - parsed.get<double>("rate0"), parsed.get<double>("contamination"), parsed.get<double>("non-uptake")), sd);
  } else {
    contrast = read_contrast(parsed);
  }
  double variance = 0.5 * (contrast.variance_control + contrast.variance_support);
  if (parsed.has("p0") && !rates) {
    const double middle = 0.5 * (parsed.get<double>("p0") + parsed.get<double>("p1"));
    variance = middle * (1 - middle) * attrition_inflation(parsed.get<double>("attrition"));
  }
  Components parts = read_components(parsed, variance);
  if (rates) parts.within = variance, parts.tau2 = parsed.get<double>("icc") / (1 - parsed.get<double>("icc")) * variance;
  const auto variance_at = [&](double k) { return treatment_variance(read_schedule(parsed, k), parts); };
  const bool asked = !parsed.has("clusters");
  const double k = asked ? solve_increasing([&](double at) { return power_of(contrast.effect, variance_at(at), test); }, parsed.get<double>("power"), 1e-3, "number of clusters")
                         : parsed.get<double>("clusters");
  const Schedule schedule = read_schedule(parsed, k);
  Quantities out("Stepped wedge");
  out.add("sequences", static_cast<double>(schedule.sequences()), 0);
  out.add("periods", static_cast<double>(schedule.periods()), 0);
  out.add("clusters per sequence", k);
  if (asked) out.add("clusters per sequence, rounded up", std::ceil(k - 1e-9), 0);
  out.add("variance of the effect", variance_at(k), 8);
  out.add("SE of the effect", std::sqrt(variance_at(k)), 6);
  out.add("power", power_of(contrast.effect, variance_at(k), test));
  try {
    const double average = exposure_average_variance(schedule, parts);
    out.add("variance of the exposure-time average", average, 8);
    out.add("power of the exposure-time average", power_of(contrast.effect, average, test));
  } catch (const UsageError&) {
    out.note("The exposure-time model cannot be estimated with this schedule.");
  }
  out.add_losses(parsed);
  out.note("Generalised least squares on cluster-period means, normal reference.");
  return {out.take(), weights_table(schedule, parts)};
}

}  // namespace

std::vector<data::OutputTable> stepped_power(const Parsed& parsed) {
  const std::string model = parsed.get<std::string>("model");
  const Test test = read_test(parsed);
  if (model == "linear") return linear(parsed, test);
  if (model != "laplace-logit" && model != "laplace-log" && model != "likelihood-identity" && model != "likelihood-logit")
    throw UsageError(fmt::format("--model \"{}\" is not known (linear, laplace-logit, laplace-log, likelihood-identity or likelihood-logit)", model));
  const bool asked = !parsed.has("clusters");
  // Information grows in proportion to the clusters, so these need no more than a few evaluations.
  const double k = asked ? solve_increasing([&](double at) { return discrete_answer(parsed, model, at); }, parsed.get<double>("power"), 1e-2, "number of clusters")
                         : parsed.get<double>("clusters");
  Quantities out("Stepped wedge, " + model);
  out.add("clusters per sequence", k);
  if (asked) out.add("clusters per sequence, rounded up", std::ceil(k - 1e-9), 0);
  out.add("power", discrete_answer(parsed, model, k));
  out.note(model.starts_with("laplace") ? "Xia et al. (2021); --tau and --eta on the link scale, effects conditional on the cluster."
                                        : "Zhou et al. (2020): expected information over every result; risks and effects are marginal.");
  return {out.take()};
}

}  // namespace alongside::cli
