#include "sim/process/enrolment.hpp"

#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/run.hpp"
#include "sim/world/columns.hpp"
#include "sim/world/traits.hpp"

namespace alongside::process {
namespace {

struct EnrolKernel {
  FeedingOdds odds;
  const float *course, *stopped, *supplemented;
  float state_sd, error_sd, ceiling, root;
  int week;
  const std::uint32_t *u_state, *u_partner, *u_error, *u_start, *u_since;
  const std::uint16_t* enrolled;
  const std::int8_t* age;
  const std::uint8_t* quintile;
  const float *base, *hazard;
  float *x, *partner, *level;
  std::uint8_t *phase, *score, *start, *measured, *feeding;

  [[gnu::always_inline]] int points(float w) const {
    const float cut = core::clamp_(w, 0.0f, ceiling);
    return static_cast<int>((root != 0.0f ? cut * cut : cut) + 0.5f);
  }

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const bool now = enrolled[l] == week;
      const int old = age[l];
      // Lanes of other weeks keep what they have.
      const float has_x = x[l], has_partner = partner[l], has_level = level[l];
      const int has_phase = phase[l], has_score = score[l], has_start = start[l], has_measured = measured[l], has_feeding = feeding[l];
      const float state = state_sd * normal32(u_state[l]), other = state_sd * normal32(u_partner[l]);
      const float w = base[l] + course[old + 40] + state;
      const int exact = points(w), seen = points(w + error_sd * normal32(u_error[l]));
      const int fed = odds.at_enrolment(old, static_cast<int>(quintile[l]) - 3, hazard[l], stopped, supplemented, unit_float(u_start[l]), unit_float(u_since[l]));
      x[l] = now ? state : has_x;
      partner[l] = now ? other : has_partner;
      level[l] = now ? w : has_level;
      phase[l] = static_cast<std::uint8_t>(now ? static_cast<int>(Phase::not_offered) : has_phase);
      score[l] = static_cast<std::uint8_t>(now ? exact : has_score);
      start[l] = static_cast<std::uint8_t>(now ? exact : has_start);
      measured[l] = static_cast<std::uint8_t>(now ? seen : has_measured);
      feeding[l] = static_cast<std::uint8_t>(now ? fed : has_feeding);
    }
  }
};
SIM_KERNEL(EnrolKernel)

}  // namespace

Enrolment::Enrolment(const Binding& b)
    : feeding_(feeding_start(b)), course_(symptom_course(b)), state_sd_(static_cast<float>(std::sqrt(b(world::state_variance)))),
      error_sd_(static_cast<float>(std::sqrt(b(world::error_variance)))), root_(b.i(world::transform) == 0 ? 1.0f : 0.0f) {
  ceiling_ = static_cast<float>(root_ != 0.0f ? std::sqrt(b(world::score_maximum)) : b(world::score_maximum));
  x_ = b.slot(symptom_state), partner_ = b.slot(partner_state), level_ = b.slot(symptom_level), base_ = b.slot(world::symptom_base);
  hazard_ = b.slot(world::feeding_hazard), phase_ = b.slot(phase), score_ = b.slot(score), start_ = b.slot(score_start), measured_ = b.slot(measured_score);
  feeding_state_ = b.slot(feeding), quintile_ = b.slot(world::deprivation), age_ = b.slot(world::enrolled_age), enrolled_ = b.slot(world::enrolled_week);
}

void Enrolment::block(const Run& run, std::uint32_t block, int week) const {
  alignas(64) std::uint32_t u[5][lanes];
  const world::World& world = run.world;
  const auto draw = [&](const Purpose& purpose, std::uint32_t when, std::uint32_t* words) {
    core::draw_block(world.level, world.id.key, block, when << 16, world.id.world, purpose.code, words);
  };
  draw(enrolment_state_word, 0, u[0]);
  draw(enrolment_partner_word, 0, u[1]);
  draw(enrolment_error_word, 0, u[2]);
  // Week 1, since the week of a later birth draws from the same purpose.
  draw(feeding_start_word, 1, u[3]);
  draw(feeding_early_word, 0, u[4]);
  const BlockView v = run.block(block);
  run_kernel(world.level, EnrolKernel{feeding_.odds, course_.data(), feeding_.stopped.data(), feeding_.supplemented.data(), state_sd_, error_sd_, ceiling_, root_, week, u[0], u[1], u[2], u[3], u[4], v.at(enrolled_), v.at(age_),
                                      v.at(quintile_), v.at(base_), v.at(hazard_), v.at(x_), v.at(partner_), v.at(level_), v.at(phase_), v.at(score_), v.at(start_),
                                      v.at(measured_), v.at(feeding_state_)});
}

}  // namespace alongside::process
