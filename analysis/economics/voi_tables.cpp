#include "analysis/economics/voi_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/evsi.hpp"
#include "analysis/economics/two_level.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::economics {
namespace {

using data::Number;
using data::OutputTable;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

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

std::vector<std::string> bound_checks(const std::vector<KnownGroup>& known, const Bound& bound, double threshold) {
  std::vector<std::string> notes;
  for (const KnownGroup& a : known) {
    const double over = a.value.value - bound.value;
    if (over > 1e-9 * std::abs(bound.value))
      notes.push_back(fmt::format("At {}: EVPPI of {} lies {} above EVPI, which cannot be; {}.", plain(threshold), a.group.label, plain(over),
                                  over < 3 * std::hypot(a.value.total_se(), bound.se) ? "within 3 standard errors, so chance" : "more than chance: distrust this regression"));
    for (const KnownGroup& b : known) {
      const bool inside = a.group.names.size() < b.group.names.size() &&
                          std::ranges::all_of(a.group.names, [&](const std::string& p) { return std::ranges::find(b.group.names, p) != b.group.names.end(); });
      const double excess = a.value.value - b.value.value;
      if (inside && excess > 1e-9 * std::abs(b.value.value))
        notes.push_back(fmt::format("At {}: {} is worth {} more than {}, which contains it; {}.", plain(threshold), a.group.label, plain(excess), b.group.label,
                                    excess < 3 * std::hypot(a.value.se, b.value.se) ? "within 3 standard errors, so chance" : "more than chance: distrust these regressions"));
    }
  }
  return notes;
}

std::string population_note(const StudyPlan& plan) {
  return fmt::format("Population: {} {} a year, years {:.3g} to {:.3g}, {:.3g}% a year {}: {} discounted {}.", plain(plan.yearly_people), plan.people, plan.delay, plan.horizon,
                     100 * plan.rate, plan.rule == DiscountRule::annual ? "(discrete annual)" : "(continuous)", plain(people_reached(plan)), plan.people);
}

struct Tables {
  OutputTable perfect{"Value of perfect information", {"threshold", "best option", "EVPI", "SE", "draws", "population EVPI"}, {}, {}};
  OutputTable partial{"Value of partial perfect information", {"threshold", "parameters", "EVPPI", "SE (regression)", "SE (draws)", "bias", "share of EVPI", "method", "df", "population EVPPI"}, {}, {}};
  OutputTable sample{"Value of a study", {"threshold", "study", "n", "EVSI", "SE", "share of EVPPI", "method", "population EVSI", "ENBS"}, {}, {}};
  OutputTable best{"Best study size", {"threshold", "study", "n", "EVSI", "ENBS"}, {}, {}};
};

void add_studies(Tables& tables, const VoiQuestion& question, const std::vector<KnownGroup>& known, double threshold, std::vector<std::string>& summary) {
  for (std::size_t g = 0; g < known.size() && !question.sizes.sizes.empty(); ++g) {
    const double n0 = question.sizes.prior_size(g);
    for (const double n : question.sizes.sizes) {
      const InformationValue v = value_of_sample(known[g], n, n0);
      tables.sample.rows.push_back({Number{threshold, 0}, known[g].group.label, Number{n, 0}, money(v.value), money(v.total_se()),
                                    Number{known[g].value.value > 0 ? v.value / known[g].value.value : missing, 3}, std::string("Gaussian approximation"),
                                    Number{question.plan ? population_value(*question.plan, v.value) : missing, 0},
                                    Number{question.plan ? expected_net_benefit_of_sampling(*question.plan, n, v.value) : missing, 0}});
    }
    if (!question.plan) continue;
    const double most = question.sizes.most();
    const BestSize best = best_study_size(known[g].benefit, n0, *question.plan, most);
    tables.best.rows.push_back({Number{threshold, 0}, known[g].group.label, Number{best.n, 0}, money(best.evsi), Number{best.enbs, 0}});
    const Wording& w = question.wording;
    summary.push_back(best.n > 0 ? fmt::format("At {}, a study of {} is worth its cost: best with {} observations, net benefit {}.", w.money(threshold), known[g].group.label,
                                               plain(best.n), w.money(best.enbs))
                                 : fmt::format("At {}, no study of {} up to n = {} is worth its cost.", w.money(threshold), known[g].group.label, plain(most)));
  }
}

void add_summaries(Tables& tables, const DrawMeans& means, const Eigen::MatrixXd& nmb, const VoiQuestion& question, double threshold) {
  for (const auto& group : question.summaries) {
    const InformationValue v = value_of_study(nmb, columns_of(means, group), question.redraws, question.seed);
    tables.sample.rows.push_back({Number{threshold, 0}, group.label, Number{missing}, money(v.value), money(v.total_se()), Number{missing},
                                  std::string("regression on summaries"), Number{question.plan ? population_value(*question.plan, v.value) : missing, 0}, Number{missing}});
  }
}

void add_threshold(Tables& tables, const DrawMeans& means, const VoiQuestion& question, double threshold, std::vector<std::string>& summary) {
  const Eigen::MatrixXd nmb = net_monetary_benefit(means.cost, means.effect, threshold);
  const Decision decision = decide(nmb, threshold);
  const Bound bound = perfect_information(means, nmb, threshold, question);
  const auto population = [&](double value) { return Number{question.plan ? population_value(*question.plan, value) : missing, 0}; };
  tables.perfect.rows.push_back({Number{threshold, 0}, means.options[decision.optimal], money(bound.value), money(bound.se),
                                 std::string(bound.corrected ? "corrected for noise" : "as drawn"), population(bound.value)});
  std::vector<KnownGroup> known;
  for (const auto& group : question.groups) {
    KnownGroup k = know(means, nmb, group, question.redraws, question.seed);
    tables.partial.rows.push_back({Number{threshold, 0}, group.label, money(k.value.value), money(k.value.se), money(k.value.mcse), money(k.value.bias),
                                   Number{bound.value > 0 ? k.value.value / bound.value : missing, 3}, method_text(k.benefit.method), Number{k.value.df, 1}, population(k.value.value)});
    known.push_back(std::move(k));
  }
  for (std::string& note : bound_checks(known, bound, threshold)) tables.partial.notes.push_back(std::move(note));

  const Wording& w = question.wording;
  std::string text = fmt::format("At {} per {} {} is the best choice on average, and perfect information is worth {} (SE {}){}{}.", w.money(threshold), w.one,
                                 means.options[decision.optimal], w.money(bound.value), w.money(bound.se), w.basis, bound.corrected ? " after correction for noise inside draws" : "");
  if (!known.empty()) {
    const auto most = std::max_element(known.begin(), known.end(), [](const KnownGroup& a, const KnownGroup& b) { return a.value.value < b.value.value; });
    text += fmt::format(" Knowing {} is worth {} (SE {}){}.", most->group.label, w.money(most->value.value), w.money(most->value.total_se()),
                        known.size() > 1 ? ", the most of the groups asked for" : "");
  }
  summary.push_back(std::move(text));
  add_studies(tables, question, known, threshold, summary);
  add_summaries(tables, means, nmb, question, threshold);
}

std::vector<std::string> names_for(const std::vector<std::string>& parameters, const std::string& word) {
  if (std::ranges::find(parameters, word) != parameters.end()) return {word};
  if (word == "all") return parameters;
  std::vector<std::string> names;
  if (word.size() > 1 && (word.back() == '*' || word.back() == '.')) {
    const std::string prefix = word.back() == '*' ? word.substr(0, word.size() - 1) : word;
    std::ranges::copy_if(parameters, std::back_inserter(names), [&](const std::string& name) { return name.starts_with(prefix); });
  }
  if (!names.empty()) return names;
  const std::string near = nearest_name(word, parameters);
  constexpr std::size_t shown = 12;
  const std::vector<std::string> first(parameters.begin(), parameters.begin() + static_cast<std::ptrdiff_t>(std::min(shown, parameters.size())));
  throw DataError(fmt::format("parameter \"{}\" is not in the draws ({})", word,
                              !near.empty()        ? fmt::format("did you mean \"{}\"?", near)
                              : parameters.empty() ? std::string("they hold no parameter columns")
                                                   : fmt::format("they hold {}{}", fmt::join(first, ", "), parameters.size() > shown ? fmt::format(" and {} more", parameters.size() - shown) : "")));
}

/// "price" of "price.call".
std::string first_part(const std::string& name) { return name.substr(0, name.find('.')); }

}  // namespace

std::vector<ParameterGroup> parameter_groups(const std::vector<std::string>& parameters, const std::vector<std::vector<std::string>>& wanted) {
  std::vector<ParameterGroup> groups;
  const bool named = wanted.size() == 1 && wanted[0].size() == 1 && std::ranges::find(parameters, wanted[0][0]) == parameters.end();
  if (named && (wanted[0][0] == "each" || wanted[0][0] == "by-prefix")) {
    const bool each = wanted[0][0] == "each";
    if (parameters.empty()) throw DataError("the draws hold no parameter columns (there is nothing to value the knowledge of)");
    for (const std::string& name : parameters) {
      const std::string label = each ? name : first_part(name);
      const auto at = std::ranges::find(groups, label, &ParameterGroup::label);
      if (at == groups.end()) groups.push_back({label, {name}});
      else at->names.push_back(name);
    }
    return groups;
  }
  for (const std::vector<std::string>& words : wanted) {
    ParameterGroup group{fmt::format("{}", fmt::join(words, " + ")), {}};
    for (const std::string& word : words)
      for (std::string& name : names_for(parameters, word))
        if (std::ranges::find(group.names, name) == group.names.end()) group.names.push_back(std::move(name));
    groups.push_back(std::move(group));
  }
  return groups;
}

Answer analyse_studies(const data::CsvTable& table, const StudyPlan& plan) {
  const std::vector<double> n = table.numbers("n"), evsi = table.numbers("evsi"), se = table.has("se") ? table.numbers("se") : std::vector<double>(n.size(), 0.0);
  if (n.empty()) throw DataError(fmt::format("{}: no studies (one row for each is wanted)", table.name()));
  OutputTable out{"Net benefit of studies", {}, {}, {population_note(plan)}};
  std::vector<std::size_t> labels;
  for (std::size_t c = 0; c < table.columns().size(); ++c)
    if (const std::string& name = table.columns()[c]; name != "n" && name != "evsi" && name != "se") {
      labels.push_back(c);
      out.columns.push_back(name);
    }
  for (const char* name : {"n", "EVSI", "SE", "population EVSI", "cost", "ENBS", "SE ENBS"}) out.columns.emplace_back(name);
  std::vector<StudyWorth> studies;
  for (std::size_t r = 0; r < n.size(); ++r) {
    if (!(n[r] >= 0)) throw DataError(fmt::format("{}:{}: n {} is negative", table.name(), table.line(r), n[r]));
    if (!(se[r] >= 0)) throw DataError(fmt::format("{}:{}: se {} is negative", table.name(), table.line(r), se[r]));
    InformationValue value;
    value.value = evsi[r];
    value.mcse = se[r];
    studies.push_back(worth_of_study(plan, n[r], value));
    std::vector<data::Cell> row;
    for (const std::size_t c : labels) row.emplace_back(table.text(r, c));
    const StudyWorth& worth = studies.back();
    for (const Number& cell : {Number{n[r], 0}, money(evsi[r]), money(se[r]), Number{worth.population, 0}, Number{worth.cost, 0}, Number{worth.enbs, 0}, Number{worth.enbs_se, 0}}) row.emplace_back(cell);
    out.rows.push_back(std::move(row));
  }
  out.notes.push_back("ENBS: population EVSI - set-up - n x cost per participant; no study is 0.");
  const StudyWorth best = best_study(studies);
  Answer answer;
  answer.summary.push_back(best.n > 0 ? fmt::format("The best of these studies has {} participants: {} for the population, less {} for the study, is {}.", plain(best.n), plain(best.population), plain(best.cost), plain(best.enbs))
                                      : "None of these studies is worth its cost.");
  answer.tables.push_back(std::move(out));
  return answer;
}

Answer analyse_value_of_information(const DrawMeans& means, const VoiQuestion& question) {
  check_sizes(question.sizes, question.groups.size());
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
