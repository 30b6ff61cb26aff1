// Group meetings: their parameters; the mechanism is in contact.cpp.

#include "sim/process/contact.hpp"

namespace alongside::process {
namespace {

const Parameter availability{.name = "contact_group.availability", .unit = "logit", .low = -5, .high = 5, .value = -0.35, .spread = {Shape::normal, -0.9, 0.3}, .grade = Grade::cohort,
    .source = "group attendance 0.31 (Stamp 1995), take-up 0.19 (Wiggins 2005)", .text = "Log odds that a planned contact is received, before everything that moves it."};
const Parameter relative_quality{.name = "contact_group.quality", .unit = "ratio", .low = 0, .high = 2, .value = 0.6, .spread = {Shape::uniform, 0.3, 1.0}, .grade = Grade::assumed,
    .source = "no head-to-head trial found", .text = "Quality of a contact in this mode, relative to a visit or call."};
const Parameter distance{.name = "contact_group.distance", .unit = "ratio", .low = 0, .high = 3, .value = 0.6, .spread = {Shape::uniform, 0.2, 1.2}, .grade = Grade::assumed,
    .source = "no evidence found: travel time and rurality", .text = "How much of the barriers of distance and disability applies to this mode."};
const Parameter stigma_barrier{.name = "contact_group.stigma", .unit = "logit per SD", .low = 0, .high = 3, .value = 0.5, .spread = {Shape::uniform, 0, 1.0}, .grade = Grade::assumed,
    .source = "Scottish evidence review: groups suit those without stigma; no size found", .text = "How much a standard deviation of felt stigma lowers the odds of a contact, where nothing is done for safety."};
const Parameter overhead_minutes{.name = "contact_group.overhead", .unit = "minute", .low = 0, .high = 240, .value = 45, .spread = {Shape::lognormal, 20, 90}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Minutes of each facilitator beside a meeting: travel, setting up."};

constexpr Column<std::uint8_t> received_here{"group_received", Storage::passing, "contact", "Contacts received this week in this mode."};
constexpr Column<std::uint16_t> minutes_here{"group_minutes", Storage::passing, "minute", "Minutes of contact received this week in this mode."};
constexpr Purpose received_word{"contact_group.received", "How many of the offered contacts are received."};
constexpr Purpose harm_word{"contact_group.harm", "Whether a contact does harm."};
constexpr Tally tally_received{"group_received", "contact", "Group meetings received.", &received_here};
constexpr Tally tally_minutes{"group_minutes", "minute", "Minutes of group meetings received.", &minutes_here};

const Declarations declarations{.name = "contact_group", .text = "Group meetings.",
    .parameters = {&availability, &relative_quality, &distance, &stigma_barrier, &overhead_minutes},
    .columns = {&received_here, &minutes_here}, .purposes = {&received_word, &harm_word}, .tallies = {&tally_received, &tally_minutes}};

std::unique_ptr<Step> bind(const Binding& b) {
  return bind_contact(b, {Mode::group, &availability, &relative_quality, &distance, &stigma_barrier, &overhead_minutes, &received_here, &minutes_here,
                          &received_word, &harm_word});
}

}  // namespace

const Column<std::uint8_t>& group_received_column = received_here;
extern const ModeCost group_cost;
const ModeCost group_cost{&tally_received, &tally_minutes, &overhead_minutes};
extern const Process contact_group;
const Process contact_group{&declarations, bind};

}  // namespace alongside::process
