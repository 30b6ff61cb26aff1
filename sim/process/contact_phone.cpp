// Phone calls: their parameters; the mechanism is in contact.cpp.

#include "sim/process/contact.hpp"

namespace alongside::process {
namespace {

const Parameter availability{.name = "contact_phone.availability", .unit = "logit", .low = -5, .high = 5, .value = 1.34, .spread = {Shape::normal, 0.2, 2.4}, .grade = Grade::fitted,
    .source = "set beside the demand curve so that 0.74 (Letourneau 2015) and 0.56 (RUBY) of planned calls are received", .text = "Log odds that a planned contact is received, before everything that moves it."};
const Parameter relative_quality{.name = "contact_phone.quality", .unit = "ratio", .low = 0, .high = 2, .value = 1.0, .spread = {Shape::uniform, 0.8, 1.2}, .grade = Grade::trial,
    .source = "SUMMIT, Singla 2025: remote non-inferior to in person", .text = "Quality of a contact in this mode, relative to a visit or call."};
const Parameter distance{.name = "contact_phone.distance", .unit = "ratio", .low = 0, .high = 3, .value = 0.0, .grade = Grade::assumed,
    .source = "a call needs no travel", .text = "How much of the barriers of distance and disability applies to this mode."};
const Parameter stigma_barrier{.name = "contact_phone.stigma", .unit = "logit per SD", .low = 0, .high = 3, .value = 0.0, .grade = Grade::assumed,
    .source = "a call needs no public place", .text = "How much a standard deviation of felt stigma lowers the odds of a contact, where nothing is done for safety."};
const Parameter overhead_minutes{.name = "contact_phone.overhead", .unit = "minute", .low = 0, .high = 240, .value = 5, .spread = {Shape::lognormal, 2, 10}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Minutes of the supporter beside each call: attempts and notes."};

constexpr Column<std::uint8_t> received_here{"phone_received", Storage::passing, "contact", "Contacts received this week in this mode."};
constexpr Column<std::uint16_t> minutes_here{"phone_minutes", Storage::passing, "minute", "Minutes of contact received this week in this mode."};
constexpr Purpose received_word{"contact_phone.received", "How many of the offered contacts are received."};
constexpr Purpose harm_word{"contact_phone.harm", "Whether a contact does harm."};
constexpr Tally tally_received{"phone_received", "contact", "Phone calls received.", &received_here};
constexpr Tally tally_minutes{"phone_minutes", "minute", "Minutes of phone calls received.", &minutes_here};

const Declarations declarations{.name = "contact_phone", .text = "Phone calls.",
    .parameters = {&availability, &relative_quality, &distance, &stigma_barrier, &overhead_minutes},
    .columns = {&received_here, &minutes_here}, .purposes = {&received_word, &harm_word}, .tallies = {&tally_received, &tally_minutes}};

std::unique_ptr<Step> bind(const Binding& b) {
  return bind_contact(b, {Mode::phone, &availability, &relative_quality, &distance, &stigma_barrier, &overhead_minutes, &received_here, &minutes_here,
                          &received_word, &harm_word});
}

}  // namespace

extern const ModeCost phone_cost;
const ModeCost phone_cost{&tally_received, &tally_minutes, &overhead_minutes};
extern const Process contact_phone;
const Process contact_phone{&declarations, bind};

}  // namespace alongside::process
