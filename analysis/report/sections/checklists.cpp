// Reporting standards, filled from the run: CHEERS 2022 for economic evaluations (Husereau et al. 2022) and ODD for
// agent-based models (Grimm et al. 2020).

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/html/table.hpp"
#include "analysis/report/parameters.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section checklists_section;

namespace {

struct Item {
  const char* topic;
  std::string text;
  const char* anchor = nullptr;  ///< section of the page that has it in full
};

constexpr const char* by_authors = "To be written by the authors of the study.";

Markup checklist(const std::string& caption, const std::vector<Item>& items) {
  PageTable table{caption, {"Item", "In this study"}, {}, Align::text};
  for (const Item& item : items) {
    Markup text = Markup::text(item.text);
    if (item.anchor) text += Markup::raw(" ") + element("a", {{"href", fmt::format("#{}", item.anchor)}}, "See the section.");
    table.rows.push_back({Markup::text(item.topic), {text}});
  }
  return page_table(table);
}

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
  return all;
}

std::string whole(double x) { return written(x, 0); }

/// "2,000 births in 20 communities, followed for 104 weeks each".
std::string population(const Parameters& p) {
  return fmt::format("{} births in {} communities, each family followed for {} weeks", whole(p.value("population.families")), whole(p.value("population.communities")), whole(p.value("population.horizon")));
}

std::string follow_ups(const Material& m) {
  if (!m.has("/follow_ups/at_week")) return "none";
  std::vector<std::string> weeks;
  for (const std::int64_t week : m.result().integers("/follow_ups/at_week")) weeks.push_back(fmt::format("{}", week));
  return "weeks " + joined(weeks, ", ");
}

std::string sampling(const Material& m) {
  const std::string worlds = fmt::format("{} replicate worlds, seed {}", whole(static_cast<double>(m.replicates())), m.result().integer("seed"));
  if (!m.uncertain()) return worlds + "; parameters at their base values";
  return fmt::format("{} draws of the uncertain parameters with {} in each", whole(static_cast<double>(m.draws())), worlds);
}

std::string price_years(const Material& m) {
  if (!m.has("/ledger/item_price_year")) return "not recorded";
  const std::vector<std::int64_t> years = m.result().integers("/ledger/item_price_year");
  const auto [first, last] = std::ranges::minmax(years);
  return first == last ? fmt::format("{}", first) : fmt::format("{} to {}, item by item", first, last);
}

std::vector<Item> cheers(const Material& m, const Parameters& p) {
  const double days = p.value("population.horizon") * 7;
  return {{"1 Title", m.result().text("name")},
          {"2 Abstract", "The answer at the head of this page."},
          {"3 Background and objectives", m.text().empty() ? by_authors : m.text()},
          {"4 Health economic analysis plan", fmt::format("The scenario is the plan; its hash is {}.", m.result().text("scenario_sha")), "provenance"},
          {"5 Study population", population(p) + "; deprivation, language, rurality and need as in the parameters of \"population\".", "model"},
          {"6 Setting and location", by_authors},
          {"7 Comparators", joined(m.arms(), "; ") + ".", "designs"},
          {"8 Perspective", "Costs are kept by payer: programme, health service, social care, families, volunteers."},
          {"9 Time horizon", fmt::format("{} weeks ({:.1f} years) from each family's enrolment; nothing is extrapolated beyond.", whole(p.value("population.horizon")), days / 365.25)},
          {"10 Discount rate", "The file holds undiscounted quantities by year; discounting is applied when it is read."},
          {"11 Selection of outcomes", "Symptom score and probable cases of the supported parent, breastfeeding, partner's symptoms, QALYs, safety."},
          {"12 Measurement of outcomes", "Scores at " + follow_ups(m) + ", with measurement error and loss to follow-up; costs and QALYs from error-free states."},
          {"13 Valuation of outcomes", fmt::format("Utility = {:.4g} − {:.4g} × score.", p.value("utility.intercept"), p.value("utility.slope")), "model"},
          {"14 Measurement and valuation of resources and costs", "A ledger of whole quantities by item, payer and year; cost = quantity × price."},
          {"15 Currency, price date, and conversion", "Pounds sterling; price years " + price_years(m) + "."},
          {"16 Rationale and description of model", "Agent-based, because queues, matching, capacity and spill-over join the fates of families. ODD table below; docs/model.md of the program.", "model"},
          {"17 Analytics and assumptions", sampling(m) + "; common random numbers over arms; standard errors over worlds."},
          {"18 Characterising heterogeneity", "Results by deprivation fifth, language and rurality are in the result file, groups /summary_by."},
          {"19 Characterising distributional effects", m.has("/summary_by/deprivation/qalys") ? "Reach and health by deprivation fifth." : "Not recorded."},
          {"20 Characterising uncertainty", m.uncertain() ? "Draws of all uncertain parameters, noise of the simulation apart." : "Monte Carlo error only; parameters were not drawn (run with --draws)."},
          {"21 Approach to engagement with patients and others affected by the study", by_authors},
          {"22 Study parameters", "Every parameter with value, spread, grade and source.", "model"},
          {"23 Summary of main results", "Arms side by side, with differences.", "designs"},
          {"24 Effect of uncertainty", m.uncertain() ? "Intervals over draws throughout." : "Monte Carlo intervals throughout."},
          {"25 Effect of engagement with patients and others affected by the study", by_authors},
          {"26 Study findings, limitations, generalisability, and current knowledge", "What the model cannot say is listed in docs/model.md, section 7. The rest: " + std::string("to be written by the authors of the study.")},
          {"27 Source of funding", by_authors},
          {"28 Conflicts of interest", by_authors}};
}

std::vector<Item> odd(const Material& m, const Parameters& p) {
  return {{"Purpose and patterns", "To compare designs of peer support by reach, dose, effect, safety and cost; patterns that it is judged by are published trials and cohorts (docs/model.md)."},
          {"Entities, state variables, scales", population(p) + fmt::format("; supporters, groups, friendships and services. Steps of one week after a lead-in of {} weeks.", whole(p.value("population.lead_in")))},
          {"Process overview and scheduling", "Arrival, supporters, matching, contacts, alliance and support, spill-over, partner, symptoms, feeding, step-up, leaving, services and costs, observation; "
                                               "rationing in a total order, all else from last week's state, so that the order of families does not matter."},
          {"Design concepts", "Emergence: dose, waiting, reach and cost. Interaction: friends, staff, queues, groups. Stochasticity: counter-based generator keyed by (seed, world, agent, week, purpose). "
                              "Observation: measured with error and loss. Learning, prediction: none."},
          {"Initialisation", "Attributes by a Gaussian copula, symptom levels at rest, friendships by likeness; supporters recruited during the lead-in."},
          {"Input data", "None during a run; parameters as listed above."},
          {"Submodels", "One file of the program each, with equations in docs/model.md, section 6."},
          {"Software and randomness (STRESS)", fmt::format("alongside {} ({}); Threefry streams; {}.", m.result().text("program_version"), m.result().text("revision"), sampling(m))}};
}

Markup folded(const char* title, const Markup& table) { return element("details", element("summary", title) + table); }

Markup write(const Material& material, Pictures&) {
  if (!material.has("/parameters/value") || material.arms().empty()) return {};
  const Parameters p(material.result());
  Markup out = element("p", "Filled from the run, to be attached to a business case or a paper. What only authors can say is marked.");
  out += folded("CHEERS 2022: economic evaluation, 28 items", checklist("CHEERS 2022", cheers(material, p)));
  return out + folded("ODD 2020 and STRESS: the model", checklist("ODD 2020, with the software items of STRESS", odd(material, p)));
}

}  // namespace

const Section checklists_section{"checklists", "Reporting checklists", write};

}  // namespace alongside::report
