// Text and online contact: their parameters; the mechanism is in contact.cpp.

#include "sim/process/contact.hpp"

namespace alongside::process {
namespace {

const Parameter availability{.name = "contact_online.availability", .unit = "logit", .low = -5, .high = 5, .value = 0.6, .spread = {Shape::normal, 0.0, 1.2}, .grade = Grade::assumed,
    .source = "Singla 2025: 6.55 of 8 sessions attended remotely against 5.07 in person", .text = "Log odds that a planned contact is received, before everything that moves it."};
const Parameter relative_quality{.name = "contact_online.quality", .unit = "ratio", .low = 0, .high = 2, .value = 0.8, .spread = {Shape::uniform, 0.5, 1.1}, .grade = Grade::assumed,
    .source = "no randomised comparison of text with voice found", .text = "Quality of a contact in this mode, relative to a visit or call."};
const Parameter distance{.name = "contact_online.distance", .unit = "ratio", .low = 0, .high = 3, .value = 0.0, .grade = Grade::assumed,
    .source = "needs no travel", .text = "How much of the barriers of distance and disability applies to this mode."};
const Parameter stigma_barrier{.name = "contact_online.stigma", .unit = "logit per SD", .low = 0, .high = 3, .value = 0.0, .grade = Grade::assumed,
    .source = "needs no public place", .text = "How much a standard deviation of felt stigma lowers the odds of a contact, where nothing is done for safety."};
const Parameter overhead_minutes{.name = "contact_online.overhead", .unit = "minute", .low = 0, .high = 240, .value = 5, .spread = {Shape::lognormal, 2, 10}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Minutes of the supporter beside each contact."};

constexpr Column<std::uint8_t> received_here{"online_received", Storage::passing, "contact", "Contacts received this week in this mode."};
constexpr Column<std::uint16_t> minutes_here{"online_minutes", Storage::passing, "minute", "Minutes of contact received this week in this mode."};
constexpr Purpose received_word{"contact_online.received", "How many of the offered contacts are received."};
constexpr Purpose harm_word{"contact_online.harm", "Whether a contact does harm."};
constexpr Tally tally_received{"online_received", "contact", "Text and online contact received.", &received_here};
constexpr Tally tally_minutes{"online_minutes", "minute", "Minutes of text and online contact received.", &minutes_here};

const Declarations declarations{.name = "contact_online", .text = "Text and online contact.",
    .parameters = {&availability, &relative_quality, &distance, &stigma_barrier, &overhead_minutes},
    .columns = {&received_here, &minutes_here}, .purposes = {&received_word, &harm_word}, .tallies = {&tally_received, &tally_minutes}};

std::unique_ptr<Step> bind(const Binding& b) {
  return bind_contact(b, {Mode::online, &availability, &relative_quality, &distance, &stigma_barrier, &overhead_minutes, &received_here, &minutes_here,
                          &received_word, &harm_word});
}

}  // namespace

extern const ModeCost online_cost;
const ModeCost online_cost{&tally_received, &tally_minutes, &overhead_minutes};
extern const Process contact_online;
const Process contact_online{&declarations, bind};

}  // namespace alongside::process
