#include "tests/bench/worlds.hpp"

#include <fmt/format.h>

namespace alongside::bench {
namespace {

std::string population(int families) {
  return fmt::format("[population]\nfamilies = {}\ncommunities = {}\nhorizon = {}\n", families, families / 100, weeks_followed);
}

constexpr const char* calls = "[arm.schedule.calls]\nweeks = 26\nper_week = 1\nminutes = 30\n";

}  // namespace

std::string two_arms(int families) {
  return population(families) + "[[arm]]\nname = \"usual care\"\n[[arm]]\nname = \"phone peers\"\nprogramme = \"peer support\"\nmode.phone = 1\n"
                                "supporter.wanted = 60\nsupporter.applications = 20\n" + calls;
}

std::string ample(int families) {
  return population(families) +
         "[supporter]\nleave_base = -12\npause = 0\nstrain_load = 0\nstrain_severe = 0\nstrain_unsupervised = 0\n"
         "[matching]\ngive_up = 0\n[support]\nalliance_gate = 0\nseverity_link = 0\n[feeding]\nefficacy_effect = 0\n[step_up]\nplaces = 1000\nwait = 6\n"
         "[[arm]]\nname = \"ample phone peers\"\nprogramme = \"peer support\"\nmode.phone = 1\n"
         "supporter.wanted = 80\nsupporter.applications = 100\nsupporter.caseload = 30\nsupporter.hours = 200\n" + calls;
}

std::string cluster_trials(int replicates) {
  return fmt::format("replicates = {}\nrecord = \"summary\"\nfollow_up_clock = \"enrolment\"\n", replicates) +
         "[population]\nfamilies = 480\ncommunities = 24\nhorizon = 26\n[follow_up.end]\nweek = 25\n"
         "[trial]\ndesign = \"cluster\"\ntruth = \"none\"\nconsent = 1\n"
         "[trial.method.cluster-t]\n[trial.method.cluster-t-weighted]\n[trial.method.permutation]\n[trial.method.lmm-kenward-roger]\n"
         "[trial.method.gee-identity-exch-kc-t]\n[trial.method.gee-identity-exch-md-t]\n"
         "[[arm]]\nname = \"usual care\"\n[[arm]]\nname = \"phone peers\"\nprogramme = \"peer support\"\nmode.phone = 1\n"
         "supporter.wanted = 60\nsupporter.applications = 20\n" + std::string(calls);
}

}  // namespace alongside::bench
