// Cases E8-E10: closed forms, the chemotherapy example, population value and net benefit of sampling.
#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/evsi.hpp"
#include "analysis/economics/mars.hpp"
#include "analysis/economics/resampling.hpp"
#include "analysis/economics/voi.hpp"
#include "tests/analysis/economics/support.hpp"
#include "tests/catch.hpp"

using namespace alongside::economics;
using namespace alongside::economics::testing;

namespace {

/// E8: net benefit of option 2 = p1 - p2, p1 ~ N(mean, 1), p2 ~ N(0, 2^2), option 1 = 0.
struct Normal {
  Eigen::MatrixXd nmb, parameters;
};
Normal normal_model(int draws, double mean, std::uint64_t seed, int idle = 0) {
  Normal out{Eigen::MatrixXd::Zero(draws, 2), Eigen::MatrixXd(draws, 2 + idle)};
  Words words(seed);
  for (int i = 0; i < draws; ++i) {
    for (int j = 0; j < 2 + idle; ++j) out.parameters(i, j) = words.normal();
    out.parameters(i, 0) += mean;
    out.parameters(i, 1) *= 2;
    out.nmb(i, 1) = out.parameters(i, 0) - out.parameters(i, 1);
  }
  return out;
}

DrawMeans chemotherapy() { return average_replicates(read_draws(reference_table("chemo_psa.csv.gz"))); }

Eigen::MatrixXd parameters_of(const DrawMeans& means, const std::vector<std::string>& names) {
  Eigen::MatrixXd out(means.draws(), static_cast<Eigen::Index>(names.size()));
  for (std::size_t j = 0; j < names.size(); ++j)
    out.col(static_cast<Eigen::Index>(j)) = means.parameter.col(static_cast<Eigen::Index>(option_index(means.parameters, names[j])));
  return out;
}

}  // namespace

TEST_CASE("E8: closed forms of the normal model") {
  CHECK(agrees(unit_normal_gain(1, std::sqrt(5.0)), "0.4798107063"));
  CHECK(agrees(unit_normal_gain(1, 1), "0.08331547059"));
  CHECK(agrees(unit_normal_gain(1, 2), "0.3955931148"));
  CHECK(agrees(value_of_sample_normal(1, 1, 1.0 / 10), "0.07232512026"));
  CHECK(agrees(value_of_sample_normal(1, 1, 1.0 / 100), "0.0821176056"));
  CHECK(agrees(unit_normal_gain(0, 1), "0.3989422804"));
  CHECK(agrees(unit_normal_gain(0, 2), "0.7978845608"));
  CHECK(agrees(unit_normal_gain(0, std::sqrt(5.0)), "0.8920620581"));
  CHECK(unit_normal_gain(-1, 2) == unit_normal_gain(1, 2));
  CHECK(unit_normal_gain(40, 1) >= 0);
  CHECK(value_of_sample_normal(1, 1, std::numeric_limits<double>::infinity()) == 0);
}

TEST_CASE("E8: EVPI, EVPPI, CEAC and EVSI from draws agree with the closed forms") {
  // 10 seeds x 10,000 draws; each mean over seeds within 4 of its own MCSE plus the second-order bias of a maximum of means,
  // which is 0 here because the mean is far from 0. 6 checks: expected false failures 4e-4 (t with 9 df at 4: 0.003 each, 0.02 in all).
  std::vector<std::vector<double>> found(6);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Normal model = normal_model(10000, 1, seed);
    const ConditionalBenefit first = condition_on(model.nmb, model.parameters.leftCols(1)), second = condition_on(model.nmb, model.parameters.col(1));
    const Decision decision = decide(model.nmb, 1);
    const double values[] = {decision.evpi, decision.p_best[1], value_of_partial_information(first, 0, 1).value, value_of_partial_information(second, 0, 1).value,
                             value_of_sample_gaussian(first, 10, 1).value, value_of_sample_gaussian(first, 100, 1).value};
    for (std::size_t j = 0; j < 6; ++j) found[j].push_back(values[j]);
  }
  const double truth[] = {0.4798107063, 0.672639577, 0.08331547059, 0.3955931148, 0.07232512026, 0.0821176056};
  for (std::size_t j = 0; j < 6; ++j) {
    const Eigen::Map<Eigen::ArrayXd> all(found[j].data(), 10);
    const double mcse = std::sqrt((all - all.mean()).square().sum() / 9 / 10);
    INFO(j << ": " << all.mean() << " (" << mcse << ") against " << truth[j]);
    CHECK(std::abs(all.mean() - truth[j]) < 4 * mcse);
    CHECK(mcse < 0.02 * truth[j] + 0.001);
  }
}

TEST_CASE("the stated standard errors are those over repetitions") {
  // 60 seeds: a ratio of SDs has a relative error of 1/sqrt(120) = 9%; 40% is over 4 of them.
  std::vector<double> values, errors;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Normal model = normal_model(500, 0.3, seed);
    const InformationValue v = value_of_partial_information(condition_on(model.nmb, model.parameters.leftCols(1)), 50, seed);
    values.push_back(v.value);
    errors.push_back(v.total_se());
  }
  const Eigen::Map<Eigen::ArrayXd> all(values.data(), 60), se(errors.data(), 60);
  const double sd = std::sqrt((all - all.mean()).square().sum() / 59);
  CHECK(sd == Approx(std::sqrt(se.square().mean())).epsilon(0.4));
}

TEST_CASE("E9: the chemotherapy example, EVPI and probabilities") {
  const DrawMeans means = chemotherapy();
  const double evpi[] = {8.764867164, 368.6050962, 206.4687048, 150.472904, 126.98345};
  const char* shown[] = {"8.764867164", "368.6050962", "206.4687048", "150.472904", "126.98345"};
  const char* best[] = {".0364", ".4923", ".7463", ".8430", ".8891"};
  for (int k = 0; k < 5; ++k) {
    const double threshold = 10000 * (k + 1);
    const Decision d = decide(net_monetary_benefit(means.cost, means.effect, threshold), threshold);
    CHECK(agrees(d.evpi, shown[k]));
    CHECK(d.evpi == Approx(evpi[k]).epsilon(1e-8));
    CHECK(agrees(d.p_best[1], best[k]));
    if (k == 1) CHECK(agrees(d.mean_nmb[0], "269973.2294"));
    if (k == 1) CHECK(agrees(d.mean_nmb[1], "269996.9806"));
  }
  const double cost = means.cost.col(1).mean() - means.cost.col(0).mean(), effect = means.effect.col(1).mean() - means.effect.col(0).mean();
  CHECK(agrees(cost / effect, "19744.24867"));
}

TEST_CASE("E9: EVPPI of one and two parameters of the chemotherapy example") {
  const DrawMeans means = chemotherapy();
  const Eigen::MatrixXd nmb = net_monetary_benefit(means.cost, means.effect, 20000);
  const InformationValue one = value_of_partial_information(condition_on(nmb, parameters_of(means, {"p_side_effects_t2"})), 200, 1);
  INFO(one.value << " se " << one.se << " mcse " << one.mcse << " bias " << one.bias << " df " << one.df);
  CHECK(one.value == Approx(262).margin(1.5));
  const InformationValue two = value_of_partial_information(condition_on(nmb, parameters_of(means, {"p_side_effects_t2", "logor_side_effects"})), 200, 1);
  INFO(two.value << " se " << two.se << " mcse " << two.mcse << " bias " << two.bias << " df " << two.df);
  CHECK(two.value == Approx(333.6).margin(3));
  CHECK(one.value < two.value);
  CHECK(two.value < expected_value_of_perfect_information(nmb));
}

TEST_CASE("E10: population value and net benefit of sampling, both multipliers named") {
  const auto table = reference_table("chemo_evsi_20000.csv.gz");
  const auto n = table.numbers("n"), evsi = table.numbers("evsi");
  const StudyPlan plan{46000, 10, 0.035, DiscountRule::continuous, 0, 7.5e6, 35000};
  const auto enbs_at = [&](double size) {
    for (std::size_t i = 0; i < n.size(); ++i)
      if (n[i] == size) return std::pair{evsi[i], expected_net_benefit_of_sampling(plan, size, evsi[i])};
    throw std::runtime_error("no such n");
  };
  CHECK(agrees(enbs_at(50).first, "147.926238"));
  CHECK(agrees(enbs_at(50).second, "48163756.3"));
  CHECK(agrees(enbs_at(1000).first, "302.076007"));
  CHECK(agrees(enbs_at(1000).second, "74743016.23"));
  CHECK(agrees(population_multiplier(10000, 10, 0.035, DiscountRule::annual), "86076.865"));
  CHECK(agrees(population_multiplier(10000, 10, 0.035, DiscountRule::continuous), "84374.832"));
  for (const DiscountRule rule : {DiscountRule::annual, DiscountRule::continuous}) CHECK(population_multiplier(100, 10, 0, rule) == 1000);
  CHECK(expected_net_benefit_of_sampling(plan, 0, 0) == 0);
}

TEST_CASE("T12: knowing everything is worth the EVPI, knowing less is worth no more") {
  const Normal model = normal_model(4000, 0.5, 9, 4);
  const double evpi = expected_value_of_perfect_information(model.nmb);
  double before = 0;
  for (Eigen::Index count = 1; count <= 6; ++count) {  // 5 and 6 parameters: MARS, on a model that is linear
    const ConditionalBenefit known = condition_on(model.nmb, model.parameters.leftCols(count));
    CHECK(known.method == (count <= 4 ? RegressionMethod::gam : RegressionMethod::mars));
    const double value = value_of_partial_information(known, 0, 1).value;
    if (count >= 2) CHECK(value == Approx(evpi).epsilon(1e-6));
    CHECK(value >= before - 1e-6);
    CHECK(value <= evpi * (1 + 1e-6));
    before = value;
  }
  // A parameter that does nothing: no value beyond two standard errors of it.
  const InformationValue idle = value_of_partial_information(condition_on(model.nmb, model.parameters.col(3)), 200, 1);
  CHECK(idle.value < 2 * idle.total_se() + 1e-9);
}

TEST_CASE("T12: EVSI grows with n, is 0 without a study and stays below EVPPI") {
  const Normal model = normal_model(3000, 0.5, 2);
  const ConditionalBenefit known = condition_on(model.nmb, model.parameters.leftCols(1));
  const double bound = value_of_partial_information(known, 0, 1).value;
  double before = 0;
  CHECK(value_of_sample_gaussian(known, 0, 5).value == 0);
  for (const double n : {1.0, 5.0, 25.0, 125.0, 1e6}) {
    const double value = value_of_sample_gaussian(known, n, 5).value;
    CHECK(value > before);
    CHECK(value <= bound);
    before = value;
  }
  CHECK(before == Approx(bound).epsilon(1e-4));
}

TEST_CASE("EVSI by regression on the statistics of simulated studies meets the closed form; an uninformative study is worth nothing") {
  // Data mean of n = 10 observations N(p1, 1) per draw; 20,000 draws, one seed, 4 standard errors (false failure 6e-5).
  const Normal model = normal_model(20000, 1, 5);
  Words words(77);
  Eigen::MatrixXd statistic(20000, 1), noise(20000, 1);
  for (Eigen::Index i = 0; i < 20000; ++i) {
    statistic(i, 0) = model.parameters(i, 0) + words.normal() / std::sqrt(10.0);
    noise(i, 0) = words.normal();
  }
  const InformationValue study = value_of_partial_information(condition_on(model.nmb, statistic), 200, 1);
  CHECK(std::abs(study.value - 0.07232512026) < 4 * study.total_se());
  const InformationValue nothing = value_of_partial_information(condition_on(model.nmb, noise), 200, 1);
  CHECK(nothing.value <= 2 * nothing.total_se());
}

TEST_CASE("curved and interacting parameters are fitted by both methods") {
  // Benefit sin(2a) + b c against a sure 0: truth from 2 million draws of the conditional mean itself, MCSE below 0.0005.
  Words words(3);
  double truth = 0;
  for (int i = 0; i < 2000000; ++i) truth += std::max(0.0, std::sin(2 * words.normal()) + words.normal() * words.normal());
  truth /= 2000000;
  const int n = 6000;
  Eigen::MatrixXd nmb = Eigen::MatrixXd::Zero(n, 2), parameters(n, 6);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < 6; ++j) parameters(i, j) = words.normal();
    nmb(i, 1) = std::sin(2 * parameters(i, 0)) + parameters(i, 1) * parameters(i, 2) + 3 * words.normal();
  }
  for (const int count : {3, 6}) {
    const InformationValue v = value_of_partial_information(condition_on(nmb, parameters.leftCols(count)), 100, 1);
    INFO(count << " parameters: " << v.value << " (" << v.se << ", " << v.mcse << ") against " << truth);
    CHECK(std::abs(v.value - truth) < 4 * v.total_se() + 0.01);
  }
}

TEST_CASE("parameters that are constant, binary, doubled or of huge scale do no harm") {
  const Normal model = normal_model(1000, 0.5, 4);
  Eigen::MatrixXd odd(1000, 4);
  odd.col(0) = 1e9 * model.parameters.col(0);
  odd.col(1) = odd.col(0);
  odd.col(2) = (model.parameters.col(1).array() > 0).cast<double>();
  odd.col(3).setConstant(7);
  const double plain = value_of_partial_information(condition_on(model.nmb, model.parameters.leftCols(1)), 0, 1).value;
  CHECK(value_of_partial_information(condition_on(model.nmb, odd.leftCols(1)), 0, 1).value == Approx(plain).epsilon(1e-6));
  CHECK(value_of_partial_information(condition_on(model.nmb, odd.leftCols(2)), 0, 1).value == Approx(plain).epsilon(0.1));
  CHECK(value_of_partial_information(condition_on(model.nmb, odd.col(3)), 0, 1).value == 0);
  const double all = value_of_partial_information(condition_on(model.nmb, odd), 0, 1).value;
  CHECK(all > plain);
  CHECK(all < expected_value_of_perfect_information(model.nmb));
}

TEST_CASE("the best study size beats its neighbours, and no study wins when studies cost too much") {
  const Normal model = normal_model(2000, 0.2, 6);
  const ConditionalBenefit known = condition_on(model.nmb, model.parameters.leftCols(1));
  StudyPlan plan{10000, 10, 0.035, DiscountRule::annual, 0, 500, 40};
  const BestSize best = best_study_size(known, 20, plan, 5000);
  REQUIRE(best.n > 1);
  for (const double n : {best.n / 2, best.n - 1, best.n + 1, best.n * 2})
    CHECK(expected_net_benefit_of_sampling(plan, n, value_of_sample_gaussian(known, n, 20).value) <= best.enbs);
  plan.setup = 1e9;
  CHECK(best_study_size(known, 20, plan, 5000).n == 0);
}

TEST_CASE("E8: EVSI by regression on the mean of simulated data, a study of nobody is worth nothing") {
  // A study of n observations N(p1, 1) on 5,000 draws: its mean is all that a decision needs. 5 checks within 4 SE.
  const Normal model = normal_model(5000, 1, 21);
  Words words(22);
  double before = 0;
  for (const double n : {1.0, 10.0, 100.0}) {
    Eigen::MatrixXd summary = model.parameters.col(0);
    for (Eigen::Index i = 0; i < summary.rows(); ++i) summary(i, 0) += words.normal() / std::sqrt(n);
    const InformationValue found = value_of_study(model.nmb, summary);
    INFO("n " << n << ": " << found.value << " (SE " << found.total_se() << ")");
    CHECK(std::abs(found.value - normal_loss(1, std::sqrt(n / (n + 1)))) < 4 * found.total_se());
    CHECK(found.value > before);
    before = found.value;
  }
  // No data at all: exactly nothing. Data that have nothing to do with the parameters: nothing but chance.
  CHECK(value_of_study(model.nmb, Eigen::MatrixXd::Constant(5000, 2, 3.5)).value == 0);
  Eigen::MatrixXd noise(5000, 2);
  for (double& x : noise.reshaped()) x = words.normal();
  const InformationValue nothing = value_of_study(model.nmb, noise);
  CHECK(nothing.value <= 2 * nothing.total_se());
}

TEST_CASE("a rule that is followed blindly may lose; by face value more data is worth more, and a wild estimate costs") {
  const Normal model = normal_model(20000, 0.2, 23);
  CHECK(value_of_rule(model.nmb, std::vector<Eigen::Index>(20000, 1)).value == 0);  // the best on average anyway
  const InformationValue wrong = value_of_rule(model.nmb, std::vector<Eigen::Index>(20000, 0));
  CHECK(wrong.value == Approx(-model.nmb.col(1).mean()).epsilon(1e-12));
  CHECK(wrong.value < 0);
  // Estimates of the whole increment, prior N(0.2, 5): by the conjugate rule the gain is L(0.2, 5 / sqrt(5 + se^2)).
  Words words(24);
  const double prior_sd = std::sqrt(5.0);
  for (const double se : {0.5, 2.0}) {
    Eigen::VectorXd estimate = model.nmb.col(1);
    for (double& x : estimate) x += se * words.normal();
    const auto choices = face_value_choices(estimate, Eigen::VectorXd::Constant(20000, se), {0.2, prior_sd}, 0, 1);
    const InformationValue found = value_of_rule(model.nmb, choices);
    CHECK(std::abs(found.value - normal_loss(0.2, 5 / std::sqrt(5 + se * se))) < 4 * found.mcse);
    // The same estimates, biased by 3 and taken at face value: worth less, perhaps less than nothing.
    const auto misled = face_value_choices(estimate.array() - 3, Eigen::VectorXd::Constant(20000, se), {0.2, prior_sd}, 0, 1);
    CHECK(value_of_rule(model.nmb, misled).value < found.value - 0.1);
  }
  // Nothing reported: the prior decides.
  const auto silent = face_value_choices(Eigen::VectorXd::Constant(3, std::nan("")), Eigen::VectorXd::Zero(3), {-1, 1}, 0, 1);
  CHECK(silent == std::vector<Eigen::Index>{0, 0, 0});
}

TEST_CASE("worth of studies: no study is nothing, the best is the highest net benefit") {
  StudyPlan plan;
  plan.yearly_people = 1000;
  plan.horizon = 1;
  plan.setup = 500;
  plan.per_participant = 2;
  InformationValue value;
  value.value = 3;
  CHECK(worth_of_study(plan, 0, value).enbs == 0);
  CHECK(worth_of_study(plan, 100, value, 50).enbs == Approx(3000 - 500 - 200 - 50));
  plan.people_per_value = 1000;
  CHECK(worth_of_study(plan, 100, value).population == Approx(3));
  plan.people_per_value = 1;
  InformationValue larger;
  larger.value = 3.1;
  CHECK(best_study({worth_of_study(plan, 100, value), worth_of_study(plan, 2000, larger)}).n == 100);
  plan.setup = 1e6;
  CHECK(best_study({worth_of_study(plan, 100, value)}).n == 0);
}
