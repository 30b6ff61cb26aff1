#include "analysis/economics/cea_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/frontier_tables.hpp"
#include "analysis/economics/plane.hpp"
#include "analysis/economics/two_level.hpp"
#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

using data::Cell;
using data::Number;
using data::OutputTable;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::vector<double> column_means(const Eigen::MatrixXd& values) {
  std::vector<double> out;
  for (Eigen::Index d = 0; d < values.cols(); ++d) out.push_back(values.col(d).mean());
  return out;
}

OutputTable means_table(const DrawMeans& means) {
  OutputTable table{"Means over draws", {"option", "cost", "MCSE", "effect", "MCSE effect"}, {}, {}};
  for (Eigen::Index d = 0; d < means.option_count(); ++d)
    table.rows.push_back({means.options[d], money(means.cost.col(d).mean()), money(mcse_of_mean(means.cost.col(d))),
                          health(means.effect.col(d).mean()), health(mcse_of_mean(means.effect.col(d)))});
  table.notes.push_back("MCSE: Monte Carlo standard error, from the finite number of draws.");
  return table;
}

/// The cloud of one option against the reference, with noise within draws taken off when it is known.
Cloud corrected_cloud(const DrawMeans& means, const Eigen::VectorXd& effect, const Eigen::VectorXd& cost, std::size_t d, std::size_t reference) {
  Cloud cloud = cloud_of(effect, cost);
  const Eigen::Index k = means.option_count(), a = static_cast<Eigen::Index>(d), b = static_cast<Eigen::Index>(reference);
  Eigen::MatrixXd contrast = Eigen::MatrixXd::Zero(2, 2 * k);
  contrast(0, k + a) = contrast(1, a) = 1;
  contrast(0, k + b) = contrast(1, b) = -1;
  const Eigen::Matrix2d noise = contrast * means.within * contrast.transpose() * means.replicates.cwiseInverse().mean();
  const Eigen::Matrix2d rest = cloud.covariance - noise;
  if (rest(0, 0) >= 0 && rest(1, 1) >= 0 && rest.determinant() >= 0) cloud.covariance = rest;
  return cloud;
}

struct PlaneTables {
  OutputTable pairs, plane;
};

void add_pair(PlaneTables& tables, const DrawMeans& means, std::size_t d, std::size_t reference, const CeaQuestion& question) {
  const auto a = static_cast<Eigen::Index>(d), b = static_cast<Eigen::Index>(reference);
  const Eigen::VectorXd effect = means.effect.col(a) - means.effect.col(b), cost = means.cost.col(a) - means.cost.col(b);
  const Cloud raw = cloud_of(effect, cost), cloud = corrected_cloud(means, effect, cost, d, reference);
  const PairRatio ratio = pair_ratio(raw.mean[1], raw.mean[0]);
  // Options that are equal in every draw have no cloud, hence no interval.
  const bool same = raw.covariance.isZero(0);
  const auto interval = [&](auto make) { return same ? std::string("-") : make().text(); };
  tables.pairs.rows.push_back(
      {means.options[d], money(raw.mean[1]), money(mcse_of_mean(cost)), health(raw.mean[0]), health(mcse_of_mean(effect)), money(ratio.icer), ratio.meaning,
       interval([&] { return fieller(raw.mean, raw.covariance / raw.draws, question.level); }),
       interval([&] { return bootstrap_ratio(effect, cost, question.level, question.resamples, question.seed); }),
       interval([&] { return fieller(cloud.mean, cloud.covariance, question.level); })});
  const Ellipse ellipse = ellipse_of(cloud, question.level);
  const Quadrants q = quadrants_of(effect, cost);
  tables.plane.rows.push_back({means.options[d], chance(q.north_east), chance(q.south_east), chance(q.south_west), chance(q.north_west),
                               health(ellipse.centre[0]), money(ellipse.centre[1]), health(ellipse.major[0]), money(ellipse.major[1]),
                               health(ellipse.minor[0]), money(ellipse.minor[1])});
}

PlaneTables plane_tables(const DrawMeans& means, std::size_t reference, const CeaQuestion& question) {
  const std::string& against = means.options[reference];
  PlaneTables tables{{fmt::format("Pairs: each option against {}", against),
                      {"option", "added cost", "MCSE added cost", "added effect", "MCSE added effect", "ratio", "meaning",
                       "ratio, Monte Carlo (Fieller)", "ratio, Monte Carlo (bootstrap)", "ratio, uncertainty (Fieller)"}, {}, {}},
                     {fmt::format("Cost-effectiveness plane against {}", against),
                      {"option", "dearer, better", "cheaper, better", "cheaper, worse", "dearer, worse", "centre effect", "centre cost", "major effect",
                       "major cost", "minor effect", "minor cost"}, {}, {}}};
  for (std::size_t d = 0; d < means.options.size(); ++d)
    if (d != reference) add_pair(tables, means, d, reference, question);
  tables.pairs.notes = {fmt::format("Intervals of {:.3g}%: the Monte Carlo ones shrink with more draws; the uncertainty one is what the parameters leave open{}, taken as normal: where draws are skewed, the shares by quadrant tell more.",
                                    100 * question.level, means.within_df > 0 ? ", noise inside draws taken off" : ""),
                        "A ratio against an option off the frontier is no basis for a decision; the frontier is."};
  tables.plane.notes = {fmt::format("Shares of draws by quadrant; half-axes of the normal ellipse that holds {:.3g}%, as steps in effect and cost from the centre.",
                                    100 * question.level)};
  return tables;
}

void decision_rows(OutputTable& table, const DrawMeans& means, const Decision& decision, const std::string& how) {
  for (std::size_t d = 0; d < means.options.size(); ++d) {
    const auto i = static_cast<Eigen::Index>(d);
    table.rows.push_back({Number{decision.threshold, 0}, how, means.options[d], money(decision.mean_nmb[i]), money(decision.mcse_nmb[i]),
                          health(decision.threshold > 0 ? decision.mean_nmb[i] / decision.threshold : missing), chance(decision.p_best[i]),
                          chance(decision.mcse_p_best[i]), money(decision.loss[i]), money(decision.mcse_loss[i]),
                          std::string(d == decision.optimal ? "yes" : "")});
  }
}

struct DecisionTables {
  OutputTable options, totals;
};

void add_threshold(DecisionTables& tables, const DrawMeans& means, double threshold, bool correct, const CeaQuestion& question,
                   std::vector<std::string>& summary) {
  const Eigen::MatrixXd nmb = net_monetary_benefit(means.cost, means.effect, threshold);
  const Decision naive = decide(nmb, threshold);
  const Resampled evpi = bootstrap_evpi(nmb, question.resamples, question.seed);
  const std::string word = correct ? "naive" : "as drawn";
  decision_rows(tables.options, means, naive, word);
  tables.totals.rows.push_back({Number{threshold, 0}, word, means.options[naive.optimal], chance(naive.ceaf), chance(naive.mcse_p_best[naive.optimal]),
                                money(naive.evpi), money(evpi.se), money(evpi.bias), Number{missing}, Number{missing}, Number{missing}});
  const std::string& best = means.options[naive.optimal];
  const Wording& w = question.wording;
  const std::string choice = fmt::format("At {} per {} {} is the best choice on average", w.money(threshold), w.one, best);
  if (!correct) {
    summary.push_back(fmt::format("{}, and the best with probability {:.2f}; knowing all parameters would be worth {}{} (EVPI).", choice, naive.ceaf, w.money(naive.evpi), w.basis));
    return;
  }
  const CorrectedDecision corrected = decide_corrected(means, threshold, std::min(question.resamples, 100), question.seed);
  decision_rows(tables.options, means, corrected.decision, "corrected");
  const Decision& d = corrected.decision;
  tables.totals.rows.push_back({Number{threshold, 0}, std::string("corrected"), best, chance(d.ceaf), chance(d.mcse_p_best[d.optimal]), money(d.evpi),
                                money(corrected.evpi_se), money(corrected.evpi_bias), chance(corrected.noise_share), money(corrected.sigma),
                                money(corrected.tau)});
  summary.push_back(fmt::format("{}, and the best with probability {:.2f}; knowing all parameters would be worth {}{} (EVPI). Both with the noise inside draws taken off: "
                                "naively {:.2f} and {}.", choice, d.ceaf, w.money(d.evpi), w.basis, naive.ceaf, w.money(naive.evpi)));
}

/// Replicates per draw that future runs should use, told as a rule since the two prices are the reader's.
std::string split_advice(const DrawMeans& means, double threshold) {
  const CorrectedDecision found = decide_corrected(means, threshold, 2, 1);
  const char* unit = means.unit == RowUnit::replicate_world ? "replicate worlds" : "people";
  if (found.sigma == 0)
    return fmt::format("At {} noise explains all spread between draws: use more {} per draw.", plain(threshold), unit);
  std::string text = fmt::format("For the most precise mean at {}, use {:.3g} x sqrt(cost of setting up a draw / cost of one row) {} per draw, at least 1 "
                                 "(O'Hagan, Stevenson & Madan 2007); for the correction at least 2.", plain(threshold), found.tau / found.sigma, unit);
  const double rows = means.replicates.sum();
  const std::vector<SplitOutlook> outlooks = split_outlooks(found.lead, found.sigma, found.tau, rows, {2, 3, 4, 6, 8, 12, 16, 24, 32, 64});
  if (outlooks.empty()) return text;
  const SplitOutlook& best = advised_split(outlooks);
  return text + fmt::format(" The {} rows here would tell the corrected EVPI best as {} draws of {} (standard error {}).", plain(rows), plain(best.draws), best.replicates, plain(best.se_evpi));
}

OutputTable curve_table(const DrawMeans& means, const std::vector<double>& grid, bool correct) {
  OutputTable table{correct ? "Acceptability curve (corrected)" : "Acceptability curve", {"threshold", "optimal", "CEAF", "EVPI"}, {}, {}};
  for (const std::string& option : means.options) table.columns.push_back("P(best) " + option);
  for (const std::string& option : means.options) table.columns.push_back("loss " + option);
  std::string before;
  for (const double threshold : grid) {
    const Decision d = decide(correct ? corrected_net_benefit(means, threshold) : net_monetary_benefit(means.cost, means.effect, threshold), threshold);
    std::vector<Cell> row{Number{threshold, 0}, means.options[d.optimal], chance(d.ceaf), money(d.evpi)};
    for (Eigen::Index i = 0; i < d.p_best.size(); ++i) row.push_back(chance(d.p_best[i]));
    for (Eigen::Index i = 0; i < d.loss.size(); ++i) row.push_back(money(d.loss[i]));
    table.rows.push_back(std::move(row));
    const std::string& best = means.options[d.optimal];
    if (!before.empty() && best != before)
      table.notes.push_back(fmt::format("The best choice changes from {} to {} at {} on this grid.", before, best, plain(threshold)));
    before = best;
  }
  return table;
}

}  // namespace

Answer analyse_cost_effectiveness(const DrawMeans& means, const CeaQuestion& question) {
  Answer answer;
  const std::vector<double> cost = column_means(means.cost), effect = column_means(means.effect);
  const std::size_t reference = reference_of(means.options, question.reference, cost);
  const std::vector<Place> places = efficiency_frontier(cost, effect);
  answer.summary = comparison_sentences(question.wording, means.options, cost, effect, places, reference);

  const Correctable correctable = noise_correctable(means);
  DecisionTables tables{{"Decision at each threshold", {"threshold", "draws", "option", "NMB", "MCSE NMB", "NHB", "P(best)", "MCSE P(best)", "expected loss", "MCSE loss", "optimal"}, {}, {}},
                        {"Uncertainty of the decision", {"threshold", "draws", "optimal", "CEAF", "MCSE CEAF", "EVPI", "SE EVPI", "bias EVPI", "noise share", "sigma between", "tau within"}, {}, {}}};
  for (const double threshold : question.thresholds)
    add_threshold(tables, means, threshold, correctable.possible, question, answer.summary);
  if (const std::string text = range_sentence(question.wording, means.options, places, question.thresholds.front()); !text.empty()) answer.summary.push_back(text);
  tables.totals.notes.push_back("CEAF: probability that the option with the highest mean net benefit is the best, which need not be the highest P(best).");
  tables.totals.notes.push_back("SE and bias of EVPI by bootstrap; a maximum of noisy values lies too high, so EVPI does when draws hold noise.");
  if (correctable.possible) {
    tables.totals.notes.push_back("corrected: spread of draw means reduced to the part between draws (O'Hagan, Stevenson & Madan 2007). noise share, sigma and tau: of the lead of the best option over the one that could most be better.");
    tables.totals.notes.push_back(split_advice(means, question.thresholds.front()));
  } else if (means.within_df > 0) {
    answer.summary.push_back(fmt::format("Noise inside draws is not corrected: {}.", correctable.reason));
  }

  PlaneTables plane = plane_tables(means, reference, question);
  answer.tables = {means_table(means), frontier_table(means.options, places), std::move(plane.pairs), std::move(plane.plane),
                   std::move(tables.options), std::move(tables.totals)};
  if (!question.grid.empty()) answer.tables.push_back(curve_table(means, question.grid, correctable.possible));
  return answer;
}

}  // namespace alongside::economics
