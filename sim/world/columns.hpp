#pragma once
// Family columns that are fixed when the world is built (population.cpp declares and fills them).

#include "sim/declare/column.hpp"

namespace alongside::world {
using declare::Column;
using declare::Storage;

inline constexpr Column<std::uint16_t> community{"community", Storage::fixed, "", "Community (cluster) of the family."};
inline constexpr Column<std::uint16_t> enrolled_week{"enrolled_week", Storage::fixed, "week", "Week of enrolment, counted from the start of the lead-in."};
inline constexpr Column<std::int8_t> enrolled_age{"enrolled_age", Storage::fixed, "week", "Weeks since birth at enrolment; negative before birth."};
inline constexpr Column<std::uint8_t> deprivation{"deprivation", Storage::fixed, "", "Deprivation quintile, 1 least to 5 most deprived."};
inline constexpr Column<std::uint8_t> language{"language", Storage::fixed, "", "Language group: 0 majority, 1 to 3 minority languages."};
inline constexpr Column<std::uint16_t> traits_column{"traits", Storage::fixed, "", "Bits of fixed yes/no attributes (enum Trait)."};
inline constexpr Column<std::uint8_t> parent_age{"parent_age", Storage::fixed, "year", "Age of the supported parent."};
inline constexpr Column<std::uint8_t> preferred_mode{"preferred_mode", Storage::fixed, "", "Mode of contact the family would choose."};
inline constexpr Column<std::uint8_t> experience{"experience", Storage::fixed, "", "Kind of experience that a peer would share, 0 to 3."};
inline constexpr Column<float> symptom_base{"symptom_base", Storage::fixed, "root EPDS", "Symptom level at rest: trait, history, deprivation, social support and self-efficacy at rest, community."};
inline constexpr Column<float> support_rest{"support_rest", Storage::fixed, "", "Social support at rest, in [0,1]."};
inline constexpr Column<float> efficacy_rest{"efficacy_rest", Storage::fixed, "", "Self-efficacy at rest, in [0,1]."};
inline constexpr Column<float> demand{"demand", Storage::fixed, "ratio", "How much contact the family wants, relative to the average."};
inline constexpr Column<float> stigma{"stigma", Storage::fixed, "SD", "Stigma felt about asking for help, above the average; half of the families feel none."};
inline constexpr Column<float> feeding_hazard{"feeding_hazard", Storage::fixed, "ratio", "Hazard of stopping breastfeeding relative to the average: deprivation and frailty."};
inline constexpr Column<float> partner_base{"partner_base", Storage::fixed, "root EPDS", "Partner's symptom level at rest."};
inline constexpr Column<float> away{"away", Storage::fixed, "logit", "Barriers to meeting away from the phone: travel time."};

enum Trait : std::uint16_t {
  rural = 1,
  first_child = 2,
  lone_parent = 4,
  disability = 8,
  history = 16,
  phone_access = 32,
  online_access = 64,
};

}  // namespace alongside::world
