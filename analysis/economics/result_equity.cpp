#include "analysis/economics/result_equity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

/// The groupings of the file, and how their strata are named here.
struct GroupingPlace {
  const char *name, *folder;
  std::vector<std::string> groups;
  bool reversed;  ///< the file counts deprivation upwards, equity begins with the most deprived
};

const std::vector<GroupingPlace>& grouping_places() {
  static const std::vector<GroupingPlace> places{
      {"Deprivation", "deprivation", {"most deprived fifth", "second fifth", "middle fifth", "fourth fifth", "least deprived fifth"}, true},
      {"Language", "language", {"majority language", "minority language"}, false},
      {"Place of living", "rurality", {"urban", "rural"}, false}};
  return places;
}

/// One dataset by stratum: [world][arm][stratum].
struct ByStratum {
  std::vector<double> values;
  std::size_t arms, strata;
  double at(std::size_t world, std::size_t arm, std::size_t stratum) const { return values[(world * arms + arm) * strata + stratum]; }
};

void most_deprived_first(ByStratum& values, const GroupingPlace& place) {
  const auto strata = static_cast<std::ptrdiff_t>(values.strata);
  for (auto row = values.values.begin(); place.reversed && row != values.values.end(); row += strata) std::reverse(row, row + strata);
}

ByStratum read_strata(const record::Result& result, const Accounts& accounts, const GroupingPlace& place, const char* field) {
  const std::string path = fmt::format("/summary_by/{}/{}", place.folder, field);
  ByStratum out{read_for_worlds(result, path, accounts), accounts.arms.size(), place.groups.size()};
  most_deprived_first(out, place);
  return out;
}

/// Discounted health by stratum, valued as the view asks: only differences between arms are used, and in those another value
/// set is a factor.
ByStratum read_health(const record::Result& result, const Accounts& accounts, const GroupingPlace& place, const Viewpoint& view) {
  const std::vector<double> by_year = read_for_worlds(result, fmt::format("/summary_by/{}/qalys_by_year", place.folder), accounts);
  const std::vector<double> weights = year_weights(view.discounting.rates.effect, view.discounting.rates.rule, accounts.years);
  ByStratum out{{}, accounts.arms.size(), place.groups.size()};
  const std::size_t of_world = out.arms * out.strata;
  for (std::size_t row = 0; row < accounts.worlds.size() * of_world; ++row) {
    double sum = 0;
    for (std::size_t y = 0; y < accounts.years; ++y) sum += weights[y] * by_year[row * accounts.years + y];
    out.values.push_back(sum * gain_factor(accounts, view, accounts.worlds[row / of_world].draw));
  }
  most_deprived_first(out, place);
  return out;
}

std::size_t reference_arm(const Accounts& accounts, const ResultEquityQuestion& question) {
  return question.reference ? option_index(accounts.arms, *question.reference) : 0;
}

/// Everything that is needed of one grouping, world by world.
struct GroupWorlds {
  ByStratum families, health;
  Valued valued;
  std::vector<std::vector<double>> shares;  ///< [world][group] of displaced health
};

GroupWorlds group_worlds(const record::Result& result, const Accounts& accounts, const ResultEquityQuestion& question, const GroupingPlace& place) {
  GroupWorlds out{read_strata(result, accounts, place, "families"), read_health(result, accounts, place, question.view), value_accounts(accounts, question.view), {}};
  for (std::size_t w = 0; w < accounts.worlds.size(); ++w) {
    std::vector<double> shares;
    for (std::size_t g = 0; g < place.groups.size(); ++g)
      shares.push_back(place.reversed ? question.basis.shares[g] : out.families.at(w, 0, g) / accounts.worlds[w].families);
    out.shares.push_back(std::move(shares));
  }
  return out;
}

/// Gain, displaced and net of one arm and group in one world, per 1,000 births.
struct GroupNet {
  double gain, displaced;
};
GroupNet group_net(const Accounts& accounts, const ResultEquityQuestion& question, const GroupWorlds& all, std::size_t w, std::size_t arm, std::size_t reference, std::size_t g) {
  const auto row = static_cast<Eigen::Index>(w);
  const double added = all.valued.cost(row, static_cast<Eigen::Index>(arm)) - all.valued.cost(row, static_cast<Eigen::Index>(reference));
  return {(all.health.at(w, arm, g) - all.health.at(w, reference, g)) * 1000 / accounts.worlds[w].families, all.shares[w][g] * added / question.basis.money_per_health};
}

double total_of(const ByStratum& values, const Accounts& accounts, std::size_t arm, std::size_t g) {
  double sum = 0;
  for (std::size_t w = 0; w < accounts.worlds.size(); ++w) sum += values.at(w, arm, g);
  return sum;
}

}  // namespace

std::vector<Grouped> group_outcomes(const record::Result& result, const Accounts& accounts, const ResultEquityQuestion& question) {
  const std::size_t reference = reference_arm(accounts, question);
  double births = 0;
  for (const AccountWorld& world : accounts.worlds) births += world.families;
  std::vector<Grouped> all;
  for (const GroupingPlace& place : grouping_places()) {
    const GroupWorlds worlds = group_worlds(result, accounts, question, place);
    const ByStratum eligible = read_strata(result, accounts, place, "eligible"), offered = read_strata(result, accounts, place, "offered"),
                    supported = read_strata(result, accounts, place, "supported"), contacts = read_strata(result, accounts, place, "contacts");
    Grouped grouped{place.name, {}};
    for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm) {
      std::vector<GroupOutcome> outcomes;
      for (std::size_t g = 0; g < place.groups.size(); ++g) {
        const double families = total_of(worlds.families, accounts, arm, g), some = std::max(families, 1.0);
        GroupOutcome one{place.groups[g], 1000 * families / births, total_of(eligible, accounts, arm, g) / some, total_of(offered, accounts, arm, g) / some,
                         total_of(supported, accounts, arm, g) / some, total_of(contacts, accounts, arm, g) / some, {}, {}, {}};
        std::vector<double> gain, displaced, net;
        for (std::size_t w = 0; w < accounts.worlds.size(); ++w) {
          const GroupNet now = group_net(accounts, question, worlds, w, arm, reference, g);
          gain.push_back(now.gain);
          displaced.push_back(now.displaced);
          net.push_back(now.gain - now.displaced);
        }
        one.gain = unit_mean(over_units(accounts, gain));
        one.displaced = unit_mean(over_units(accounts, displaced));
        one.net = unit_mean(over_units(accounts, net));
        outcomes.push_back(std::move(one));
      }
      grouped.outcomes.push_back(std::move(outcomes));
    }
    all.push_back(std::move(grouped));
  }
  return all;
}

std::vector<PlanePoint> equity_plane(const record::Result& result, const Accounts& accounts, const ResultEquityQuestion& question) {
  std::vector<PlanePoint> points;
  if (!question.basis.baseline) return points;
  const std::size_t reference = reference_arm(accounts, question);
  const GroupingPlace& place = grouping_places().front();
  const GroupWorlds worlds = group_worlds(result, accounts, question, place);
  const std::array<double, 5>& baseline = *question.basis.baseline;
  // Groups are as large as they are on average, per 1,000 births, so that draws differ by what happens in them alone.
  std::vector<double> people;
  double births = 0;
  for (std::size_t g = 0; g < place.groups.size(); ++g) people.push_back(total_of(worlds.families, accounts, 0, g));
  for (const double n : people) births += n;
  for (double& n : people) n *= 1000 / births;
  for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm) {
    if (arm == reference) continue;
    std::vector<std::vector<double>> net(place.groups.size());
    for (std::size_t g = 0; g < place.groups.size(); ++g) {
      std::vector<double> by_world;
      for (std::size_t w = 0; w < accounts.worlds.size(); ++w) {
        const GroupNet now = group_net(accounts, question, worlds, w, arm, reference, g);
        by_world.push_back(now.gain - now.displaced);
      }
      net[g] = over_units(accounts, by_world);
    }
    for (const EquityView& view : question.views) {
      PlanePoint point{accounts.arms[arm], index_text(view.index), view.aversion, equally_distributed_equivalent(baseline, people, view.index, view.aversion), 0, {}, {}, {}};
      std::vector<double> health, equity, total, mean_after(baseline.begin(), baseline.end());
      for (std::size_t u = 0; u < net[0].size(); ++u) {
        std::vector<double> after(baseline.begin(), baseline.end());
        for (std::size_t g = 0; g < after.size(); ++g) {
          const double change = people[g] > 0 ? net[g][u] / people[g] : 0;
          after[g] += change;
          mean_after[g] += change / static_cast<double>(net[0].size());
        }
        const EquityImpact impact = equity_impact(baseline, after, people, view.index, view.aversion);
        health.push_back(impact.health);
        equity.push_back(impact.equity);
        total.push_back(impact.total);
      }
      point.ede_after = equally_distributed_equivalent(mean_after, people, view.index, view.aversion);
      point.health = unit_mean(health);
      point.equity = unit_mean(equity);
      point.total = unit_mean(total);
      points.push_back(std::move(point));
    }
  }
  return points;
}

}  // namespace alongside::economics
