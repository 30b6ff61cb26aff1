#include "sim/run/output.hpp"

#include <algorithm>
#include <cmath>

namespace alongside::run {
namespace {

Output make(const Label& label, std::vector<std::string> tail, record::Element element) {
  std::vector<std::string> axes{"point", "draw", "replicate", "arm"};
  axes.insert(axes.end(), tail.begin(), tail.end());
  return {{.path = label.path, .element = element, .axes = std::move(axes), .attributes = {{"unit", label.unit}, {"long_name", label.long_name}}}, {}};
}

void append(std::vector<Output>& all, std::vector<Output> more) {
  for (Output& one : more) all.push_back(std::move(one));
}

}  // namespace

Output real_output(const Label& label, std::vector<std::string> tail, FillReal fill) {
  Output output = make(label, std::move(tail), record::Element::f64);
  output.fill = std::move(fill);
  return output;
}

Output whole_output(const Label& label, std::vector<std::string> tail, FillWhole fill) {
  Output output = make(label, std::move(tail), record::Element::i64);
  output.fill = std::move(fill);
  return output;
}

std::vector<Output> outputs_of(const Study& study) {
  using scenario::RecordLevel;
  const RecordLevel level = study.scenario().record;
  std::vector<Output> all = summary_outputs(study);
  append(all, stratum_outputs());
  if (!study.follow_ups().names.empty()) append(all, follow_up_outputs(study));
  append(all, ledger_outputs(study));
  append(all, yearly_outputs(study));
  if (level != RecordLevel::summary) append(all, weekly_outputs(study));
  if (level == RecordLevel::family && study.scenario().record_families > 0) append(all, family_outputs(study));
  if (!study.trial()) return all;
  // A trial's world runs under regimes, where a comparison's runs under arms.
  for (Output& output : all) std::ranges::replace(output.spec.axes, "arm", "regime");
  append(all, trial_outputs(study));
  return all;
}

}  // namespace alongside::run
