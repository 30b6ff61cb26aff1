#include "analysis/economics/voi_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/two_level.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::economics {
namespace {

using data::Number;
using data::OutputTable;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string name_of(const std::vector<std::string>& group) { return fmt::format("{}", fmt::join(group, " + ")); }

Eigen::MatrixXd columns_of(const DrawMeans& means, const std::vector<std::string>& group) {
  Eigen::MatrixXd out(means.draws(), static_cast<Eigen::Index>(group.size()));
  for (std::size_t j = 0; j < group.size(); ++j) {
    const auto it = std::find(means.parameters.begin(), means.parameters.end(), group[j]);
    if (it == means.parameters.end()) {
      const std::string near = nearest_name(group[j], means.parameters);
      throw DataError(fmt::format("parameter \"{}\" is not in the draws ({})", group[j],
                                  !near.empty()               ? fmt::format("did you mean \"{}\"?", near)
                                  : means.parameters.empty() ? std::string("they hold no parameter columns")
                                                             : fmt::format("they hold {}", fmt::join(means.parameters, ", "))));
    }
    out.col(static_cast<Eigen::Index>(j)) = means.parameter.col(it - means.parameters.begin());
  }
  return out;
}

/// EVPI at a threshold, with noise inside draws taken off when that can be done.
struct Bound {
  double value, se;
  bool corrected;
};
Bound perfect_information(const DrawMeans& means, const Eigen::MatrixXd& nmb, double threshold, const VoiQuestion& question) {
  if (noise_correctable(means).possible) {
    const CorrectedDecision found = decide_corrected(means, threshold, std::min(question.resamples, 100), question.seed);
    return {found.decision.evpi, found.evpi_se, true};
  }
  return {expected_value_of_perfect_information(nmb), bootstrap_evpi(nmb, question.resamples, question.seed).se, false};
}

struct Known {
  std::vector<std::string> group;
  ConditionalBenefit benefit;
  InformationValue value;
};

std::vector<std::string> bound_checks(const std::vector<Known>& known, const Bound& bound, double threshold) {
  std::vector<std::string> notes;
  for (const Known& a : known) {
    const double over = a.value.value - bound.value;
    if (over > 1e-9 * std::abs(bound.value))
      notes.push_back(fmt::format("At {}: EVPPI of {} lies {} above EVPI, which cannot be; {}.", plain(threshold), name_of(a.group), plain(over),
                                  over < 3 * std::hypot(a.value.total_se(), bound.se) ? "within 3 standard errors, so chance" : "more than chance: distrust this regression"));
    for (const Known& b : known) {
      const bool inside = a.group.size() < b.group.size() &&
                          std::all_of(a.group.begin(), a.group.end(), [&](const std::string& p) { return std::find(b.group.begin(), b.group.end(), p) != b.group.end(); });
      const double excess = a.value.value - b.value.value;
      if (inside && excess > 1e-9 * std::abs(b.value.value))
        notes.push_back(fmt::format("At {}: {} is worth {} more than {}, which contains it; {}.", plain(threshold), name_of(a.group), plain(excess), name_of(b.group),
                                    excess < 3 * std::hypot(a.value.se, b.value.se) ? "within 3 standard errors, so chance" : "more than chance: distrust these regressions"));
    }
  }
  return notes;
}

double prior_size(const VoiQuestion& question, std::size_t group) {
  return question.prior_sizes.size() == 1 ? question.prior_sizes[0] : question.prior_sizes[group];
}

void check_prior_sizes(const VoiQuestion& question) {
  if (question.sizes.empty()) return;
  if (question.prior_sizes.size() != 1 && question.prior_sizes.size() != question.groups.size())
    throw DataError(fmt::format("{} prior sizes for {} groups (give one --prior-n for all, or one per group)", question.prior_sizes.size(), question.groups.size()));
  for (const double n0 : question.prior_sizes)
    if (!(n0 > 0)) throw DataError(fmt::format("prior size {} is not positive (it is the number of observations that today's knowledge is worth)", n0));
  for (const double n : question.sizes)
    if (!(n >= 0)) throw DataError(fmt::format("study size {} is negative", n));
}

std::string population_note(const StudyPlan& plan) {
  return fmt::format("Population: {} people a year, years {:.3g} to {:.3g}, {:.3g}% a year {}: {} discounted people.", plain(plan.yearly_people), plan.delay, plan.horizon,
                     100 * plan.rate, plan.rule == DiscountRule::annual ? "(discrete annual)" : "(continuous)", plain(people_reached(plan)));
}

struct Tables {
  OutputTable perfect{"Value of perfect information", {"threshold", "best option", "EVPI", "SE", "draws", "population EVPI"}, {}, {}};
  OutputTable partial{"Value of partial perfect information", {"threshold", "parameters", "EVPPI", "SE (regression)", "SE (draws)", "bias", "share of EVPI", "method", "df", "population EVPPI"}, {}, {}};
  OutputTable sample{"Value of a study", {"threshold", "study", "n", "EVSI", "SE", "share of EVPPI", "method", "population EVSI", "ENBS"}, {}, {}};
  OutputTable best{"Best study size", {"threshold", "study", "n", "EVSI", "ENBS"}, {}, {}};
};

void add_studies(Tables& tables, const VoiQuestion& question, const std::vector<Known>& known, double threshold, std::vector<std::string>& summary) {
  for (std::size_t g = 0; g < known.size() && !question.sizes.empty(); ++g) {
    const double n0 = prior_size(question, g);
    for (const double n : question.sizes) {
      const InformationValue v = value_of_sample_gaussian(known[g].benefit, n, n0);
      // The regression's error shrinks with the value that it scales.
      const double se = known[g].value.value > 0 ? std::hypot(v.mcse, known[g].value.se * v.value / known[g].value.value) : v.mcse;
      tables.sample.rows.push_back({Number{threshold, 0}, name_of(known[g].group), Number{n, 0}, Number{v.value, 4}, Number{se, 4},
                                    Number{known[g].value.value > 0 ? v.value / known[g].value.value : missing, 3}, std::string("Gaussian approximation"),
                                    Number{question.plan ? people_reached(*question.plan) * v.value : missing, 0},
                                    Number{question.plan ? expected_net_benefit_of_sampling(*question.plan, n, v.value) : missing, 0}});
    }
    if (!question.plan) continue;
    const double most = 10 * std::max(1.0, *std::max_element(question.sizes.begin(), question.sizes.end()));
    const BestSize best = best_study_size(known[g].benefit, n0, *question.plan, most);
    tables.best.rows.push_back({Number{threshold, 0}, name_of(known[g].group), Number{best.n, 0}, Number{best.evsi, 4}, Number{best.enbs, 0}});
    summary.push_back(best.n > 0 ? fmt::format("At {}, a study of {} is worth its cost: best with {} observations, net benefit {}.", plain(threshold), name_of(known[g].group),
                                               plain(best.n), plain(best.enbs))
                                 : fmt::format("At {}, no study of {} up to n = {} is worth its cost.", plain(threshold), name_of(known[g].group), plain(most)));
  }
}

void add_summaries(Tables& tables, const DrawMeans& means, const Eigen::MatrixXd& nmb, const VoiQuestion& question, double threshold) {
  for (const auto& group : question.summaries) {
    const InformationValue v = value_of_partial_information(condition_on(nmb, columns_of(means, group)), question.redraws, question.seed);
    tables.sample.rows.push_back({Number{threshold, 0}, name_of(group), Number{missing}, Number{v.value, 4}, Number{v.total_se(), 4}, Number{missing},
                                  std::string("regression on summaries"), Number{question.plan ? people_reached(*question.plan) * v.value : missing, 0}, Number{missing}});
  }
}

void add_threshold(Tables& tables, const DrawMeans& means, const VoiQuestion& question, double threshold, std::vector<std::string>& summary) {
  const Eigen::MatrixXd nmb = net_monetary_benefit(means.cost, means.effect, threshold);
  const Decision decision = decide(nmb, threshold);
  const Bound bound = perfect_information(means, nmb, threshold, question);
  const auto population = [&](double value) { return Number{question.plan ? people_reached(*question.plan) * value : missing, 0}; };
  tables.perfect.rows.push_back({Number{threshold, 0}, means.options[decision.optimal], Number{bound.value, 4}, Number{bound.se, 4},
                                 std::string(bound.corrected ? "corrected for noise" : "as drawn"), population(bound.value)});
  std::vector<Known> known;
  for (const auto& group : question.groups) {
    Known k{group, condition_on(nmb, columns_of(means, group)), {}};
    k.value = value_of_partial_information(k.benefit, question.redraws, question.seed);
    tables.partial.rows.push_back({Number{threshold, 0}, name_of(group), Number{k.value.value, 4}, Number{k.value.se, 4}, Number{k.value.mcse, 4}, Number{k.value.bias, 4},
                                   Number{bound.value > 0 ? k.value.value / bound.value : missing, 3}, method_text(k.benefit.method), Number{k.value.df, 1}, population(k.value.value)});
    known.push_back(std::move(k));
  }
  for (std::string& note : bound_checks(known, bound, threshold)) tables.partial.notes.push_back(std::move(note));

  std::string text = fmt::format("At {} per unit of effect {} is the best choice on average, and perfect information is worth {} (SE {}){}.", plain(threshold),
                                 means.options[decision.optimal], plain(bound.value), plain(bound.se), bound.corrected ? " after correction for noise inside draws" : "");
  if (!known.empty()) {
    const auto most = std::max_element(known.begin(), known.end(), [](const Known& a, const Known& b) { return a.value.value < b.value.value; });
    text += fmt::format(" Knowing {} is worth {} (SE {}){}.", name_of(most->group), plain(most->value.value), plain(most->value.total_se()),
                        known.size() > 1 ? ", the most of the groups asked for" : "");
  }
  summary.push_back(std::move(text));
  add_studies(tables, question, known, threshold, summary);
  add_summaries(tables, means, nmb, question, threshold);
}

}  // namespace

Answer analyse_value_of_information(const DrawMeans& means, const VoiQuestion& question) {
  check_prior_sizes(question);
  Tables tables;
  Answer answer;
  for (const double threshold : question.thresholds) add_threshold(tables, means, question, threshold, answer.summary);
  if (means.within_df > 0 && !noise_correctable(means).possible)
    answer.summary.push_back(fmt::format("EVPI holds the noise inside draws, which cannot be taken off: {}.", noise_correctable(means).reason));
  tables.partial.notes.push_back("EVPPI by regression of net benefit on the parameters (Strong, Oakley & Brennan 2014); bias: mean over redrawn coefficients - value.");
  if (question.plan) tables.perfect.notes.push_back(population_note(*question.plan));
  if (question.plan) tables.best.notes.push_back("ENBS: population EVSI - set-up - n x cost per participant; no study is 0. Losses of people inside the study are not counted.");
  tables.sample.notes.push_back("Gaussian approximation: Jalal & Alarid-Escudero 2018, prior worth n0 observations.");
  answer.tables.push_back(std::move(tables.perfect));
  if (!question.groups.empty()) answer.tables.push_back(std::move(tables.partial));
  if (!tables.sample.rows.empty()) answer.tables.push_back(std::move(tables.sample));
  if (!tables.best.rows.empty()) answer.tables.push_back(std::move(tables.best));
  return answer;
}

}  // namespace alongside::economics
