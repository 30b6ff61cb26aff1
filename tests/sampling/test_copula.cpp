// Draws that hang together: a posterior's shifts, scales and correlations come back from its draws.

#include "sim/sampling/copula.hpp"

#include <cmath>
#include <cstdio>
#include <fstream>

#include "sim/core/cholesky.hpp"
#include "sim/core/error.hpp"
#include "sim/core/numeric.hpp"
#include "sim/process/catalogue.hpp"
#include "sim/sampling/design.hpp"
#include "tests/catch.hpp"

using namespace alongside;

namespace {

constexpr const char* posterior = R"(
[uncertainty.posterior]
"support.gain" = { shift = -0.5, scale = 0.6 }
"efficacy.gain" = { shift = 0, scale = 1 }
"support.severity_link" = { shift = 0.3, scale = 0.8 }
[uncertainty.correlation]
"support.gain" = { "efficacy.gain" = -0.7 }
)";

class Read {
 public:
  explicit Read(const std::string& toml) : catalogue_(process::model_catalogue()) {
    char name[] = "/tmp/alongside-copula-XXXXXX";
    ::close(mkstemp(name));
    std::ofstream(name) << "format = 1\n" << toml << "[[arm]]\nname = \"usual care\"\n[[arm]]\nname = \"own\"\nsupporter.wanted = 3\n";
    try {
      scenario_ = scenario::read_scenario(name, catalogue_, {});
    } catch (const Error& error) {
      mistakes_ = error.what();
    }
    std::remove(name);
  }
  const scenario::Scenario& scenario() const { return scenario_; }
  const std::string& mistakes() const { return mistakes_; }

  /// Normal scores of a parameter over all draws, on the scale of its declared spread.
  std::vector<double> scores(const char* name) const {
    const sampling::Design design(scenario_);
    const declare::Parameter& p = *catalogue_.find_parameter(name);
    const auto cell = static_cast<std::size_t>(scenario_.cells.find(name));
    std::vector<double> scores;
    for (std::uint32_t d = 0; d < design.draws(); ++d) {
      const double x = design.row(0, 0, d)[cell];
      if (p.spread.shape == declare::Shape::uniform) scores.push_back(core::normal_quantile64((x - p.spread.low) / (p.spread.high - p.spread.low)));
      else {
        const double low = core::log64(p.spread.low), high = core::log64(p.spread.high);
        scores.push_back((core::log64(x) - (low + high) / 2) / (high - low) * 2 * 1.959963984540054);
      }
    }
    return scores;
  }

 private:
  declare::Catalogue catalogue_;
  scenario::Scenario scenario_;
  std::string mistakes_;
};

double mean(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}
double covariance(const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean(x)) * (y[i] - mean(y));
  return sum / static_cast<double>(x.size() - 1);
}

const std::string draws = "[uncertainty]\ndraws = 4000\n";

}  // namespace

TEST_CASE("a posterior's draws have its means, standard deviations and correlations") {
  const Read read(draws + posterior);
  REQUIRE(read.mistakes().empty());
  const auto a = read.scores("support.gain"), b = read.scores("efficacy.gain"), c = read.scores("support.severity_link");
  const double root = std::sqrt(4000.0);
  CHECK(std::abs(mean(a) + 0.5) < 4 * 0.6 / root);
  CHECK(std::abs(mean(b)) < 4 / root);
  CHECK(std::abs(mean(c) - 0.3) < 4 * 0.8 / root);
  CHECK(std::abs(std::sqrt(covariance(a, a)) - 0.6) < 4 * 0.6 / std::sqrt(8000.0));
  CHECK(std::abs(std::sqrt(covariance(c, c)) - 0.8) < 4 * 0.8 / std::sqrt(8000.0));
  CHECK(std::abs(covariance(a, b) / std::sqrt(covariance(a, a) * covariance(b, b)) + 0.7) < 4 * (1 - 0.49) / root);
  CHECK(std::abs(covariance(a, c)) < 4 * 0.48 / root);
}

TEST_CASE("what varies does not move what else is drawn, and a spread of one's own is not shifted") {
  const std::string few = "[uncertainty]\ndraws = 50\n";
  const Read all(few + posterior), one(few + "vary = [\"efficacy.gain\"]\n" + posterior), without(few);
  CHECK(all.scores("efficacy.gain") == one.scores("efficacy.gain"));
  CHECK(all.scores("efficacy.gain") != without.scores("efficacy.gain"));
  CHECK(all.scores("alliance.decay") == without.scores("alliance.decay"));
  const Read own(draws + "[uncertainty.spread]\n\"support.gain\" = { shape = \"lognormal\", low = 0.02, high = 0.14 }\n" + posterior);
  const auto a = own.scores("support.gain"), b = own.scores("efficacy.gain");
  CHECK(std::abs(mean(a)) < 4 / std::sqrt(4000.0));
  CHECK(covariance(a, b) < -0.6);
}

TEST_CASE("a scenario with a posterior reads back from its resolved text, and without draws it has none") {
  const Read read(draws + posterior);
  char name[] = "/tmp/alongside-copula-XXXXXX";
  ::close(mkstemp(name));
  std::ofstream(name) << read.scenario().resolved;
  const declare::Catalogue catalogue = process::model_catalogue();
  scenario::Scenario again = scenario::read_scenario(name, catalogue, {});
  std::remove(name);
  CHECK(again.resolved == read.scenario().resolved);
  CHECK(again.posterior == read.scenario().posterior);
  CHECK(again.correlations == read.scenario().correlations);
  CHECK(again.uncertain == read.scenario().uncertain);
  CHECK(Read(posterior).scenario().posterior.empty());
}

TEST_CASE("a posterior that cannot be is refused in one line") {
  struct Wrong {
    const char *lines, *says;
  };
  const Wrong wrong[] = {
      {"[uncertainty.posterior]\n\"support.gaim\" = { shift = 0, scale = 1 }\n", "did you mean \"support.gain\""},
      {"[uncertainty.posterior]\n\"support.gain\" = { shift = 0, scale = 0 }\n", "not above 0"},
      {"[uncertainty.posterior]\n\"support.gain\" = { shift = 0 }\n", "no shift and scale"},
      {"[uncertainty.posterior]\n\"support.gain\" = { shift = 0, scale = 1 }\n[uncertainty.correlation]\n\"support.gain\" = { \"efficacy.gain\" = 0.5 }\n", "not both in [uncertainty.posterior]"},
      {"[uncertainty.posterior]\n\"support.gain\" = { shift = 0, scale = 1 }\n\"efficacy.gain\" = { shift = 0, scale = 1 }\n[uncertainty.correlation]\n\"support.gain\" = { \"efficacy.gain\" = 1.5 }\n", "not between -1 and 1"},
      {"uncertainty.posterior = 3\n", "is a whole number"},
  };
  for (const Wrong& one : wrong) {
    const Read read(std::string("uncertainty.draws = 3\n") + one.lines);
    INFO(one.lines << read.mistakes());
    CHECK(read.mistakes().find(one.says) != std::string::npos);
  }
  const Read contradicting(draws + R"(
[uncertainty.posterior]
"support.gain" = { shift = 0, scale = 1 }
"efficacy.gain" = { shift = 0, scale = 1 }
"alliance.growth" = { shift = 0, scale = 1 }
[uncertainty.correlation]
"support.gain" = { "efficacy.gain" = 0.9, "alliance.growth" = -0.9 }
"efficacy.gain" = { "alliance.growth" = 0.9 }
)");
  CHECK(contradicting.mistakes().find("contradict each other") != std::string::npos);
}

TEST_CASE("the Cholesky factor gives its matrix back") {
  const std::vector<double> matrix{4, 2, -1, 2, 5, 0.5, -1, 0.5, 3};
  const auto l = core::cholesky(matrix, 3);
  REQUIRE(l);
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < 3; ++k) sum += (*l)[i * 3 + k] * (*l)[j * 3 + k];
      CHECK(std::abs(sum - matrix[i * 3 + j]) < 1e-12);
    }
  CHECK_FALSE(core::cholesky({1, 2, 2, 1}, 2));
}
