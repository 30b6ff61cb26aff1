// The size of a trial that is worth most, against the two-option normal closed form; budgets and bounds.

#include "analysis/economics/resampling.hpp"
#include "analysis/economics/voi.hpp"
#include "analysis/trial/size_worth.hpp"
#include "sim/core/error.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::estimation;

namespace {

/// Benefit a family is N(mean, sd^2) over draws; a trial of n clusters of 20 reports it with variance spread / n.
struct NormalWorth {
  double mean = 100, sd = 400, spread = 1.6e6;

  double benefit(std::uint32_t draw) const {
    economics::Words words(77000000 + draw);
    return mean + sd * words.normal();
  }
  WorthSimulator simulator() const {
    const auto trials = [this](int size, std::uint32_t first, std::uint32_t draws) {
      DesignTrials out;
      out.clusters = size, out.supported = out.control = 10.0 * size;
      out.estimate.resize(draws), out.error = Eigen::VectorXd::Constant(draws, std::sqrt(spread / size));
      for (std::uint32_t i = 0; i < draws; ++i) {
        economics::Words words(5 + first + i);
        out.estimate[i] = benefit(first + i) + out.error[i] * words.normal();
      }
      out.summaries = out.estimate;
      return out;
    };
    const auto benefits = [this](std::uint32_t first, std::uint32_t draws) {
      Eigen::VectorXd out(draws);
      for (std::uint32_t i = 0; i < draws; ++i) out[i] = benefit(first + i);
      return out;
    };
    return {trials, benefits};
  }
  double enbs(const TrialRules& rules, double size) const {
    return economics::population_value(study_plan(rules, 3), economics::value_of_sample_normal(mean, sd, spread / size)) - research_cost(rules, size, 20 * size, 3) - 10 * size * mean;
  }
  int best(const TrialRules& rules, int high) const {
    int out = 4;
    for (int size = 4; size <= high; ++size)
      if (enbs(rules, size) > enbs(rules, out)) out = size;
    return out;
  }
};

TrialRules rules() {
  TrialRules out;
  out.population = 5000;
  out.years = 3;
  return out;
}

WorthQuestion asked(std::uint32_t draws) {
  WorthQuestion out;
  out.draws = draws;
  return out;
}

}  // namespace

TEST_CASE("the size worth most is that of the closed form") {
  // Willan & Pinto 2005. The maximum is flat, so what counts is the ENBS lost by the size that was found, and the interval.
  const NormalWorth normal;
  const WorthAnswer found = search_worth(asked(2000), rules(), normal.simulator());
  const int best = normal.best(rules(), 400);
  INFO(found.best.size << " (" << found.low << " to " << found.high << "), exact " << best << "; ENBS " << found.best.worth.study.enbs << " +- " << found.best.worth.study.enbs_se << ", exact " << normal.enbs(rules(), best));
  CHECK(best > 30);
  CHECK(best < 200);
  CHECK(found.state == WorthAnswer::State::found);
  CHECK(normal.enbs(rules(), found.best.size) > 0.995 * normal.enbs(rules(), best));
  CHECK(found.low <= best);
  CHECK(found.high >= best);
  CHECK(std::fabs(found.best.worth.study.enbs - normal.enbs(rules(), found.best.size)) < 4 * found.best.worth.study.enbs_se);
  CHECK(found.affordable == 400);
  REQUIRE(found.visits.size() == 5);
  for (const SizeWorth& visit : found.visits) CHECK(std::fabs(visit.fitted - normal.enbs(rules(), visit.size)) < 6 * found.best.worth.study.enbs_se);
}

TEST_CASE("a budget bounds the size, and a trial may not be worth its cost") {
  const NormalWorth normal;
  WorthQuestion question = asked(300);
  question.budget = research_cost(rules(), 20, 400, 3) + 1;
  question.step = 2;
  const WorthAnswer bounded = search_worth(question, rules(), normal.simulator());
  CHECK(bounded.affordable == 20);
  CHECK(bounded.best.size == 20);
  CHECK(bounded.state == WorthAnswer::State::at_high);
  TrialRules few = rules();
  few.population = 50;
  CHECK(search_worth(asked(300), few, normal.simulator()).state == WorthAnswer::State::none);
  question.budget = 1000;
  CHECK_THROWS_AS(search_worth(question, rules(), normal.simulator()), DataError);
  CHECK_THROWS_AS(search_worth(asked(20), rules(), normal.simulator()), UsageError);
}
