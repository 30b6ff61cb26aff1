// One number per arm and world: declared measures, costs by payer, results by group of families and at follow-ups.

#include <limits>

#include "sim/run/finding.hpp"
#include "sim/run/output.hpp"

namespace alongside::run {
namespace {

using declare::Measure;
using declare::Over;
using declare::Payer;
using process::ArmResult;
using process::FollowUp;
using process::Stratum;

double ratio(double numerator, double denominator) {
  return denominator == 0 ? std::numeric_limits<double>::quiet_NaN() : numerator / denominator;
}

Output measure_output(const declare::Catalogue& catalogue, const Measure& m) {
  Output output = real_output({fmt::format("/summary/{}", m.name), std::string(m.unit), std::string(m.text)}, {},
                              [&catalogue, &m](const ArmView& arm, std::span<double> out) { out[0] = measure_value(catalogue, m, arm.result); });
  const char* const per[] = {"total", "total per 1,000 families", "total per family", "ratio of two totals"};
  const char* const better[] = {"higher", "lower", "neither"};
  output.spec.attributes.emplace_back("summed", std::string(m.over == Over::run ? "over the whole run, " : "in the last week of the horizon, ") + per[static_cast<int>(m.per)]);
  output.spec.attributes.emplace_back("better", std::string(better[static_cast<int>(m.better)]));
  return output;
}

/// Undiscounted pounds per 1,000 families of the items whose payer is among those asked for.
Output cost_output(const Study& study, const std::string& name, const std::string& long_name, std::vector<Payer> wanted) {
  return real_output({"/summary/" + name, "GBP per 1,000 births", long_name}, {}, [&catalogue = study.catalogue(), wanted](const ArmView& arm, std::span<double> out) {
    std::int64_t sum = 0;
    const process::Ledger& ledger = arm.result.ledger;
    for (std::size_t i = 0; i < catalogue.items().size(); ++i) {
      const declare::Item& item = *catalogue.items()[i];
      bool counts = false;
      for (const Payer payer : wanted) counts = counts || payer == item.payer;
      if (!counts) continue;
      const double price = arm.row[catalogue.index(item.price)];
      for (int year = 0; year < ledger.years; ++year)
        sum += declare::pence(ledger.quantity[i * static_cast<std::size_t>(ledger.years) + static_cast<std::size_t>(year)], price, item.per);
    }
    out[0] = ratio(10 * static_cast<double>(sum), arm.result.families);
  });
}

}  // namespace

std::vector<Output> summary_outputs(const Study& study) {
  std::vector<Output> all;
  all.push_back(real_output({"/summary/families", "family", "Families of the world."}, {},
                            [](const ArmView& arm, std::span<double> out) { out[0] = arm.result.families; }));
  for (const Measure* measure : study.catalogue().measures()) all.push_back(measure_output(study.catalogue(), *measure));
  all.push_back(cost_output(study, "cost", "Cost to the programme, health and social services, undiscounted.", {Payer::programme, Payer::nhs, Payer::social_care}));
  for (int p = 0; p < declare::payers; ++p) {
    const auto payer = static_cast<Payer>(p);
    std::string name(declare::label(payer));
    for (char& c : name) c = c == ' ' ? '_' : c;
    all.push_back(cost_output(study, "cost_" + name, fmt::format("Cost to payer \"{}\", undiscounted.", declare::label(payer)), {payer}));
  }
  return all;
}

std::vector<Output> stratum_outputs() {
  struct Field {
    const char *name, *unit, *text;
    std::int64_t Stratum::*count;
  };
  static constexpr Field fields[] = {{"families", "family", "Families of the stratum.", &Stratum::families},
                                     {"eligible", "family", "Families eligible for the programme.", &Stratum::eligible},
                                     {"offered", "family", "Families offered support.", &Stratum::offered},
                                     {"supported", "family", "Families with at least one contact.", &Stratum::supported},
                                     {"at_risk", "family", "Families at risk by the score measured at enrolment.", &Stratum::at_risk},
                                     {"at_risk_supported", "family", "Of those, families with at least one contact.", &Stratum::at_risk_supported},
                                     {"contacts", "contact", "Contacts received.", &Stratum::contacts},
                                     {"cost", "pence", "Running cost of the families: contacts and services.", &Stratum::cost},
                                     {"cases", "family", "Probable cases at the end of the horizon.", &Stratum::cases}};
  static constexpr const char *groups[] = {"deprivation", "language", "rurality"}, *axes[] = {"quintile", "language_group", "setting"};
  std::vector<Output> all;
  for (std::size_t g = 0; g < std::size(groups); ++g) {
    const std::string folder = fmt::format("/summary_by/{}/", groups[g]);
    for (const Field& field : fields)
      all.push_back(whole_output({folder + field.name, field.unit, field.text}, {axes[g]}, [g, count = field.count](const ArmView& arm, std::span<std::int64_t> out) {
        for (std::size_t s = 0; s < out.size(); ++s) out[s] = arm.result.strata[g][s].*count;
      }));
    all.push_back(real_output({folder + "qalys", "QALY", "Quality-adjusted life years of supported parents, undiscounted."}, {axes[g]}, [g](const ArmView& arm, std::span<double> out) {
      for (std::size_t s = 0; s < out.size(); ++s) out[s] = arm.result.strata[g][s].qalys;
    }));
    all.push_back(real_output({folder + "qalys_by_year", "QALY", "The same by year of the programme."}, {axes[g], "year"}, [g](const ArmView& arm, std::span<double> out) {
      copy_rows(arm.result.strata_qalys[g], static_cast<std::size_t>(process::strata_of[g]), arm.result.health.years, out);
    }));
  }
  return all;
}

std::vector<Output> follow_up_outputs(const Study&) {
  struct Field {
    const char *name, *unit, *text;
    std::int64_t FollowUp::*count;
  };
  static constexpr Field fields[] = {
      {"families", "family", "Families that reached the follow-up.", &FollowUp::families},
      {"observed", "family", "Families not lost to the follow-up.", &FollowUp::observed},
      {"cases", "family", "Probable cases by the measured score, all families.", &FollowUp::cases},
      {"observed_cases", "family", "Probable cases by the measured score, among those observed.", &FollowUp::observed_cases},
      {"any_feeding", "family", "Families that breastfeed, exclusively or not.", &FollowUp::any_feeding},
      {"exclusive_feeding", "family", "Families that breastfeed exclusively.", &FollowUp::exclusive},
      {"worse", "family", "Families whose measured score is 3 points or more above that at enrolment.", &FollowUp::worse},
      {"score", "points", "Measured scores, summed over all families.", &FollowUp::score},
      {"observed_score", "points", "Measured scores, summed over those observed.", &FollowUp::observed_score},
      {"score_squares", "points squared", "Squares of the measured scores, summed over all families.", &FollowUp::score_squares},
      {"partner_score", "points", "Partners' scores, summed over families with a partner.", &FollowUp::partner_score}};
  std::vector<Output> all;
  for (const Field& field : fields)
    all.push_back(whole_output({fmt::format("/follow_ups/{}", field.name), field.unit, field.text}, {"follow_up"}, [count = field.count](const ArmView& arm, std::span<std::int64_t> out) {
      for (std::size_t f = 0; f < out.size(); ++f) out[f] = arm.result.follow_ups[f].*count;
    }));
  return all;
}

}  // namespace alongside::run
