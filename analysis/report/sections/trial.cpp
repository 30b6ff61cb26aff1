// The simulated trials: how each design and method does against the truth, in pictures and in the tables of the command trial.

#include <fmt/format.h>

#include <cmath>

#include "analysis/economics/answer.hpp"
#include "analysis/report/html/table.hpp"
#include "analysis/report/section.hpp"
#include "analysis/report/trial_places.hpp"
#include "analysis/trial/trial_tables.hpp"

namespace alongside::report {
extern const Section trial_section;

namespace {

/// The first method of a comparison that has a truth, in a sentence.
std::string sentence(const estimation::TrialResult& trial, std::size_t point) {
  for (const estimation::MethodPerformance& one : estimation::performances(trial, point, trial_alpha)) {
    const estimation::Performance& p = one.performance;
    if (one.estimand.empty() || !std::isfinite(p.rejection.value) || !std::isfinite(p.bias.value)) continue;
    return fmt::format("{}: method \"{}\" on {} {} {:.0f}% of {} trials (± {:.0f}); the truth is {:.3g}, the bias {:.2g} (± {:.1g}), and {:.0f}% of the confidence intervals hold the truth.",
                       trial.points() > 1 ? point_in_words(trial, point) : trial.design(point), trial.methods()[one.method], trial.endpoints()[one.endpoint],
                       one.null_effect ? "finds a difference that is not there in" : "finds the difference in", 100 * p.rejection.value, p.used, 100 * p.rejection.mcse, estimation::mean_of(one.truth).value, p.bias.value, p.bias.mcse,
                       100 * p.coverage.value);
  }
  return "";
}

Markup write(const Material& material, Pictures& pictures) {
  const estimation::TrialResult* trial = material.trial();
  if (!trial) return {};
  Markup list;
  for (std::size_t point = 0; point < trial->points(); ++point)
    if (const std::string text = sentence(*trial, point); !text.empty()) list += element("li", text);
  Markup out;
  if (!list.empty()) out += element("p", "By the first method that estimates something known; ± is the Monte Carlo standard error:") + element("ul", {{"class", "plain"}}, list);
  if (trial->points() > 1)
    out += element("p", {{"class", "note"}}, fmt::format("Coverage, design and tables are of design point {} ({}); --point N shows another.", material.point(), point_in_words(*trial, material.point())));
  if (material.trial_worth())
    for (const std::string& text : material.trial_worth()->summary) out += element("p", text);
  else
    out += element("p", {{"class", "note"}}, "What each design would be worth, net of its cost (ENBS), can be told from draws of the uncertain numbers, when the report knows whom the decision concerns: alongside report TRIAL.h5 --population 5000, and what the trial costs (--help).");
  out += pictures.place(material, Place::trial);
  Markup tables;
  if (material.trial_worth())
    for (const data::OutputTable& table : material.trial_worth()->tables) tables += html_table(table);
  for (const data::OutputTable& table : estimation::trial_tables(*trial, material.point(), trial_alpha)) tables += html_table(table);
  return out + element("details", element("summary", fmt::format("Tables of the trial: {}ADEMP, truth, performance, events, flow (CONSORT)", material.trial_worth() ? "worth, " : "")) + tables);
}

}  // namespace

const Section trial_section{"trial", "The trial, simulated", write};

}  // namespace alongside::report
