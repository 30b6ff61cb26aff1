// What a result repeats of its inputs, so that it explains itself: every parameter with its source, the design, the
// prices.

#include "sim/run/schema.hpp"

namespace alongside::run {
namespace {

using record::Element;
using record::Kind;
using Texts = std::vector<std::string>;
using Reals = std::vector<double>;

struct Fixed {
  std::string path, unit, long_name;
};

void add_fixed(record::Schema& schema, const Fixed& what, std::vector<std::string> axes, record::Values values) {
  const Element elements[] = {Element::f64, Element::i64, Element::text};
  const Element element = elements[values.index()];
  schema.add({.path = what.path,
              .element = element,
              .axes = std::move(axes),
              .attributes = {{"unit", what.unit}, {"long_name", what.long_name}},
              .kind = Kind::fixed,
              .values = std::move(values)});
}

/// One text or number per cell of the scenario.
template <class Get>
auto per_cell(const Study& study, Get get) {
  const std::vector<scenario::Cell>& cells = study.scenario().cells.cells;
  std::vector<decltype(get(cells[0]))> out;
  for (const scenario::Cell& cell : cells) out.push_back(get(cell));
  return out;
}

void add_parameters(record::Schema& schema, const Study& study) {
  using scenario::Cell;
  schema.add_axis({"parameter", "path of a parameter", "", per_cell(study, [](const Cell& c) { return c.path; })});
  const auto text = [&](const char* name, const char* meaning, auto get) {
    add_fixed(schema, {fmt::format("/parameters/{}", name), "", meaning}, {"parameter"}, per_cell(study, get));
  };
  const auto number = [&](const char* name, const char* meaning, auto get) {
    add_fixed(schema, {fmt::format("/parameters/{}", name), "as the parameter", meaning}, {"parameter"}, per_cell(study, get));
  };
  text("unit", "unit", [](const Cell& c) { return std::string(c.parameter->unit); });
  text("kind", "number, count or choice", [](const Cell& c) { return std::string(declare::label(c.parameter->kind)); });
  text("labels", "labels of a choice, by index", [](const Cell& c) {
    std::string all;
    for (std::string_view one : c.parameter->labels) all.append(all.empty() ? "" : "; ").append(one);
    return all;
  });
  number("default", "declared default", [](const Cell& c) { return c.parameter->value; });
  number("low", "lower bound", [](const Cell& c) { return c.parameter->low; });
  number("high", "upper bound", [](const Cell& c) { return c.parameter->high; });
  text("spread", "shape of the declared uncertainty", [](const Cell& c) { return std::string(declare::label(c.parameter->spread.shape)); });
  number("spread_low", "lower end of the declared central 95%", [](const Cell& c) { return c.parameter->spread.low; });
  number("spread_high", "upper end of the declared central 95%", [](const Cell& c) { return c.parameter->spread.high; });
  text("scope", "who may set it", [](const Cell& c) { return std::string(declare::label(c.scope)); });
  text("grade", "what stands behind the default", [](const Cell& c) { return std::string(declare::label(c.parameter->grade)); });
  text("source", "source of the default", [](const Cell& c) { return std::string(c.parameter->source); });
  text("text", "meaning", [](const Cell& c) { return std::string(c.parameter->text); });
  Reals values;
  for (std::size_t cell = 0; cell < study.scenario().cells.cells.size(); ++cell)
    for (const scenario::Arm& arm : study.scenario().arms) values.push_back(arm.row[cell]);
  add_fixed(schema, {"/parameters/value", "as the parameter", "value in each arm before sweep and draws"}, {"parameter", "arm"}, std::move(values));
}

void add_design(record::Schema& schema, const Study& study) {
  const sampling::Coordinates points = study.design().coordinates();
  if (!points.paths.empty()) {
    schema.add_axis({"swept", "what varies over points", "", points.paths});
    add_fixed(schema, {"/design/points", "as the parameter", "value at each point"}, {"point", "swept"}, points.values);
    Texts labels;
    for (std::size_t i = 0; i < points.values.size(); ++i) {
      const Texts& choice = points.labels[i % points.paths.size()];
      labels.push_back(choice.empty() ? fmt::format("{}", points.values[i]) : choice[static_cast<std::size_t>(points.values[i])]);
    }
    add_fixed(schema, {"/design/labels", "", "value at each point as text"}, {"point", "swept"}, std::move(labels));
  }
  const sampling::DrawMatrix draws = sampling::draw_matrix(study.scenario(), study.design().source());
  if (!draws.paths.empty() && !draws.values.empty()) {
    schema.add_axis({"uncertain", "what varies over draws", "", draws.paths});
    add_fixed(schema, {"/design/draws", "as the parameter", "value in each draw"}, {"draw", "uncertain"}, draws.values);
  }
}

/// Prices vary over draws only: the scenario reader refuses to sweep what is read after the run.
void add_prices(record::Schema& schema, const Study& study) {
  const declare::Catalogue& catalogue = study.catalogue();
  Reals prices;
  for (std::uint32_t draw = 0; draw < study.design().draws(); ++draw) {
    const Reals row = study.design().row(0, 0, draw);
    for (const declare::Item* item : catalogue.items()) prices.push_back(row[catalogue.index(item->price)]);
  }
  add_fixed(schema, {"/ledger/price", "pence", "price of one priced unit"}, {"draw", "item"}, std::move(prices));
}

/// What health was valued with: the population's, hence the same in every arm, and no sweep changes it.
void add_utility(record::Schema& schema, const Study& study) {
  const declare::Catalogue& catalogue = study.catalogue();
  schema.add_axis({"utility_term", "term of the value set: utility = intercept - slope x score; the causal share of the slope follows changes", "",
                   Texts{"intercept", "slope", "causal_share"}});
  Reals terms;
  for (std::uint32_t draw = 0; draw < study.design().draws(); ++draw) {
    const Reals row = study.design().row(0, 0, draw);
    for (const declare::Parameter* p : {&process::utility_intercept, &process::utility_slope, &process::utility_causal_share}) terms.push_back(row[catalogue.index(*p)]);
  }
  add_fixed(schema, {"/ledger/utility", "", "value set that /ledger/health was made with"}, {"draw", "utility_term"}, std::move(terms));
}

void add_items(record::Schema& schema, const Study& study) {
  Texts unit, quantity, behaviour, category, payer, input;
  std::vector<std::int64_t> per, year;
  for (const declare::Item* item : study.catalogue().items()) {
    unit.emplace_back(item->unit);
    quantity.emplace_back(item->quantity);
    behaviour.emplace_back(declare::label(item->behaviour));
    category.emplace_back(item->category);
    payer.emplace_back(declare::label(item->payer));
    input.emplace_back(declare::label(item->input));
    per.push_back(item->per);
    year.push_back(item->price_year);
  }
  const auto add = [&](const char* name, const char* meaning, record::Values values) {
    add_fixed(schema, {fmt::format("/ledger/item_{}", name), "", meaning}, {"item"}, std::move(values));
  };
  add("unit", "what the price is for", std::move(unit));
  add("quantity", "smallest unit, in which quantities are recorded", std::move(quantity));
  add("per", "smallest units in one priced unit", std::move(per));
  add("behaviour", "how the quantity behaves as the programme grows", std::move(behaviour));
  add("category", "category", std::move(category));
  add("payer", "who pays", std::move(payer));
  add("input", "what the money buys: labour, which a pay rise makes dearer, or goods", std::move(input));
  add("price_year", "price year", std::move(year));
}

void add_trial(record::Schema& schema, const Study& study) {
  static constexpr const char* kinds[] = {"nobody", "trial", "everybody"};
  Texts kind, staff, spills, estimand;
  std::vector<std::int64_t> arm;
  for (const trial::RegimeSpec& spec : study.trial()->regimes) {
    const bool everybody = spec.kind == trial::RegimeSpec::Kind::everybody;
    kind.emplace_back(kinds[static_cast<int>(spec.kind)]);
    staff.emplace_back(!everybody ? "" : spec.workforce == trial::Workforce::fixed ? "fixed" : "per family");
    spills.emplace_back(spec.spills ? "on" : "off");
    arm.push_back(everybody ? static_cast<std::int64_t>(spec.arm) : -1);
  }
  for (const trial::EstimandText& text : trial::estimand_texts()) estimand.emplace_back(text.text);
  add_fixed(schema, {"/trial/regime_kind", "", "who is offered support: nobody, as the trial allocates, or everybody"}, {"regime"}, std::move(kind));
  add_fixed(schema, {"/trial/regime_arm", "", "number of the arm that everybody is offered; -1 otherwise"}, {"regime"}, std::move(arm));
  add_fixed(schema, {"/trial/regime_workforce", "", "supporters of a roll-out"}, {"regime"}, std::move(staff));
  add_fixed(schema, {"/trial/regime_spill_over", "", "spill-over, cross-over and displacement"}, {"regime"}, std::move(spills));
  add_fixed(schema, {"/trial/estimand_text", "", "what an estimand is"}, {"estimand"}, std::move(estimand));
  if (!study.analyst()) return;
  add_fixed(schema, {"/trial/estimator_text", "", "what a method does"}, {"estimator"}, study.analyst()->texts());
  add_fixed(schema, {"/trial/estimator_estimand", "", "estimand that a method declares; empty: it has none, and no bias"}, {"estimator"}, study.analyst()->estimands());
}

}  // namespace

void add_inputs(record::Schema& schema, const Study& study) {
  Texts about;
  for (const scenario::Arm& arm : study.scenario().arms) about.push_back(arm.text);
  add_fixed(schema, {"/arm_description", "", "what the arm is"}, {"arm"}, std::move(about));
  add_parameters(schema, study);
  add_design(schema, study);
  add_items(schema, study);
  add_prices(schema, study);
  if (study.trial()) add_trial(schema, study);
  add_utility(schema, study);
  if (const process::FollowUpPlan plan = study.follow_ups(); !plan.names.empty())
    add_fixed(schema, {"/follow_ups/at_week", "week", plan.from_birth ? "week after birth" : "week after enrolment"}, {"follow_up"},
              std::vector<std::int64_t>(plan.weeks.begin(), plan.weeks.end()));
}

}  // namespace alongside::run
