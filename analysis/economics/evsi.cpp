#include "analysis/economics/evsi.hpp"

#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::economics {

InformationValue value_of_study(const Eigen::MatrixXd& nmb, const Eigen::MatrixXd& summaries, int redraws, std::uint64_t seed) {
  ALONGSIDE_EXPECTS(nmb.rows() == summaries.rows() && summaries.cols() >= 1);
  std::vector<Eigen::Index> varying;
  for (Eigen::Index c = 0; c < summaries.cols(); ++c)
    if ((summaries.col(c).array() != summaries(0, c)).any()) varying.push_back(c);
  if (varying.empty()) return {};
  return value_of_partial_information(condition_on(nmb, summaries(Eigen::all, varying)), redraws, seed);
}

InformationValue value_of_rule(const Eigen::MatrixXd& nmb, const std::vector<Eigen::Index>& choice) {
  ALONGSIDE_EXPECTS(static_cast<Eigen::Index>(choice.size()) == nmb.rows() && nmb.rows() >= 2);
  Eigen::Index best = 0;
  nmb.colwise().mean().maxCoeff(&best);
  Eigen::VectorXd gain(nmb.rows());
  for (Eigen::Index i = 0; i < nmb.rows(); ++i) {
    const Eigen::Index chosen = choice[static_cast<std::size_t>(i)];
    ALONGSIDE_EXPECTS(chosen >= 0 && chosen < nmb.cols());
    gain[i] = nmb(i, chosen) - nmb(i, best);
  }
  const double n = static_cast<double>(gain.size());
  InformationValue out;
  out.value = gain.mean();
  out.mcse = std::sqrt((gain.array() - out.value).square().sum() / (n - 1) / n);
  return out;
}

std::vector<Eigen::Index> face_value_choices(const Eigen::VectorXd& estimate, const Eigen::VectorXd& standard_error, const NormalPrior& prior,
                                             Eigen::Index present, Eigen::Index novel) {
  ALONGSIDE_EXPECTS(estimate.size() == standard_error.size() && prior.sd > 0);
  const double known = 1 / (prior.sd * prior.sd);
  std::vector<Eigen::Index> choices;
  for (Eigen::Index i = 0; i < estimate.size(); ++i) {
    const double se = standard_error[i];
    const double told = std::isfinite(estimate[i]) && se > 0 && std::isfinite(se) ? 1 / (se * se) : 0;
    const double posterior = (known * prior.mean + (told > 0 ? told * estimate[i] : 0)) / (known + told);
    choices.push_back(posterior > 0 ? novel : present);
  }
  return choices;
}

StudyWorth worth_of_study(const StudyPlan& plan, double n, const InformationValue& evsi, double cost) {
  StudyWorth worth;
  if (n == 0) return worth;
  worth.n = n;
  worth.evsi = evsi;
  worth.population = population_value(plan, evsi.value);
  worth.cost = plan.setup + n * plan.per_participant + cost;
  worth.enbs = worth.population - worth.cost;
  worth.enbs_se = population_value(plan, evsi.total_se());
  return worth;
}

StudyWorth best_study(const std::vector<StudyWorth>& studies) {
  StudyWorth best;
  for (const StudyWorth& study : studies)
    if (study.enbs > best.enbs) best = study;
  return best;
}

}  // namespace alongside::economics
