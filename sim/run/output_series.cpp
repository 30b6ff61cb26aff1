// Series over weeks, the ledger over years, and single families.

#include <algorithm>

#include "sim/process/ledger_items.hpp"
#include "sim/run/output.hpp"

namespace alongside::run {
namespace {

using declare::Tally;

/// Copies a whole run's series of one tally; weeks beyond the run stay missing.
void copy_series(const std::vector<double>& series, std::size_t tally, int length, std::span<double> out) {
  const auto n = static_cast<std::size_t>(length);
  std::copy_n(series.begin() + static_cast<std::ptrdiff_t>(tally * n), n, out.begin());
}

/// Families of smaller worlds, and weeks beyond a shorter horizon, stay missing.
FillByte copy_families(std::vector<std::uint8_t> process::ArmResult::*values, std::size_t wide) {
  return [values, wide](const ArmView& arm, std::span<std::uint8_t> out) {
    const auto weeks = static_cast<std::size_t>(arm.result.tallies.ages);
    const std::vector<std::uint8_t>& from = arm.result.*values;
    for (std::size_t f = 0; f < arm.result.families; ++f)
      std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(f * weeks), weeks, out.begin() + static_cast<std::ptrdiff_t>(f * wide));
  };
}

Output family_output(const Label& label, FillByte fill) {
  return {{.path = label.path,
           .element = record::Element::u8,
           .axes = {"world", "arm", "family", "age_week"},
           .attributes = {{"unit", label.unit}, {"long_name", label.long_name}, {"_FillValue", std::int64_t{255}}},
           .kind = record::Kind::world},
          std::move(fill)};
}

/// What the bits of /families/state mean, in the words of the CF conventions.
void explain_state(record::Attributes& attributes) {
  attributes.emplace_back("flag_masks", std::vector<std::int64_t>{15, 15, 15, 15, 15, 15, 15, 15, 15, 16, 96, 96, 96, 96, 128});
  attributes.emplace_back("flag_values", std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 0, 32, 64, 96, 128});
  attributes.emplace_back("flag_meanings", std::string("not_enrolled not_offered declined waiting supported completed left stepped_up finished "
                                                       "contact_received no_breastfeeding partial_breastfeeding exclusive_breastfeeding not_born in_treatment"));
}

}  // namespace

std::vector<Output> weekly_outputs(const Study& study) {
  std::vector<Output> all;
  const auto& tallies = study.catalogue().tallies();
  for (std::size_t t = 0; t < tallies.size(); ++t) {
    const Tally& tally = *tallies[t];
    all.push_back(real_output({fmt::format("/weekly/{}", tally.name), std::string(tally.unit), std::string(tally.text)}, {"week"},
                              [t](const ArmView& arm, std::span<double> out) { copy_series(arm.result.tallies.by_week, t, arm.result.tallies.weeks, out); }));
  }
  for (std::size_t t = 0; t < tallies.size(); ++t) {
    const Tally& tally = *tallies[t];
    all.push_back(real_output({fmt::format("/by_age/{}", tally.name), std::string(tally.unit), std::string(tally.text)}, {"age_week"},
                              [t](const ArmView& arm, std::span<double> out) { copy_series(arm.result.tallies.by_age, t, arm.result.tallies.ages, out); }));
  }
  return all;
}

std::vector<Output> yearly_outputs(const Study& study) {
  std::vector<Output> all;
  const auto& tallies = study.catalogue().tallies();
  for (std::size_t t = 0; t < tallies.size(); ++t) {
    if (tallies[t]->kept != declare::Kept::yearly_too) continue;
    all.push_back(real_output({fmt::format("/yearly/{}", tallies[t]->name), std::string(tallies[t]->unit), std::string(tallies[t]->text)}, {"year"},
                              [t](const ArmView& arm, std::span<double> out) {
                                std::ranges::fill(out, 0.0);
                                for (int week = 0; week < arm.result.tallies.weeks; ++week)
                                  out[static_cast<std::size_t>(arm.result.year(week))] += arm.result.tallies.week(t, week);
                              }));
  }
  all.push_back(whole_output({"/yearly/waits", "family", "Families by whole weeks waited for their first supporter or group, over all years; the last count holds all longer waits."},
                             {"wait_week"}, [](const ArmView& arm, std::span<std::int64_t> out) { std::ranges::copy(arm.result.waits, out.begin()); }));
  return all;
}

std::vector<Output> ledger_outputs(const Study& study) {
  std::vector<Output> all;
  all.push_back(whole_output({"/ledger/quantity", "smallest units of the item", "Quantities of every item by payer and year of the programme."}, {"item", "payer", "year"},
      [&catalogue = study.catalogue()](const ArmView& arm, std::span<std::int64_t> out) {
        const process::Ledger& ledger = arm.result.ledger;
        const auto years = static_cast<std::size_t>(ledger.years), items = catalogue.items().size(), wide = out.size() / items / declare::payers;
        for (std::size_t i = 0; i < items; ++i) {
          const auto payer = static_cast<std::size_t>(catalogue.items()[i]->payer);
          std::copy_n(ledger.quantity.begin() + static_cast<std::ptrdiff_t>(i * years), years, out.begin() + static_cast<std::ptrdiff_t>((i * declare::payers + payer) * wide));
        }
      }));
  all.push_back(real_output({"/ledger/health", "QALY", "Quality-adjusted life years by person and year, undiscounted."}, {"person", "year"}, [](const ArmView& arm, std::span<double> out) {
    copy_rows(arm.result.health.qalys, process::persons, arm.result.health.years, out);
  }));
  all.push_back(real_output({"/ledger/contract_years", "year", "Years over which the arm's set-up is spread: each year bears an equal part of it, without interest."}, {},
      [cell = study.catalogue().index(process::contract_years_parameter)](const ArmView& arm, std::span<double> out) { out[0] = arm.row[cell]; }));
  all.push_back(whole_output({"/ledger/symptom_weeks", "person-week", "Weeks lived at each score."}, {"person", "band", "year"}, [](const ArmView& arm, std::span<std::int64_t> out) {
    copy_rows(arm.result.health.symptom_weeks, static_cast<std::size_t>(process::persons * process::score_bands), arm.result.health.years, out);
  }));
  return all;
}

std::vector<Output> family_outputs(const Study& study) {
  const auto weeks = static_cast<std::size_t>(study.extent().horizon);
  std::vector<Output> all;
  all.push_back(family_output({"/families/score", "points", "Error-free symptom score, rounded."}, copy_families(&process::ArmResult::score_weeks, weeks)));
  all.push_back(family_output({"/families/state", "", "Place in the programme, contact this week, feeding and treatment."}, copy_families(&process::ArmResult::state_weeks, weeks)));
  explain_state(all.back().spec.attributes);
  return all;
}

}  // namespace alongside::run
