#pragma once
// State columns that more than one process reads. Each is declared in the Declarations of the process named
// beside it; columns that only one process uses live in that process's file.

#include "sim/declare/column.hpp"

namespace alongside::process {
using declare::Column;
using declare::Storage;

// arrival
inline constexpr Column<std::uint8_t> phase{"phase", Storage::state, "", "Place in the programme (enum Phase)."};
inline constexpr Column<std::uint8_t> events{"events", Storage::state, "", "What happened to the family this week, for the serial part (bits of enum Event)."};
inline constexpr Column<std::uint8_t> measured_score{"measured_score", Storage::state, "points", "Score measured at the last contact with the study, with error."};
inline constexpr Column<std::uint8_t> participant{"participant", Storage::state, "", "1 for families that take part in the study (participants.cpp)."};
inline constexpr Column<float> on{"on", Storage::scratch, "", "1 while the family is enrolled and within its horizon, else 0."};
inline constexpr Column<std::int32_t> age{"age", Storage::scratch, "week", "Weeks since birth, cut to [-40, 620]."};
// matching
inline constexpr Column<std::uint8_t> delivery{"delivery", Storage::state, "", "0: not supported; 1 + mode of contact while supported."};
inline constexpr Column<std::uint16_t> since{"since", Storage::state, "week", "Week in which the wait began, or support; where support was broken off between two supporters, moved on by the break."};
inline constexpr Column<std::uint32_t> provider{"provider", Storage::state, "", "Supporter or group of the family, while supported."};
inline constexpr Column<float> match{"match", Storage::state, "", "Likeness of family and supporter, in [0,1]."};
// supporters
inline constexpr Column<float> quality{"quality", Storage::state, "", "Quality of the supporter's contacts: competence, supervision and strain."};
inline constexpr Column<std::uint8_t> shortfall{"shortfall", Storage::state, "contact", "Planned contacts that the supporter or group has no hours for this week."};
// contacts
inline constexpr Column<std::uint8_t> missed{"missed", Storage::state, "contact", "Contacts missed in a row, up to 4."};
inline constexpr Column<std::uint16_t> contacts{"contacts", Storage::state, "contact", "Contacts received so far."};
inline constexpr Column<std::uint8_t> received_now{"received_now", Storage::state, "contact", "Contacts received this week."};
inline constexpr Column<std::uint8_t> planned{"planned", Storage::passing, "contact", "Contacts planned this week."};
inline constexpr Column<std::uint8_t> offered{"offered", Storage::passing, "contact", "Contacts offered this week."};
inline constexpr Column<float> received{"received", Storage::passing, "contact", "Contacts received this week, cut to 3 for their effect."};
inline constexpr Column<float> contact_quality{"contact_quality", Storage::passing, "", "Quality Q of this week's contacts; negative when one did harm."};
inline constexpr Column<std::uint8_t> ruptured{"ruptured", Storage::passing, "", "1 when a contact did harm this week."};
// alliance
inline constexpr Column<float> alliance{"alliance", Storage::state, "", "Alliance with the supporter or attachment to the group, in [0,1]."};
inline constexpr Column<float> support_gain{"support_gain", Storage::state, "", "Social support above its value at rest."};
inline constexpr Column<float> efficacy_gain{"efficacy_gain", Storage::state, "", "Self-efficacy above its value at rest."};
inline constexpr Column<float> ties{"ties", Storage::state, "", "Lasting rise of social support at rest from friends made in groups."};
inline constexpr Column<float> recent{"recent", Storage::state, "contact", "Fading memory of contacts received."};
inline constexpr Column<std::uint8_t> attachment{"attachment", Storage::state, "sixteenth", "Alliance of a treated family in sixteenths, as its friends see it."};
inline constexpr Column<std::int8_t> attachment_step{"attachment_step", Storage::state, "sixteenth", "Change of the attachment this week, where an event says that there is one."};
// spillover
inline constexpr Column<std::uint16_t> exposure{"exposure", Storage::linked, "sixteenth", "Sum of the attachments of the family's friends."};
inline constexpr Column<float> treated_near{"treated_near", Storage::passing, "share", "Families of the community treated so far, of those enrolled, as of last week."};
inline constexpr Column<float> pressure{"pressure", Storage::passing, "contact", "Spill-over this week, in contacts' worth."};
// symptoms
inline constexpr Column<float> symptom_state{"symptom_state", Storage::state, "root points", "Part of the symptom level that comes and goes."};
inline constexpr Column<float> treatment{"treatment", Storage::state, "root points", "Relief from professional treatment."};
inline constexpr Column<std::uint8_t> score{"score", Storage::state, "points", "Error-free symptom score, rounded."};
inline constexpr Column<std::uint8_t> score_start{"score_start", Storage::state, "points", "The same at enrolment."};
inline constexpr Column<float> symptom_level{"symptom_level", Storage::state, "root points", "Error-free symptom level."};
inline constexpr Column<float> exact_score{"exact_score", Storage::scratch, "points", "Error-free symptom score."};
// feeding
inline constexpr Column<std::uint8_t> feeding{"feeding", Storage::state, "", "0 none, 1 partial, 2 exclusive breastfeeding, 3 not born yet."};
// partner
inline constexpr Column<float> partner_state{"partner_state", Storage::state, "root points", "Part of the partner's symptom level that comes and goes."};
inline constexpr Column<float> partner_relief{"partner_relief", Storage::state, "root points", "Relief of the partner from support that includes partners."};
inline constexpr Column<std::uint8_t> partner_score{"partner_score", Storage::state, "points", "Partner's error-free score, rounded; 255 without a partner."};
// step-up
inline constexpr Column<std::uint8_t> care{"care", Storage::state, "", "Professional care: 0 none, 1 wanted, 2 waiting, 3 in treatment, 4 treated."};
inline constexpr Column<std::uint8_t> care_weeks{"care_weeks", Storage::state, "week", "Weeks of treatment left."};
inline constexpr Column<std::uint8_t> severe_weeks{"severe_weeks", Storage::state, "week", "Weeks in the present severe spell, cut at 255."};
// services and observation
inline constexpr Column<std::uint32_t> cost{"cost", Storage::state, "pence", "Running cost of the family: contacts and services."};
inline constexpr Column<float> qaly{"qaly", Storage::state, "QALY", "Quality-adjusted life years so far."};

}  // namespace alongside::process
