// What a trial leaves in its result: estimates, truths, arms, flow, and rows of the worlds asked for.

#include <algorithm>

#include "sim/run/output.hpp"

namespace alongside::run {
namespace {

using trial::FactText;
using trial::Reduced;

Output trial_output(const Label& label, std::vector<std::string> tail, record::Element element, FillTrial fill) {
  std::vector<std::string> axes{"point", "draw", "replicate"};
  axes.insert(axes.end(), tail.begin(), tail.end());
  return {{.path = label.path, .element = element, .axes = std::move(axes), .attributes = {{"unit", label.unit}, {"long_name", label.long_name}}}, std::move(fill)};
}

/// A dataset that is one stretch of numbers.
template <class T>
FillTrial whole_of(std::vector<T> Reduced::*values) {
  return [values](const Reduced& from, std::span<double> out) { std::ranges::copy(from.*values, out.begin()); };
}

/// Every `facts`-th number from `fact` on: [.., fact] of a list.
FillTrial last_axis(std::vector<double> Reduced::*values, std::size_t fact, std::size_t facts) {
  return [=](const Reduced& from, std::span<double> out) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = (from.*values)[i * facts + fact];
  };
}

/// One fact of [outer][fact][inner].
template <class T>
FillTrial middle_axis(std::vector<T> Reduced::*values, std::size_t fact, std::size_t facts, std::size_t inner) {
  return [=](const Reduced& from, std::span<double> out) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<double>((from.*values)[(i / inner * facts + fact) * inner + i % inner]);
  };
}

Label label_of(const std::string& folder, const FactText& fact) { return {folder + std::string(fact.name), std::string(fact.unit), std::string(fact.text)}; }

/// Columns of the recorded worlds' rows: [world][contrast][endpoint][row].
void add_rows(std::vector<Output>& all) {
  const auto add = [&](const char* name, const char* text, auto get) {
    Output output{{.path = std::string("/trial/data/") + name,
                   .element = record::Element::f64,
                   .axes = {"world", "contrast", "endpoint", "row"},
                   .attributes = {{"unit", std::string()}, {"long_name", std::string(text)}},
                   .kind = record::Kind::world},
                  FillTrial([get](const Reduced& from, std::span<double> out) {
                    const std::size_t wide = out.size() / from.rows.size();
                    for (std::size_t pair = 0; pair < from.rows.size(); ++pair) {
                      const auto& column = get(from.rows[pair]);
                      for (std::size_t r = 0; r < column.size(); ++r) out[pair * wide + r] = static_cast<double>(column[r]);
                    }
                  })};
    all.push_back(std::move(output));
  };
  add("outcome", "Endpoint; missing where the family was lost.", [](const trial::Rows& r) -> const auto& { return r.outcome; });
  add("supported", "1 supported, 0 control; in a stepped wedge the condition of the cluster-period.", [](const trial::Rows& r) -> const auto& { return r.arm; });
  add("cluster", "Number of the cluster.", [](const trial::Rows& r) -> const auto& { return r.cluster; });
  add("in_period", "Period, from 0.", [](const trial::Rows& r) -> const auto& { return r.period; });
  add("baseline", "Measured score at enrolment.", [](const trial::Rows& r) -> const auto& { return r.baseline; });
  add("received", "1 where support was received.", [](const trial::Rows& r) -> const auto& { return r.received; });
  add("cost", "Pounds to the endpoint, for the endpoint qaly.", [](const trial::Rows& r) -> const auto& { return r.cost; });
  add("event", "1 where a time ends in the event.", [](const trial::Rows& r) -> const auto& { return r.event; });
}

}  // namespace

std::vector<Output> trial_outputs(const Study& study) {
  using record::Element;
  const trial::Plan& plan = *study.trial();
  std::vector<Output> all;
  if (study.analyst()) {
    Output estimates = trial_output({"/trial/estimates", "", "What each method finds: estimate (ratios as logarithms), standard error, degrees of freedom, the test's own p, status."},
                                    {"contrast", "endpoint", "estimator", "statistic"}, Element::f64, whole_of(&Reduced::estimates));
    estimates.spec.attributes.emplace_back("status", study.analyst()->status_meanings());
    all.push_back(std::move(estimates));
  }
  all.push_back(trial_output({"/trial/truth", "", "What is true of this world's families."}, {"contrast", "endpoint", "estimand"}, Element::f64, whole_of(&Reduced::truth)));
  if (plan.periods > 1) {
    all.push_back(trial_output({"/trial/exposure/effect", "", "True effect by periods since the switch."}, {"endpoint", "exposure"}, Element::f64, whole_of(&Reduced::exposure)));
    all.push_back(trial_output({"/trial/exposure/rows", "family", "Families behind it."}, {"endpoint", "exposure"}, Element::f64, whole_of(&Reduced::exposure_rows)));
  }
  const std::size_t arms = study.arms(), arm_facts = trial::arm_texts().size(), cell_facts = trial::cell_texts().size(), world_facts = trial::world_texts().size();
  for (std::size_t f = 0; f < arm_facts; ++f)
    all.push_back(trial_output(label_of("/trial/by_arm/", trial::arm_texts()[f]), {"regime", "arm", "occasion"}, Element::f64, middle_axis(&Reduced::by_arm, f, arm_facts, arms * plan.occasions)));
  for (std::size_t f = 0; f < world_facts; ++f)
    all.push_back(trial_output(label_of("/trial/world/", trial::world_texts()[f]), {"contrast", "endpoint"}, Element::f64, last_axis(&Reduced::world, f, world_facts)));
  all.push_back(trial_output({"/trial/flow", "family", "Families on their way into and through the trial."}, {"arm", "step"}, Element::i64, whole_of(&Reduced::flow)));
  for (std::size_t f = 0; f < cell_facts; ++f)
    all.push_back(trial_output(label_of("/trial/by_cell/", trial::cell_texts()[f]), {"sequence", "period"}, Element::i64,
                               middle_axis(&Reduced::by_cell, f, cell_facts, plan.sequences * plan.periods)));
  if (study.scenario().record == scenario::RecordLevel::family && study.scenario().record_families > 0) add_rows(all);
  return all;
}

}  // namespace alongside::run
