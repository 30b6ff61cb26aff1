#include <fmt/format.h>

#include <cmath>

#include "cli/power_designs.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command power_command;

namespace {
namespace po = boost::program_options;

po::options_description described() {
  po::options_description out("Options");
  const auto number = [] { return po::value<double>(); };
  const auto number_or = [](double value) { return po::value<double>()->default_value(value); };
  const auto whole_or = [](int value) { return po::value<int>()->default_value(value); };
  const auto word_or = [](const char* value) { return po::value<std::string>()->default_value(value); };
  out.add_options()
      ("design", po::value<std::string>(), "individual, crt (clusters), sw (stepped wedge), pn (partially nested), did (baseline and follow-up surveys)")
      ("effect", number(), "difference in means")
      ("sd", number_or(1), "standard deviation of the outcome")
      ("p0", number(), "risk in control")
      ("p1", number(), "risk with support")
      ("rate0", number(), "rate in control")
      ("rate1", number(), "rate with support")
      ("person-years", number(), "crt, rates: person-time per cluster")
      ("rate-cv", number_or(0.25), "crt, rates: between-cluster CV of the true rates")
      ("power", number_or(0.8), "wanted power, when the number is asked for")
      ("alpha", number_or(0.05), "two-sided level")
      ("reference", word_or("t"), "crt: t or normal")
      ("tails", word_or("effect"), "effect (count rejections in the effect's direction) or both")
      ("clusters", number(), "clusters per arm (crt, did), per sequence (sw); people per arm (individual); left out: solved for")
      ("size", number_or(20), "people per cluster, per cluster-period (sw), per supporter (pn)")
      ("cv", number_or(0), "CV of cluster sizes")
      ("rule", word_or("eldridge"), "unequal sizes: eldridge or van-breukelen")
      ("icc", number_or(0), "intra-cluster correlation, of the total variance")
      ("cac", number_or(1), "cluster autocorrelation between periods (nested exchangeable)")
      ("decay", number_or(1), "sw: correlation multiplied in for each period apart")
      ("iac", number_or(0), "individual autocorrelation (cohort)")
      ("tau", number(), "sw: SD of clusters, with --sd the SD inside them; instead of --icc")
      ("eta", number_or(0), "sw: SD of the random treatment effect")
      ("tau-eta", number_or(0), "sw: correlation of cluster and treatment effects")
      ("sequences", whole_or(4), "sw: sequences of the standard wedge")
      ("baseline-periods", whole_or(1), "sw: periods before the first switch")
      ("extra-periods", whole_or(0), "sw: periods after the last switch")
      ("transition", whole_or(0), "sw: periods not observed after a switch")
      ("schedule", po::value<std::string>(), "sw: rows of 0, 1 and . (not observed) instead, for example 0111,0011,0001")
      ("model", word_or("linear"), "sw: linear; laplace-logit, laplace-log (Xia 2021); likelihood-identity, likelihood-logit (Zhou 2020)")
      ("p0-end", number(), "sw, likelihood-logit: control risk in the last period")
      ("supporters", number(), "pn: supporters")
      ("controls", number(), "pn: families in control; left out: solved for")
      ("control-sd", number(), "pn: standard deviation in control, if not --sd")
      ("contamination", number_or(0), "share of control that gets the support")
      ("non-uptake", number_or(0), "share of the supported that does not take it up")
      ("attrition", number_or(0), "share of people lost, completely at random")
      ("format", word_or("text"), "text, csv, json or md");
  return out;
}

int run(const std::vector<std::string>& arguments) {
  const Parsed parsed = parse(power_command, described(), {}, arguments,
                              "alongside power --design crt --effect 0.3 --icc 0.05 --size 20 --power 0.8");
  if (parsed.help) return 0;
  const data::Format format = data::parse_format(parsed.get<std::string>("format"));
  if (!parsed.has("design")) throw UsageError("power: --design is missing (individual, crt, sw, pn or did)");
  const std::string design = parsed.get<std::string>("design");
  std::vector<data::OutputTable> (*answer)(const Parsed&) = nullptr;
  for (const auto& [name, function] : power_designs())
    if (design == name) answer = function;
  if (!answer) throw UsageError(fmt::format("--design \"{}\" is not known (individual, crt, sw, pn or did)", design));
  fmt::print("{}", data::print(answer(parsed), format));
  return 0;
}
}  // namespace

const Command power_command{"power", "--design individual|crt|sw|pn|did --effect D | --p0 P --p1 P [options]",
                            "Computes a trial's power, or the number it needs, by published formulas.", run};

}  // namespace alongside::cli
