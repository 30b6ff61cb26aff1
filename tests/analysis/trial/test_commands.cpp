// The commands estimate and power as a user runs them: numbers in, numbers out, and one clear line for bad input.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "tests/analysis/economics/support.hpp"
#include "tests/analysis/trial/reference_data.hpp"

using namespace alongside::economics::testing;

namespace {

std::string csv(const reference::Rows& rows, const std::string& arm_label = "") {
  std::string out = "site,arm,score,period\n";
  for (std::size_t i = 0; i < rows.outcome.size(); ++i)
    out += fmt::format("s{},{}{},{},{}\n", rows.cluster[i] + 1, arm_label, rows.arm[i], rows.outcome[i], rows.period.empty() ? 0 : rows.period[i]);
  return out;
}

Ran estimate(const std::string& text, const std::string& options) {
  const TemporaryFile file(text);
  return run_program("estimate " + file.path() + " --outcome score --arm arm " + options);
}

void check_refused(const Ran& ran, int exit, const std::string& words) {
  INFO(ran.err);
  CHECK(ran.exit == exit);
  CHECK(ran.out.empty());
  CHECK(ran.err.find(words) != std::string::npos);
  CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
}

}  // namespace

TEST_CASE("estimate prints the numbers of T8") {
  const Ran ran = estimate(csv(reference::crt_a()), "--cluster site --format csv");
  CHECK(ran.exit == 0);
  CHECK(ran.out.find("cluster-t,difference,cluster,7.58742857143,1.170887") != std::string::npos);
  CHECK(ran.out.find("0.00793650793651") != std::string::npos);
  CHECK(ran.out.find("CV\",0.248451997") + ran.out.find("CV,0.248451997") != 2 * std::string::npos);
  CHECK(ran.out.find("nan") == std::string::npos);
}

TEST_CASE("estimate runs a stepped wedge and remarks on clusters that never switch") {
  reference::Rows rows = reference::stepped();
  CHECK(estimate(csv(rows), "--cluster site --period period").out.find("hussey-hughes") != std::string::npos);
  for (std::size_t i = 0; i < rows.arm.size(); ++i)
    if (rows.cluster[i] == 5) rows.arm[i] = 0;
  rows.outcome.pop_back(), rows.outcome.pop_back(), rows.outcome.pop_back();
  const Ran ran = estimate(csv(rows), "--cluster site --period period");
  CHECK(ran.exit == 0);
  CHECK(ran.out.find("never switch inform the period effects only: s6.") != std::string::npos);
  CHECK(ran.out.find("1 of 24 cluster-periods hold no rows") != std::string::npos);
}

TEST_CASE("estimate refuses bad data in one line") {
  const reference::Rows good = reference::balanced();
  reference::Rows one_arm = good, lone = good, flat = good;
  for (auto& a : one_arm.arm) a = 1;
  for (std::size_t i = 0; i < lone.arm.size(); ++i)
    if (lone.arm[i] == 1) lone.cluster[i] = 4;
  for (double& y : flat.outcome) y = 1;
  check_refused(estimate(csv(one_arm), "--cluster site"), 65, "one arm only");
  check_refused(estimate(csv(lone), "--cluster site"), 65, "one cluster in the supported arm");
  check_refused(estimate(csv(flat), "--cluster site"), 65, "the same value");
  check_refused(estimate(csv(good), "--cluster sites"), 65, "did you mean \"site\"");
  check_refused(estimate("site,arm,score\na,0,1\nb,1,two\n", "--cluster site"), 65, ":3: \"two\" in column \"score\"");
  check_refused(estimate("site,arm,score\na,0,1\n,1,2\n", "--cluster site"), 65, ":3: column \"site\" is empty");
  check_refused(estimate(csv(good, "group "), "--cluster site"), 65, "say which is control");
  check_refused(estimate("site,arm,score\n", ""), 65, "no rows");
  check_refused(estimate("site,arm,score\na,0,\na,1,\n", ""), 65, "every row has a missing value");
  check_refused(estimate(csv(good), "--cluster site --methods cace"), 65, "needs a column of what was received");
  check_refused(estimate(csv(good), "--cluster site --methods lmn"), 64, "unknown method");
  check_refused(run_program("estimate nowhere.csv --outcome y --arm a"), 65, "cannot be read");
  check_refused(run_program("estimate nowhere.csv --outcome y"), 64, "--arm is missing");
}

TEST_CASE("estimate never prints a number that is none") {
  // Nothing varies inside the arms; a risk of 0 in one arm; a wedge in which no cluster switches; four rows.
  const std::pair<const char*, const char*> cases[] = {
      {"site,arm,score\na,0,1\na,0,1\nc,0,1\nb,1,2\nb,1,2\nd,1,2\n", "--cluster site"},
      {"site,arm,score\na,0,0\na,0,0\nc,0,0\nb,1,1\nb,1,0\nd,1,1\nd,1,0\n", "--cluster site"},
      {"site,arm,score,period\na,0,1,1\na,0,2,2\nb,1,3,1\nb,1,4,2\nc,0,1,1\nc,0,4,2\nd,1,1,1\nd,1,4,2\n", "--cluster site --period period"},
      {"site,arm,score,period\na,0,1,1\na,0,2,2\nb,0,3,1\nb,1,4,2\nc,0,1,1\nc,0,4,2\n", "--cluster site --period period"},
      {"arm,score\n0,1\n0,1\n1,2\n1,3\n", ""}};
  for (const auto& [text, options] : cases)
    for (const char* format : {"text", "csv", "json", "md"}) {
      const Ran ran = estimate(text, std::string(options) + " --methods all --format " + format);
      INFO(text << options << "\n" << ran.out << ran.err);
      CHECK(ran.exit == 0);
      std::string lower = ran.out;
      std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      for (const char* word : {"nan", "inf,", "inf ", "-inf"}) CHECK(lower.find(word) == std::string::npos);
    }
}

TEST_CASE("estimate counts rows with missing values") {
  const Ran ran = estimate("arm,score\n0,1\n0,2\n0,NA\n1,3\n1,5\n1,\n", "");
  CHECK(ran.exit == 0);
  CHECK(ran.out.find("2 of 6 rows have a missing value") != std::string::npos);
}

TEST_CASE("power prints the numbers of T1 to T7") {
  const auto has = [](const std::string& options, const std::string& number) {
    const Ran ran = run_program("power --format csv " + options);
    INFO(options << "\n" << ran.out << ran.err);
    CHECK(ran.exit == 0);
    CHECK(ran.out.find(number) != std::string::npos);
  };
  has("--design individual --effect .3", "174.4195");
  has("--design crt --effect .3 --icc .05 --reference normal", "17.00590");
  has("--design crt --p0 .1 --p1 .2 --size 150 --icc .05", "12.0938264");
  has("--design crt --rate0 .01 --rate1 .005 --person-years 1000", "8.1621027");
  has("--design did --effect .5 --size 100 --icc .05 --cac .5 --iac .7", "4.68335");
  has("--design pn --effect .5 --icc .1 --size 10 --supporters 10", "77.81084");
  has("--design sw --p0 .05 --p1 .035 --tau .01 --size 120 --clusters 6 --tails both", "0.7861895925");
  has("--design sw --effect .3 --icc .05 --decay .95 --clusters 3", "0.010235432");
  has("--design sw --effect .3 --icc .05 --clusters 1", "-0.1518987");
  has("--design crt --effect .3 --icc .05 --size 20 --clusters 5", "0.11768624");
}

TEST_CASE("power refuses bad input in one line") {
  check_refused(run_program("power"), 64, "--design is missing");
  check_refused(run_program("power --design swd"), 64, "is not known");
  check_refused(run_program("power --design crt"), 64, "give either --effect");
  check_refused(run_program("power --design crt --effect .3 --icc 2"), 64, "the ICC is 2");
  check_refused(run_program("power --design crt --effect 0"), 64, "the effect is 0");
  check_refused(run_program("power --design crt --effect .3 --contamination .5 --non-uptake .5"), 64, "no contrast");
  check_refused(run_program("power --design sw --effect .3 --schedule 01,01"), 64, "cannot tell the effect from the periods");
  check_refused(run_program("power --design crt --effect .3 --icc .2 --size 10 --clusters 1"), 64, "degrees of freedom");
  check_refused(run_program("power --design crt --effect nan"), 64, "--effect is nan");
  check_refused(run_program("power --design sw --effect .3 --icc inf"), 64, "--icc is inf");
  check_refused(run_program("power --design individual --effect 1e-200"), 64, "look at the units");
  check_refused(run_program("power --design sw --effect .3 --schedule 000,000"), 64, "nobody is ever observed with support");
}
