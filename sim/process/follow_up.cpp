#include "sim/process/follow_up.hpp"

#include <cmath>
#include <limits>

#include "sim/world/columns.hpp"

namespace alongside::process {
namespace {

constexpr std::uint8_t unmeasured = 255;
constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::string_view label(Subgroup group) {
  static constexpr std::string_view labels[] = {"all",        "quintile 1",        "quintile 2",        "quintile 3",           "quintile 4",
                                                "quintile 5", "majority language", "minority language", "two or more risks"};
  return labels[static_cast<int>(group)];
}

std::int64_t GroupFound::families() const { return at_least(0); }

std::int64_t GroupFound::sum() const {
  std::int64_t sum = 0;
  for (int s = 0; s < score_values; ++s) sum += s * scores[static_cast<std::size_t>(s)];
  return sum;
}

std::int64_t GroupFound::squares() const {
  std::int64_t sum = 0;
  for (int s = 0; s < score_values; ++s) sum += std::int64_t{s} * s * scores[static_cast<std::size_t>(s)];
  return sum;
}

std::int64_t GroupFound::at_least(int score) const {
  std::int64_t sum = 0;
  for (int s = score; s < score_values; ++s) sum += scores[static_cast<std::size_t>(s)];
  return sum;
}

void Anova::add(const Anova& more) {
  clusters += more.clusters, families += more.families, squared_sizes += more.squared_sizes;
  total += more.total, squares += more.squares, between += more.between;
}

double Anova::icc() const {
  if (clusters < 2 || families <= clusters) return none;
  const double k = static_cast<double>(clusters), n = static_cast<double>(families);
  const double size = (n - static_cast<double>(squared_sizes) / n) / (k - 1);
  const double among = (between - total * total / n) / (k - 1), within = (squares - between) / (n - k);
  const double all = among + (size - 1) * within;
  return all > 0 ? (among - within) / all : none;
}

std::int64_t ScorePair::both() const {
  std::int64_t sum = 0;
  for (const std::int32_t n : families) sum += n;
  return sum;
}

std::int64_t ScorePair::cases_first(int score) const {
  std::int64_t sum = 0;
  for (std::size_t cell = static_cast<std::size_t>(score * score_values); cell < families.size(); ++cell) sum += families[cell];
  return sum;
}

std::int64_t ScorePair::cases_both(int score) const {
  std::int64_t sum = 0;
  for (int a = score; a < score_values; ++a)
    for (int b = score; b < score_values; ++b) sum += families[static_cast<std::size_t>(a * score_values + b)];
  return sum;
}

double ScorePair::correlation() const {
  std::int64_t n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (int a = 0; a < score_values; ++a)
    for (int b = 0; b < score_values; ++b) {
      const std::int64_t here = families[static_cast<std::size_t>(a * score_values + b)];
      n += here, x += a * here, y += b * here, xx += std::int64_t{a} * a * here, yy += std::int64_t{b} * b * here, xy += std::int64_t{a} * b * here;
    }
  if (n < 2) return none;
  const double size = static_cast<double>(n), mx = static_cast<double>(x) / size, my = static_cast<double>(y) / size;
  const double vx = static_cast<double>(xx) / size - mx * mx, vy = static_cast<double>(yy) / size - my * my;
  return vx > 0 && vy > 0 ? (static_cast<double>(xy) / size - mx * my) / std::sqrt(vx * vy) : none;
}

ScorePair ScorePair::turned() const {
  ScorePair pair{second, first};
  for (int a = 0; a < score_values; ++a)
    for (int b = 0; b < score_values; ++b) pair.families[static_cast<std::size_t>(b * score_values + a)] = families[static_cast<std::size_t>(a * score_values + b)];
  return pair;
}

FollowUpRecord::FollowUpRecord(std::size_t follow_ups, std::uint32_t families, std::size_t communities)
    : scores_(follow_ups > 1 ? follow_ups : 0, std::vector<std::uint8_t>(families, unmeasured)), supporters_(follow_ups),
      communities_(follow_ups, std::vector<Cluster>(communities)) {}

void FollowUpRecord::note(std::size_t follow_up, std::uint32_t family, int score, double level, std::uint16_t community, std::uint32_t supporter) {
  if (!scores_.empty()) scores_[follow_up][family] = static_cast<std::uint8_t>(score);
  note_in(communities_[follow_up], community, level);
  if (supporter != nobody) note_in(supporters_[follow_up], supporter, level);
}

void FollowUpRecord::note_in(std::vector<Cluster>& clusters, std::size_t which, double level) {
  if (which >= clusters.size()) clusters.resize(which + 1);
  ++clusters[which].families;
  clusters[which].total += level;
  clusters[which].squares += level * level;
}

Anova FollowUpRecord::sums(const std::vector<Cluster>& clusters) {
  Anova sums;
  for (const Cluster& c : clusters) {
    if (c.families == 0) continue;
    ++sums.clusters;
    sums.families += c.families;
    sums.squared_sizes += c.families * c.families;
    sums.total += c.total;
    sums.squares += c.squares;
    sums.between += c.total * c.total / static_cast<double>(c.families);
  }
  return sums;
}

std::vector<ScorePair> FollowUpRecord::pairs() const {
  std::vector<ScorePair> pairs;
  for (std::size_t a = 0; a < scores_.size(); ++a)
    for (std::size_t b = a + 1; b < scores_.size(); ++b) {
      ScorePair pair{static_cast<std::int32_t>(a), static_cast<std::int32_t>(b)};
      for (std::size_t i = 0; i < scores_[a].size(); ++i)
        if (scores_[a][i] != unmeasured && scores_[b][i] != unmeasured) ++pair.families[static_cast<std::size_t>(scores_[a][i] * score_values + scores_[b][i])];
      pairs.push_back(pair);
    }
  return pairs;
}

FamilyGroups::FamilyGroups(const world::Layout& at) : risks_(at), quintile_(at.slot(world::deprivation)), language_(at.slot(world::language)) {}

std::uint32_t FamilyGroups::groups_of(const world::World& world, std::uint32_t family) const {
  const auto bit = [](Subgroup g) { return 1u << static_cast<unsigned>(g); };
  const unsigned quintile = world.fixed_value(quintile_, family);
  return bit(Subgroup::all) | 1u << (static_cast<unsigned>(Subgroup::quintile_1) + quintile - 1) |
         bit(world.fixed_value(language_, family) == 0 ? Subgroup::majority : Subgroup::minority) | (risks_.count(world, family) >= 2 ? bit(Subgroup::two_risks) : 0u);
}

}  // namespace alongside::process
