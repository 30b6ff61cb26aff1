#pragma once
// A small catalogue with a parameter of every kind and scope, for tests of the scenario reader and of sampling.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/core/error.hpp"
#include "sim/declare/catalogue.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/support/folder.hpp"

namespace alongside::test {

using namespace declare;

inline const Parameter persistence{.name = "symptoms.persistence", .unit = "share", .low = 0, .high = 0.99, .value = 0.71,
                                   .spread = {Shape::logitnormal, 0.6, 0.8}, .grade = Grade::fitted,
                                   .source = "a cohort", .text = "How much of a week's state stays."};
inline const Parameter event_rate{.name = "symptoms.event_rate", .unit = "per week", .low = 0, .high = 5, .value = 0.02,
                                  .spread = {Shape::lognormal, 0.01, 0.04}, .grade = Grade::assumed,
                                  .source = "no evidence found", .text = "Stressful events."};
inline const Parameter shift{.name = "symptoms.shift", .unit = "root EPDS", .low = -2, .high = 2, .value = 0,
                             .spread = {Shape::normal, -0.5, 0.5}, .source = "assumed", .text = "A shift."};
inline const Parameter families{.name = "population.families", .kind = Kind::count, .unit = "person", .low = 1, .high = 10'000'000,
                                .value = 1000, .grade = Grade::definition, .text = "Families of the world."};
inline const Parameter mode{.name = "programme.mode", .kind = Kind::choice, .low = 0, .high = 2, .value = 0,
                            .labels = {"phone", "home", "group"}, .scope = Scope::programme, .grade = Grade::definition,
                            .text = "How contacts are made."};
inline const Parameter partner{.name = "programme.partner", .kind = Kind::choice, .low = 0, .high = 1, .value = 0,
                               .labels = {"off", "on"}, .scope = Scope::programme, .grade = Grade::definition, .text = "Partners take part."};
inline const Parameter minutes{.name = "programme.minutes", .unit = "minute", .low = 0, .high = 480, .value = 30,
                               .spread = {Shape::uniform, 20, 40}, .scope = Scope::programme, .source = "assumed", .text = "Length of a contact."};
inline const Parameter caseload{.name = "programme.caseload", .kind = Kind::count, .unit = "person", .low = 1, .high = 30, .value = 4,
                                .spread = {Shape::normal, 2, 6}, .scope = Scope::programme, .source = "assumed", .text = "Families per supporter."};
inline const Parameter clusters{.name = "trial.clusters", .kind = Kind::count, .low = 2, .high = 1000, .value = 20,
                                .scope = Scope::trial, .grade = Grade::definition, .text = "Clusters of the trial."};
inline const Parameter discount{.name = "analysis.discount", .unit = "per year", .low = 0, .high = 0.2, .value = 0.035,
                                .scope = Scope::analysis, .grade = Grade::definition, .text = "Discount rate."};
inline const Table schedule{.name = "schedule", .text = "Phases of contact.", .scope = Scope::programme,
                            .columns = {{.name = "per_week", .unit = "per week", .low = 0, .high = 14, .value = 1,
                                         .scope = Scope::programme, .grade = Grade::definition, .text = "Contacts a week."},
                                        {.name = "weeks", .kind = Kind::count, .unit = "week", .low = 1, .high = 104, .value = 8,
                                         .scope = Scope::programme, .grade = Grade::definition, .text = "Length of the phase."},
                                        {.name = "taper", .kind = Kind::choice, .low = 0, .high = 1, .value = 0, .labels = {"no", "yes"},
                                         .scope = Scope::programme, .grade = Grade::definition, .text = "Whether it fades out."}}};
inline const Item visit{.name = "gp_visit", .category = "health service", .payer = Payer::nhs, .behaviour = Behaviour::variable,
                        .quantity = "visit", .unit = "visit", .per = 1,
                        .price = {.name = "price.gp_visit", .unit = "pence", .low = 0, .high = 1e6, .value = 4200,
                                  .spread = {Shape::uniform, 3800, 4600}, .scope = Scope::analysis, .source = "PSSRU", .text = "A visit."},
                        .price_year = 2023};

/// The parts in two files' worth of declarations.
inline const Catalogue& small_catalogue() {
  static const Declarations symptoms{.name = "symptoms", .text = "Symptoms move.", .parameters = {&persistence, &event_rate, &shift}};
  static const Declarations programme{.name = "programme", .text = "What is offered.",
                                      .parameters = {&families, &mode, &partner, &minutes, &caseload, &clusters, &discount},
                                      .tables = {&schedule}, .items = {&visit}};
  static const Catalogue catalogue({&symptoms, &programme});
  return catalogue;
}

using tests::Folder;

inline scenario::Scenario read_text(const std::string& text, const scenario::Overrides& overrides = {}) {
  const Folder folder;
  return scenario::read_scenario(folder.write("s.toml", text), small_catalogue(), overrides);
}

/// The report of what is wrong, with the folder's name cut off; "" when all is good.
inline std::string mistakes(const std::string& text, const scenario::Overrides& overrides = {}) {
  const Folder folder;
  const std::string path = folder.write("s.toml", text);
  try {
    scenario::read_scenario(path, small_catalogue(), overrides);
    return "";
  } catch (const DataError& error) {
    std::string report = error.what();
    const std::string prefix = folder.path() + "/";
    for (std::size_t at; (at = report.find(prefix)) != std::string::npos;) report.erase(at, prefix.size());
    return report;
  }
}

}  // namespace alongside::test
