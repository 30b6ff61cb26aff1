#include <cmath>

#include "analysis/trial/distributions.hpp"
#include "analysis/trial/power_parallel.hpp"
#include "sim/core/error.hpp"

namespace alongside::power {
namespace {

const double unbounded = std::numeric_limits<double>::infinity();

struct Parts {
  double support, control;
};

Parts parts(const PartiallyNested& d) {
  require_between(d.groups, 0, unbounded, Bounds::open, "the number of supporters");
  require_between(d.size, 0, unbounded, Bounds::open, "families per supporter");
  require_between(d.controls, 0, unbounded, Bounds::open, "the number of controls");
  require_between(d.between, 0, unbounded, Bounds::closed, "the variance between supporters");
  require_between(d.within, 0, unbounded, Bounds::open, "the variance inside supporters");
  require_between(d.control_variance, 0, unbounded, Bounds::open, "the variance of controls");
  return {(d.size * d.between + d.within) / (d.groups * d.size), d.control_variance / d.controls};
}

double wanted_variance(double effect, double power, double alpha) {
  require_between(power, alpha, 1, Bounds::open, "the wanted power");
  const double sum = estimation::normal_quantile(1 - alpha / 2) + estimation::normal_quantile(power);
  return effect * effect / (sum * sum);
}

}  // namespace

double partially_nested_variance(const PartiallyNested& design) {
  const Parts v = parts(design);
  return v.support + v.control;
}

double partially_nested_df(const PartiallyNested& design) {
  const Parts v = parts(design);
  require_between(design.groups, 1, unbounded, Bounds::open, "the number of supporters");
  require_between(design.controls, 1, unbounded, Bounds::open, "the number of controls");
  const double sum = v.support + v.control;
  return sum * sum / (v.support * v.support / (design.groups - 1) + v.control * v.control / (design.controls - 1));
}

double partially_nested_power(double effect, const PartiallyNested& design, Test test) {
  return power_of(effect, partially_nested_variance(design), test);
}

double partially_nested_controls(double effect, PartiallyNested design, double power, double alpha) {
  design.controls = 1;
  const double left = wanted_variance(effect, power, alpha) - parts(design).support;
  if (!(left > 0)) throw UsageError("no number of controls reaches that power (the supported arm alone varies too much: more supporters are needed)");
  return design.control_variance / left;
}

double partially_nested_size(double effect, PartiallyNested design, double power, double alpha) {
  design.size = 1;
  const double left = wanted_variance(effect, power, alpha) - parts(design).control - design.between / design.groups;
  if (!(left > 0)) throw UsageError("no number of families per supporter reaches that power (more supporters or controls are needed)");
  return design.within / (design.groups * left);
}

}  // namespace alongside::power
