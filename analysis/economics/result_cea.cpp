#include "analysis/economics/result_cea.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/economics/drivers.hpp"
#include "analysis/economics/frontier_tables.hpp"
#include "analysis/economics/result_tables.hpp"
#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

std::vector<double> means_of(const Eigen::MatrixXd& values) {
  std::vector<double> out;
  for (Eigen::Index d = 0; d < values.cols(); ++d) out.push_back(values.col(d).mean());
  return out;
}

/// Means at the base values, with Monte Carlo errors over replicate worlds.
Answer analyse_base_case(const Accounts& accounts, const Valued& valued, const CeaQuestion& question, std::size_t reference) {
  const std::vector<double> cost = means_of(valued.cost), effect = means_of(valued.effect);
  Answer answer = analyse_means(question.wording, accounts.arms, cost, effect, question.thresholds, accounts.arms[reference]);
  answer.summary.push_back("These are values at the base case: nothing here says how sure they are (run with --draws for that).");
  if (accounts.worlds.size() < 2) return answer;
  data::OutputTable errors{fmt::format("Monte Carlo errors over worlds, against {}", accounts.arms[reference]),
                           {"arm", "cost", "MCSE", "QALYs", "MCSE QALYs", "added cost", "MCSE added cost", "QALYs gained", "MCSE QALYs gained"}, {}, {}};
  for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm) {
    const auto a = static_cast<Eigen::Index>(arm), r = static_cast<Eigen::Index>(reference);
    const Eigen::VectorXd added = valued.cost.col(a) - valued.cost.col(r), gained = valued.effect.col(a) - valued.effect.col(r);
    errors.rows.push_back({accounts.arms[arm], money(cost[arm]), money(mcse_of_mean(valued.cost.col(a))), health(effect[arm]), health(mcse_of_mean(valued.effect.col(a))), money(added.mean()),
                           money(mcse_of_mean(added)), health(gained.mean()), health(mcse_of_mean(gained))});
  }
  answer.tables.insert(answer.tables.begin(), std::move(errors));
  return answer;
}

std::vector<double> against(const std::vector<double>& values, std::size_t reference) {
  std::vector<double> out;
  for (const double v : values) out.push_back(v - values[reference]);
  return out;
}

/// What the volunteers give, which no perspective but the societal puts a price on.
std::vector<std::string> volunteer_sentences(const Accounts& accounts) {
  std::vector<std::string> sentences;
  const std::vector<double> hours = volunteer_hours(accounts);
  std::string text;
  for (std::size_t arm = 0; arm < hours.size(); ++arm)
    if (hours[arm] > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", accounts.arms[arm], brief(hours[arm]));
  if (!text.empty()) sentences.push_back(fmt::format("Hours that volunteers give per 1,000 births: {}.", text));
  return sentences;
}

class ResultAnalysis {
 public:
  ResultAnalysis(const record::Result& result, const ResultQuestion& question)
      : result_(result), question_(question), accounts_(read_accounts(result, question.point, detail_for(question.views))), cea_(question.cea) {
    if (question.uncertainty == Uncertainty::base_case && accounts_.uncertain)
      throw DataError(fmt::format("{}: holds draws of the uncertain parameters, not the base case (leave --base-case out)", accounts_.path));
    cea_.wording = result_wording();
    // The first arm is what is done now; differences are from it unless another is named.
    reference_ = cea_.reference ? option_index(accounts_.arms, *cea_.reference) : 0;
    cea_.reference = accounts_.arms[reference_];
  }

  Answer answer() {
    for (std::size_t v = 0; v < question_.views.size(); ++v) add_view(v);
    add_beside();
    return std::move(answer_);
  }

 private:
  void add_view(std::size_t v) {
    const Viewpoint& view = question_.views[v];
    const Valued valued = value_accounts(accounts_, view);
    const bool first = v == 0;
    answer_.summary.push_back(fmt::format("{}: {}.", view.is_reference() ? "Reference case" : first ? "As asked" : "Also asked", view.text()));
    if (first) answer_.summary.push_back(worlds_sentence(accounts_));
    if (first) lead_with_feeding(against(means_of(valued.cost), reference_));
    Answer part = question_.uncertainty == Uncertainty::base_case ? analyse_base_case(accounts_, valued, cea_, reference_) : of_draws(valued);
    part.tables.push_back(cost_table(accounts_, view));
    part.tables.push_back(per_family_table(result_, accounts_, view, valued, reference_));
    append_view(answer_, std::move(part), question_.views.size() > 1 ? view.label() : "");
  }

  Answer of_draws(const Valued& valued) const {
    const DrawMeans means = average_replicates(draws_of(accounts_, valued));
    Answer part = analyse_cost_effectiveness(means, cea_);
    if (means.within_df == 0) part.summary.push_back("With one world for each draw, luck cannot be told from what is not known: EVPI is too high, and probabilities are too near to a toss-up (run with --replicates 2).");
    if (const std::string text = drivers_sentence(means, cea_.thresholds.front(), cea_.wording); !text.empty()) part.summary.push_back(text);
    return part;
  }

  void lead_with_feeding(const std::vector<double>& added_cost) {
    const std::vector<FeedingPoint> points = feeding_points(result_, accounts_, reference_);
    const std::vector<bool> arms = feeding_arms(result_, accounts_);
    for (std::string& sentence : feeding_sentences(points, arms, accounts_, added_cost, reference_)) answer_.summary.push_back(std::move(sentence));
    if (points.empty()) return;
    data::OutputTable table = feeding_table(points, accounts_, added_cost, reference_);
    // Programmes for feeding are judged by it first.
    if (std::ranges::find(arms, true) != arms.end()) answer_.tables.push_back(std::move(table));
    else feeding_ = std::move(table);
  }

  void add_beside() {
    const std::vector<ArmMeasure> safety = safety_measures(result_, accounts_, reference_);
    for (std::string& sentence : safety_sentences(safety, accounts_, reference_)) answer_.summary.push_back(std::move(sentence));
    for (std::string& sentence : volunteer_sentences(accounts_)) answer_.summary.push_back(std::move(sentence));
    answer_.tables.insert(answer_.tables.begin(), safety_table(safety, accounts_));
    answer_.tables.push_back(resource_table(accounts_, question_.views.front()));
    if (feeding_) answer_.tables.push_back(std::move(*feeding_));
  }

  const record::Result& result_;
  const ResultQuestion& question_;
  Accounts accounts_;
  CeaQuestion cea_;
  std::size_t reference_ = 0;
  std::optional<data::OutputTable> feeding_;
  Answer answer_;
};

}  // namespace

Detail detail_for(const std::vector<Viewpoint>& views) {
  const bool again = std::ranges::any_of(views, [](const Viewpoint& view) { return view.value_set.has_value(); });
  return again ? Detail::person_weeks : Detail::as_valued;
}

std::string worlds_sentence(const Accounts& accounts) {
  std::string text = accounts.uncertain ? fmt::format("Totals over all families of the place, per 1,000 births, from {} draws of {} world{} each", accounts.draws, accounts.replicates, accounts.replicates == 1 ? "" : "s")
                                        : fmt::format("Totals over all families of the place, per 1,000 births, from {} world{}", accounts.replicates, accounts.replicates == 1 ? "" : "s");
  if (accounts.points > 1) text += fmt::format(", at design point {} of {}", accounts.point, accounts.points);
  text += ".";
  if (accounts.failed > 0)
    text += fmt::format(" {} of {} worlds failed and are left out; if they failed because of their parameters, these figures are biased.", accounts.failed,
                        accounts.failed + accounts.worlds.size());
  if (!accounts.common_luck) text += " Arms had worlds of their own, so differences carry the luck of both.";
  return text;
}

Answer analyse_result(const record::Result& result, const ResultQuestion& question) { return ResultAnalysis(result, question).answer(); }

}  // namespace alongside::economics
