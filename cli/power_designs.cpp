#include "cli/power_designs.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::cli {
using namespace power;

std::span<const std::pair<const char*, PowerAnswer>> power_designs() {
  static constexpr std::pair<const char*, PowerAnswer> list[] = {
      {"individual", individual_power}, {"crt", cluster_power}, {"sw", stepped_power}, {"pn", nested_power}, {"did", did_power}};
  return list;
}

Contrast read_contrast(const Parsed& parsed) {
  const bool mean = parsed.has("effect"), risk = parsed.has("p0") || parsed.has("p1");
  if (mean == risk) throw UsageError("power: give either --effect (with --sd), or --p0 and --p1");
  if (risk && !(parsed.has("p0") && parsed.has("p1"))) throw UsageError("power: --p0 and --p1 go together");
  Contrast out = mean ? means(parsed.get<double>("effect"), parsed.get<double>("sd")) : risks(parsed.get<double>("p0"), parsed.get<double>("p1"));
  out.effect = diluted_effect(out.effect, parsed.get<double>("contamination"), parsed.get<double>("non-uptake"));
  if (out.effect == 0) throw UsageError("power: the effect is 0 (no trial finds it)");
  const double standardised = std::fabs(out.effect) / std::sqrt((out.variance_control + out.variance_support) / 2);
  if (!(standardised >= 1e-4 && standardised <= 100))
    throw UsageError(fmt::format("power: the effect is {:.3g} standard deviations (0.0001 to 100 can be planned for) look at the units of --effect and --sd", standardised));
  const double inflation = attrition_inflation(parsed.get<double>("attrition"));
  out.variance_control *= inflation;
  out.variance_support *= inflation;
  return out;
}

Clusters read_clusters(const Parsed& parsed) {
  const std::string rule = parsed.get<std::string>("rule");
  if (rule != "eldridge" && rule != "van-breukelen") throw UsageError(fmt::format("--rule \"{}\" is not known (eldridge or van-breukelen)", rule));
  return {parsed.get<double>("size"), parsed.get<double>("icc"), parsed.get<double>("cv"), rule == "eldridge" ? SizeRule::eldridge : SizeRule::van_breukelen};
}

Test read_test(const Parsed& parsed) {
  const std::string tails = parsed.get<std::string>("tails");
  if (tails != "effect" && tails != "both") throw UsageError(fmt::format("--tails \"{}\" is not known (effect or both)", tails));
  Test out;
  out.alpha = parsed.get<double>("alpha");
  require_between(out.alpha, 0, 1, Bounds::open, "--alpha");
  out.tails = tails == "both" ? Tails::both : Tails::effect_tail;
  return out;
}

void Quantities::add_losses(const Parsed& parsed) {
  const double c = parsed.get<double>("contamination"), l = parsed.get<double>("non-uptake"), a = parsed.get<double>("attrition");
  if (c > 0 || l > 0) add("inflation for contamination and non-uptake", contamination_inflation(c, l));
  if (a > 0) add("inflation for attrition", attrition_inflation(a));
  if (c > 0 || l > 0) note("Contamination: sharing is all-or-nothing and at random, so the expected effect is effect x (1 - c - l) (Torgerson 2001).");
}

namespace {

Reference read_reference(const Parsed& parsed) {
  const std::string name = parsed.get<std::string>("reference");
  if (name != "t" && name != "normal") throw UsageError(fmt::format("--reference \"{}\" is not known (t or normal)", name));
  return name == "t" ? Reference::t : Reference::normal;
}

std::vector<data::OutputTable> rates(const Parsed& parsed) {
  for (const char* needed : {"rate0", "rate1", "person-years"})
    if (!parsed.has(needed)) throw UsageError(fmt::format("power: rates need --{}", needed));
  if (parsed.get<double>("icc") != 0 || parsed.get<double>("cv") != 0)
    throw UsageError("power: rates take --rate-cv for the spread between clusters (--icc and --cv do not apply)");
  const double inflation = attrition_inflation(parsed.get<double>("attrition"));
  const double r0 = parsed.get<double>("rate0"), y = parsed.get<double>("person-years") / inflation, k = parsed.get<double>("rate-cv"), alpha = parsed.get<double>("alpha");
  const double r1 = r0 + diluted_effect(parsed.get<double>("rate1") - r0, parsed.get<double>("contamination"), parsed.get<double>("non-uptake"));
  Quantities out("Cluster trial, rates");
  const double clusters = parsed.has("clusters") ? parsed.get<double>("clusters") : rate_clusters(r0, r1, y, k, parsed.get<double>("power"), alpha);
  out.add("clusters per arm", clusters);
  if (!parsed.has("clusters")) out.add("clusters per arm, rounded up", std::ceil(clusters - 1e-9), 0);
  out.add("power", rate_power(r0, r1, y, k, clusters, alpha));
  out.add_losses(parsed);
  out.note("Hayes and Bennett (1999), normal reference, one cluster per arm added.");
  return {out.take()};
}

data::OutputTable small_sample(double per_arm, double alpha) {
  data::OutputTable out{"True type I error of a balanced normal cluster trial", {"sandwich", "against z", "against t(2k - 2)"}, {}, {}};
  const std::pair<const char*, Correction> all[] = {{"Liang-Zeger", Correction::liang_zeger}, {"Kauermann-Carroll", Correction::kauermann_carroll}, {"Mancl-DeRouen", Correction::mancl_derouen}};
  for (const auto& [name, correction] : all)
    out.rows.push_back({std::string(name), data::Number{exact_type_one_error(correction, Reference::normal, per_arm, alpha), 4},
                        data::Number{exact_type_one_error(correction, Reference::t, per_arm, alpha), 4}});
  return out;
}

}  // namespace

std::vector<data::OutputTable> individual_power(const Parsed& parsed) {
  const Contrast contrast = read_contrast(parsed);
  const Test test = read_test(parsed);
  if (parsed.get<double>("icc") != 0) throw UsageError("power: --icc has no place in an individually randomised trial (--design pn when supporters carry several families)");
  Quantities out("Individually randomised trial");
  const double n = parsed.has("clusters") ? parsed.get<double>("clusters") : individuals_per_arm(contrast, parsed.get<double>("power"), test.alpha);
  out.add("people per arm", n);
  if (!parsed.has("clusters")) out.add("people per arm, rounded up", std::ceil(n - 1e-9), 0);
  const double variance = parallel_variance(contrast, {1, 0, 0, SizeRule::eldridge}, n);
  out.add("SE of the effect", std::sqrt(variance));
  out.add("power", power_of(contrast.effect, variance, test));
  out.add_losses(parsed);
  out.note("Normal reference.");
  return {out.take()};
}

std::vector<data::OutputTable> cluster_power(const Parsed& parsed) {
  if (parsed.has("rate0") || parsed.has("rate1")) return rates(parsed);
  const Contrast contrast = read_contrast(parsed);
  const Clusters clusters = read_clusters(parsed);
  const Test test = read_test(parsed);
  const Reference reference = read_reference(parsed);
  const bool asked = !parsed.has("clusters");
  const double k = asked ? parallel_clusters(contrast, clusters, parsed.get<double>("power"), reference, test) : parsed.get<double>("clusters");
  Quantities out("Cluster trial");
  out.add("design effect", design_effect(clusters));
  out.add("clusters per arm", k);
  if (asked) out.add("clusters per arm, rounded up", std::ceil(k - 1e-9), 0);
  out.add("people per arm", k * clusters.size, 2);
  out.add("SE of the effect", std::sqrt(parallel_variance(contrast, clusters, k)));
  out.add("power", parallel_power(contrast, clusters, k, reference, test));
  out.add_losses(parsed);
  out.note(reference == Reference::t ? "Noncentral t with 2 (k - 1) df." : "Normal reference.");
  if (clusters.cv > 0) out.note(clusters.rule == SizeRule::eldridge ? "Unequal sizes: Eldridge et al. (2006)." : "Unequal sizes: van Breukelen et al. (2007).");
  std::vector<data::OutputTable> tables{out.take()};
  if (const double whole = asked ? std::ceil(k - 1e-9) : k; whole >= 2) tables.push_back(small_sample(whole, test.alpha));
  return tables;
}

std::vector<data::OutputTable> did_power(const Parsed& parsed) {
  const bool risk = parsed.has("p0");
  Contrast contrast = read_contrast(parsed);
  // As in clusterPower: a risk's variance is taken at the control risk.
  if (risk) contrast.variance_support = contrast.variance_control;
  const Clusters clusters = read_clusters(parsed);
  const Autocorrelation over_time{parsed.get<double>("cac"), parsed.get<double>("iac")};
  const Test test = read_test(parsed);
  const bool asked = !parsed.has("clusters");
  const double k = asked ? did_clusters(contrast, clusters, over_time, parsed.get<double>("power"), test) : parsed.get<double>("clusters");
  Quantities out("Difference in differences");
  out.add("design effect", design_effect(clusters));
  out.add("clusters per arm", k);
  if (asked) out.add("clusters per arm, rounded up", std::ceil(k - 1e-9), 0);
  out.add("power", power::did_power(contrast, clusters, over_time, k, test));
  out.add("variance of ANCOVA against follow-up alone", ancova_factor(clusters, over_time));
  out.add_losses(parsed);
  out.note("Teerenstra et al. (2012), noncentral t with 2 (k - 1) df; --cac and --iac are the autocorrelations of clusters and of people.");
  return {out.take()};
}

std::vector<data::OutputTable> nested_power(const Parsed& parsed) {
  const Contrast contrast = read_contrast(parsed);
  const double icc = parsed.get<double>("icc");
  require_between(icc, 0, 1, Bounds::closed, "--icc");
  if (!parsed.has("supporters")) throw UsageError("power: --design pn needs --supporters (how many carry the families)");
  PartiallyNested design{parsed.get<double>("supporters"), parsed.get<double>("size"), 0, icc * contrast.variance_support,
                         (1 - icc) * contrast.variance_support, contrast.variance_control};
  if (parsed.has("control-sd")) design.control_variance = std::pow(parsed.get<double>("control-sd"), 2) * attrition_inflation(parsed.get<double>("attrition"));
  const Test test = read_test(parsed);
  const bool asked = !parsed.has("controls");
  design.controls = asked ? partially_nested_controls(contrast.effect, design, parsed.get<double>("power"), test.alpha) : parsed.get<double>("controls");
  Quantities out("Partially nested trial");
  out.add("supporters", design.groups, 0);
  out.add("families with support", design.groups * design.size, 2);
  out.add("families in control", design.controls);
  if (asked) out.add("families in control, rounded up", std::ceil(design.controls - 1e-9), 0);
  out.add("SE of the effect", std::sqrt(partially_nested_variance(design)));
  out.add("power, normal reference", partially_nested_power(contrast.effect, design, test));
  if (design.groups > 1 && design.controls > 1) {
    Test small = test;
    small.df = partially_nested_df(design);
    out.add("Satterthwaite df", small.df, 2);
    out.add("power, t reference", partially_nested_power(contrast.effect, design, small));
  }
  out.add_losses(parsed);
  out.note("Moerbeek and Wong (2008); --icc is the supporters' share of the supported arm's variance.");
  return {out.take()};
}

}  // namespace alongside::cli
