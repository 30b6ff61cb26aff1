#include "sim/run/schema.hpp"

#include <algorithm>
#include <numeric>

#include "sim/record/digest.hpp"
#include "sim/world/population.hpp"

namespace alongside::run {
namespace {

using record::Axis;
using Texts = std::vector<std::string>;

Axis counted(std::string name, std::string long_name, std::string unit, std::size_t length) {
  std::vector<std::int64_t> values(length);
  std::iota(values.begin(), values.end(), std::int64_t{0});
  return {std::move(name), std::move(long_name), std::move(unit), std::move(values)};
}

Axis named(std::string name, std::string long_name, Texts values) { return {std::move(name), std::move(long_name), "", std::move(values)}; }

/// Tasks whose families are recorded, in order.
std::vector<std::size_t> recorded_tasks(const Study& study) {
  const record::TaskPlace lengths = study.lengths();
  std::vector<std::size_t> tasks;
  for (std::size_t row = 0; row < lengths[0] * lengths[1]; ++row)
    for (std::size_t r = 0; r < lengths[2] && study.records_families(r); ++r) tasks.push_back(row * lengths[2] + r);
  return tasks;
}

/// Families of the largest recorded world. Arrivals are drawn for it as the world itself will draw them.
std::size_t recorded_families(const Study& study, const std::vector<std::size_t>& tasks) {
  const record::Boxes boxes(study.lengths(), 1);
  std::size_t most = 1;
  for (const std::size_t task : tasks) {
    const record::TaskPlace place = boxes.place(task);
    const std::vector<double> values = study.design().row(0, place[0], static_cast<std::uint32_t>(place[1]));
    for (std::size_t arm = 0; arm < (study.shares_world() ? 1 : study.arms()); ++arm) {
      const std::vector<std::uint32_t> births = world::draw_arrivals(world::Row(study.catalogue(), values.data()), study.world_id(place, arm));
      most = std::max(most, std::accumulate(births.begin(), births.end(), std::size_t{0}));
    }
  }
  return most;
}

/// Names and meanings, as texts of an axis and of a dataset beside it.
template <class List>
Texts names_of(const List& list) {
  Texts names;
  for (const auto& one : list) names.emplace_back(one.name);
  return names;
}

void add_trial_axes(record::Schema& schema, const Study& study) {
  const trial::Plan& plan = *study.trial();
  schema.add_axis(named("regime", "how the world was run", names_of(plan.regimes)));
  schema.add_axis(named("contrast", "arms compared with control", names_of(plan.contrasts)));
  schema.add_axis(named("endpoint", "endpoint", plan.endpoints));
  schema.add_axis(named("occasion", "follow-up, or period of a cohort", plan.occasion_names));
  schema.add_axis(named("estimand", "estimand", names_of(trial::estimand_texts())));
  schema.add_axis(named("step", "step into and through the trial", names_of(trial::flow_texts())));
  schema.add_axis(counted("sequence", "sequence of a stepped wedge, or arm of a cluster trial", "", plan.sequences));
  schema.add_axis(counted("period", "period of a stepped wedge", "", plan.periods));
  if (plan.periods > 1) schema.add_axis(counted("exposure", "periods since the switch", "", plan.periods));
  if (!study.analyst()) return;
  schema.add_axis(named("estimator", "method of analysis", study.analyst()->methods()));
  schema.add_axis(named("statistic", "what a method gives", {std::begin(trial::statistics), std::end(trial::statistics)}));
}

void add_axes(record::Schema& schema, const Study& study) {
  const Extent& extent = study.extent();
  Texts arms, items, payers;
  for (const scenario::Arm& arm : study.scenario().arms) arms.push_back(arm.name);
  for (const declare::Item* item : study.catalogue().items()) items.emplace_back(item->name);
  for (int p = 0; p < declare::payers; ++p) payers.emplace_back(declare::label(static_cast<declare::Payer>(p)));
  const auto length = [](int n) { return static_cast<std::size_t>(n); };
  schema.add_axis(named("arm", "arm", arms));
  schema.add_axis(counted("week", "week from the start of the lead-in", "week", length(extent.weeks)));
  schema.add_axis(counted("age_week", "weeks since enrolment", "week", length(extent.horizon)));
  if (const Texts names = study.follow_ups().names; !names.empty()) schema.add_axis(named("follow_up", "follow-up", names));
  schema.add_axis(named("item", "ledger item", items));
  schema.add_axis(named("payer", "who pays", payers));
  schema.add_axis(counted("year", "year of the programme, lead-in included in the first", "year", length(extent.years)));
  schema.add_axis(named("person", "person", {"mother", "partner", "supporter"}));
  schema.add_axis(counted("band", "symptom score", "points", process::score_bands));
  schema.add_axis(counted("wait_week", "whole weeks waited, the last with all longer waits", "week", length(process::longest_wait_counted + 1)));
  schema.add_axis({"quintile", "deprivation of the area, 5 most deprived", "", std::vector<std::int64_t>{1, 2, 3, 4, 5}});
  schema.add_axis(named("language_group", "language", {"majority", "minority"}));
  schema.add_axis(named("setting", "place of living", {"urban", "rural"}));
}

/// Of points that do not stand in the resolved scenario: those of a table, and sampled ones, in case another version of the
/// program samples otherwise.
std::string digest_of_points(const Study& study) {
  const scenario::Scenario& s = study.scenario();
  if (s.points_rows.empty() && (s.sweep.empty() || !scenario::is_sampled(s.sweep_design.method))) return "";
  const sampling::Coordinates points = study.design().coordinates();
  record::Sha256 hash;
  for (const std::string& path : points.paths) hash.add_text(path);
  hash.add(std::as_bytes(std::span(points.values)));
  return record::to_hex(hash.finish());
}

/// How the points came about: what a sensitivity analysis has to know.
void add_design_facts(record::Schema& schema, const scenario::Scenario& s) {
  if (!s.points_cells.empty()) return schema.add_attribute("sweep_method", std::string("table"));
  if (s.sweep.empty()) return;
  schema.add_attribute("sweep_method", std::string(scenario::label(s.sweep_design.method)));
  if (scenario::is_sampled(s.sweep_design.method)) schema.add_attribute("sweep_size", static_cast<std::int64_t>(s.sweep_design.size));
  if (s.sweep_design.levels > 0) schema.add_attribute("sweep_levels", static_cast<std::int64_t>(s.sweep_design.levels));
}

std::string digest_of_text(const std::string& text) { return record::to_hex(record::sha256(std::as_bytes(std::span(text)))); }

void add_facts(record::Schema& schema, const Study& study, const Program& program) {
  const scenario::Scenario& s = study.scenario();
  schema.add_attribute("kind", std::string("alongside result"));
  schema.add_attribute("format_version", std::int64_t{1});
  schema.add_attribute("name", s.name);
  schema.add_attribute("text", s.text);
  schema.add_attribute("program_version", program.version);
  schema.add_attribute("revision", program.revision);
  schema.add_attribute("seed", static_cast<std::int64_t>(s.seed));
  schema.add_attribute("replicates", static_cast<std::int64_t>(s.replicates));
  schema.add_attribute("draws", static_cast<std::int64_t>(s.draws));
  schema.add_attribute("points", static_cast<std::int64_t>(study.design().points()));
  schema.add_attribute("record", std::string(scenario::label(s.record)));
  schema.add_attribute("common", std::string(scenario::label(s.common)));
  schema.add_attribute("scenario", s.resolved);
  schema.add_attribute("scenario_sha", digest_of_text(s.resolved));
  schema.add_attribute("points_sha", digest_of_points(study));
  add_design_facts(schema, s);
}

}  // namespace

std::string plan_identity(const Study& study, const Program& program) {
  const scenario::Scenario& s = study.scenario();
  record::Sha256 hash;
  for (const std::string& text : {program.version, program.revision, s.resolved, digest_of_points(study), std::string(scenario::label(s.record))}) hash.add_text(text);
  for (const std::uint64_t number : {std::uint64_t{s.seed}, std::uint64_t{s.replicates}, std::uint64_t{s.draws}, std::uint64_t{s.record_families}}) hash.add_number(number);
  return record::to_hex(hash.finish());
}

record::Schema make_schema(const Study& study, const Program& program, const std::vector<Output>& outputs) {
  const record::TaskPlace lengths = study.lengths();
  record::Schema schema(counted("point", "design point", "", lengths[0]), counted("draw", "draw of the uncertain parameters", "", lengths[1]),
                        counted("replicate", "replicate world", "", lengths[2]), plan_identity(study, program));
  add_axes(schema, study);
  if (study.trial()) add_trial_axes(schema, study);
  if (const std::vector<std::size_t> tasks = recorded_tasks(study); !tasks.empty()) {
    schema.record_worlds(tasks);
    const std::size_t families = recorded_families(study, tasks);
    schema.add_axis(counted("family", "family, in order of enrolment", "", families));
    if (study.trial()) schema.add_axis(counted("row", "row of a trial's data", "", families * (study.trial()->periods > 1 ? study.trial()->occasions : 1)));
  }
  add_facts(schema, study, program);
  add_inputs(schema, study);
  for (const Output& output : outputs) schema.add(output.spec);
  return schema;
}

}  // namespace alongside::run
