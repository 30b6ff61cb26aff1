#pragma once
// The worlds that are measured, as scenario text.

#include <string>

namespace alongside::bench {

inline constexpr int weeks_followed = 104;

/// Two arms: usual care, and phone peers offered to all with supporters for a good part of them.
std::string two_arms(int families);

/// One arm with supporters for everybody, who never leave, pause or tire, and treatment for everybody after a fixed
/// wait: who is supported by whom is settled in the week of enrolment, as family_week.py needs it.
std::string ample(int families);

/// Cluster trials of phone peers in 24 communities, 480 families followed for 26 weeks, analysed by six methods.
std::string cluster_trials(int replicates);

}  // namespace alongside::bench
