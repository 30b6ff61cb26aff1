// Home visits: their parameters; the mechanism is in contact.cpp.

#include "sim/process/contact.hpp"

namespace alongside::process {
namespace {

const Parameter availability{.name = "contact_home.availability", .unit = "logit", .low = -5, .high = 5, .value = 0.889, .spread = {Shape::normal, 0, 2.2}, .grade = Grade::fitted,
    .source = "set beside the demand curve so that 4 of 9 home visits are received (Justice 2024)", .text = "Log odds that a planned contact is received, before everything that moves it."};
const Parameter relative_quality{.name = "contact_home.quality", .unit = "ratio", .low = 0, .high = 2, .value = 1.0, .spread = {Shape::uniform, 0.8, 1.2}, .grade = Grade::trial,
    .source = "SUMMIT, Singla 2025: remote non-inferior to in person", .text = "Quality of a contact in this mode, relative to a visit or call."};
const Parameter distance{.name = "contact_home.distance", .unit = "ratio", .low = 0, .high = 3, .value = 0.15, .spread = {Shape::uniform, 0, 0.4}, .grade = Grade::assumed,
    .source = "no evidence found: travel time and rurality", .text = "How much of the barriers of distance and disability applies to this mode."};
const Parameter stigma_barrier{.name = "contact_home.stigma", .unit = "logit per SD", .low = 0, .high = 3, .value = 0.1, .spread = {Shape::uniform, 0, 0.3}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "How much a standard deviation of felt stigma lowers the odds of a contact, where nothing is done for safety."};
const Parameter overhead_minutes{.name = "contact_home.overhead", .unit = "minute", .low = 0, .high = 240, .value = 30, .spread = {Shape::lognormal, 15, 60}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Minutes that the supporter travels for each visit."};

constexpr Column<std::uint8_t> received_here{"home_received", Storage::passing, "contact", "Contacts received this week in this mode."};
constexpr Column<std::uint16_t> minutes_here{"home_minutes", Storage::passing, "minute", "Minutes of contact received this week in this mode."};
constexpr Purpose received_word{"contact_home.received", "How many of the offered contacts are received."};
constexpr Purpose harm_word{"contact_home.harm", "Whether a contact does harm."};
constexpr Tally tally_received{"home_received", "contact", "Home visits received.", &received_here};
constexpr Tally tally_minutes{"home_minutes", "minute", "Minutes of home visits received.", &minutes_here};

const Declarations declarations{.name = "contact_home", .text = "Home visits.",
    .parameters = {&availability, &relative_quality, &distance, &stigma_barrier, &overhead_minutes},
    .columns = {&received_here, &minutes_here}, .purposes = {&received_word, &harm_word}, .tallies = {&tally_received, &tally_minutes}};

std::unique_ptr<Step> bind(const Binding& b) {
  return bind_contact(b, {Mode::home, &availability, &relative_quality, &distance, &stigma_barrier, &overhead_minutes, &received_here, &minutes_here,
                          &received_word, &harm_word});
}

}  // namespace

extern const ModeCost home_cost;
const ModeCost home_cost{&tally_received, &tally_minutes, &overhead_minutes};
extern const Process contact_home;
const Process contact_home{&declarations, bind};

}  // namespace alongside::process
