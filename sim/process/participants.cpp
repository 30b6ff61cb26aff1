// Who takes part in a study. By default every family does.

#include "sim/process/participants.hpp"

#include "sim/core/numeric.hpp"
#include "sim/process/feeding.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

const Parameter participants_consented{.name = "participants.consented", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"no", "yes"}, .grade = Grade::definition,
    .text = "Whether participants have agreed to a study before support is offered: those who agree once agree more readily again."};

namespace {

const Parameter minimum_score{.name = "participants.minimum_score", .kind = Kind::count, .unit = "points", .low = 0, .high = 30, .value = 0, .grade = Grade::definition,
    .text = "Lowest score measured at enrolment with which a family takes part: others are in the world, but neither offered support nor followed up."};
const Parameter maximum_score{.name = "participants.maximum_score", .kind = Kind::count, .unit = "points", .low = 0, .high = 30, .value = 30, .grade = Grade::definition,
    .text = "Highest score measured at enrolment with which a family takes part."};
const Parameter minimum_quintile{.name = "participants.minimum_quintile", .kind = Kind::count, .unit = "", .low = 1, .high = 5, .value = 1, .grade = Grade::definition,
    .text = "Least deprived quintile that takes part."};
const Parameter maximum_quintile{.name = "participants.maximum_quintile", .kind = Kind::count, .unit = "", .low = 1, .high = 5, .value = 5, .grade = Grade::definition,
    .text = "Most deprived quintile that takes part."};
const Parameter child{.name = "participants.child", .kind = Kind::choice, .high = 2, .value = 0, .labels = {"any", "first", "later"}, .grade = Grade::definition,
    .text = "Whether parents of a first child, of a later one, or of any take part."};
const Parameter language_rule{.name = "participants.language", .kind = Kind::choice, .high = 2, .value = 0, .labels = {"any", "majority", "minority"}, .grade = Grade::definition,
    .text = "Whether majority-language families, minority-language families, or all take part."};
const Parameter feeding_rule{.name = "participants.feeding", .kind = Kind::choice, .high = 2, .value = 0, .labels = {"any", "breastfeeding", "considering"}, .grade = Grade::definition,
    .text = "Whether all take part, those breastfeeding at enrolment (before birth: about to), or those breastfeeding or considering it."};
const Parameter minimum_risks{.name = "participants.minimum_risks", .kind = Kind::count, .unit = "risk", .low = 0, .high = 6, .value = 0, .grade = Grade::definition,
    .text = "Fewest social risks with which a family takes part, of: most deprived fifth, lone parent, parent under 20, minority language, history of depression, disability."};

}  // namespace

SocialRisks::SocialRisks(const world::Layout& at)
    : quintile_(at.slot(world::deprivation)), language_(at.slot(world::language)), parent_age_(at.slot(world::parent_age)), traits_(at.slot(world::traits_column)) {}

int SocialRisks::count(const world::World& world, std::uint32_t family) const {
  static constexpr int grown_up = 20;
  const std::uint16_t traits = world.fixed_value(traits_, family);
  return (world.fixed_value(quintile_, family) == 5) + ((traits & world::lone_parent) != 0) + (world.fixed_value(parent_age_, family) < grown_up) +
         (world.fixed_value(language_, family) != 0) + ((traits & world::history) != 0) + ((traits & world::disability) != 0);
}

Participants::Participants(const Binding& b)
    : minimum_score_(b.i(minimum_score)), maximum_score_(b.i(maximum_score)), minimum_quintile_(b.i(minimum_quintile)), maximum_quintile_(b.i(maximum_quintile)),
      first_child_(b.i(child)), language_rule_(b.i(language_rule)), feeding_rule_(b.i(feeding_rule)), minimum_risks_(b.i(minimum_risks)),
      initiation_(static_cast<float>(initiation_logit(b))), per_quintile_(b.f(feeding_initiation_deprivation)), considering_(b.f(feeding_considering)), risks_(b.layout),
      quintile_(b.slot(world::deprivation)), language_(b.slot(world::language)), traits_(b.slot(world::traits_column)), age_(b.slot(world::enrolled_age)) {
  everybody_ = minimum_score_ == 0 && maximum_score_ >= b.i(world::score_maximum) && minimum_quintile_ == 1 && maximum_quintile_ == 5 && first_child_ == 0 && language_rule_ == 0 &&
               feeding_rule_ == 0 && minimum_risks_ == 0;
}

bool Participants::take_part(const world::World& world, std::uint32_t family, int week, int measured, int feeding) const {
  if (measured < minimum_score_ || measured > maximum_score_) return false;
  const int quintile = world.fixed_value(quintile_, family);
  if (quintile < minimum_quintile_ || quintile > maximum_quintile_) return false;
  if (first_child_ != 0 && ((world.fixed_value(traits_, family) & world::first_child) != 0) != (first_child_ == 1)) return false;
  if (language_rule_ != 0 && (world.fixed_value(language_, family) == 0) != (language_rule_ == 1)) return false;
  if (minimum_risks_ > 0 && risks_.count(world, family) < minimum_risks_) return false;
  return feeding_rule_ == 0 || feeds(world, family, week, feeding);
}

bool Participants::feeds(const world::World& world, std::uint32_t family, int week, int feeding) const {
  if (feeding == 1 || feeding == 2) return true;
  const bool born = feeding != 3;
  if (born && feeding_rule_ == 1) return false;
  // The word that will decide, or has decided, whether feeding starts.
  const int birth = week - world.fixed_value(age_, family);
  const std::uint32_t word = born ? world.word(feeding_start_word, family, 1) : world.word(feeding_start_word, family, birth);
  const float eta = initiation_ - per_quintile_ * static_cast<float>(world.fixed_value(quintile_, family) - 3) + (feeding_rule_ == 2 ? considering_ : 0.0f);
  return core::unit_float(word) < core::logistic32(eta);
}

const Declarations participants_part{.name = "participants", .text = "Who takes part in a study, out of the families of the world.",
    .parameters = {&participants_consented, &minimum_score, &maximum_score, &minimum_quintile, &maximum_quintile, &child, &language_rule, &feeding_rule, &minimum_risks}};

}  // namespace alongside::process
