// The other parent: a trait related to the supported parent's, a state coupled to hers of last week, and relief from
// support that includes partners.

#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/run.hpp"
#include "sim/process/symptoms.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {
namespace {

const Parameter coupling{.name = "partner.coupling", .low = 0, .high = 0.9, .value = 0.1, .spread = {Shape::uniform, 0, 0.25}, .grade = Grade::assumed,
    .source = "no evidence found in the sources used", .text = "Share of the supported parent's passing state of last week that reaches the partner."};
const Parameter relief{.name = "partner.relief", .unit = "root points per contact", .low = 0, .high = 1, .value = 0.03, .spread = {Shape::uniform, 0, 0.08}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Relief of the partner from a contact of quality 1 that includes partners."};
const Parameter relief_return{.name = "partner.relief_return", .unit = "per week", .low = 0, .high = 1, .value = 0.07, .spread = {Shape::uniform, 0.02, 0.15}, .grade = Grade::assumed,
    .source = "as for the supported parent", .text = "Share of that relief lost in a week."};

constexpr Purpose noise_word{"partner.noise", "Weekly change of the partner's passing state."};
constexpr Column<std::uint8_t> has_partner{"has_partner", Storage::scratch, "", "1 in families with a partner."};
constexpr Column<float> partner_points{"partner_points", Storage::scratch, "points", "Partner's error-free score; 0 without a partner."};
constexpr Column<std::uint8_t> partner_case{"partner_case", Storage::scratch, "", "1 where the partner is a probable case."};

struct PartnerKernel {
  float persistence, noise, coupling, relief, kept, ceiling, root, threshold;
  const std::uint32_t* u;
  const std::uint16_t* traits;
  const float *base, *mother, *received, *quality;
  float *x, *relieved, *points;
  std::uint8_t *score, *present, *is_case;

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const bool there = (traits[l] & world::lone_parent) == 0;
      const float r = kept * relieved[l] + relief * received[l] * max_(quality[l], 0.0f);
      relieved[l] = r;
      const float x1 = persistence * x[l] + noise * normal32(u[l]) + coupling * mother[l];
      x[l] = x1;
      const float w = clamp_(base[l] + x1 - r, 0.0f, ceiling);
      const float p = there ? (root != 0.0f ? w * w : w) : 0.0f;
      points[l] = p;
      score[l] = static_cast<std::uint8_t>(there ? static_cast<int>(p + 0.5f) : 255);
      present[l] = static_cast<std::uint8_t>(there ? 1 : 0);
      is_case[l] = static_cast<std::uint8_t>(there && p >= threshold ? 1 : 0);
    }
  }
};
SIM_KERNEL(PartnerKernel)

class Partner final : public Step {
 public:
  explicit Partner(const Binding& b) {
    const double phi = b(persistence);
    persistence_ = static_cast<float>(phi);
    noise_ = static_cast<float>(std::sqrt(b(world::state_variance) * (1 - phi * phi)));
    coupling_ = b.f(coupling);
    relief_ = b.on(includes_partner) ? b.f(relief) : 0.0f;
    kept_ = 1.0f - b.f(relief_return);
    root_ = b.i(world::transform) == 0 ? 1.0f : 0.0f;
    ceiling_ = static_cast<float>(root_ != 0 ? std::sqrt(b(world::score_maximum)) : b(world::score_maximum));
    threshold_ = static_cast<float>(b(world::case_threshold) - 0.5);
    traits_ = b.slot(world::traits_column), base_ = b.slot(world::partner_base), mother_ = b.slot(symptom_state), received_ = b.slot(received);
    quality_ = b.slot(contact_quality), x_ = b.slot(partner_state), relieved_ = b.slot(partner_relief), points_ = b.slot(partner_points);
    score_ = b.slot(partner_score), present_ = b.slot(has_partner), case_ = b.slot(partner_case);
  }
  void block(const BlockWeek& w) const override {
    alignas(64) std::uint32_t u[lanes];
    w.draw(noise_word, u);
    PartnerKernel k{persistence_, noise_, coupling_, relief_, kept_, ceiling_, root_, threshold_, u, w.at(traits_), w.at(base_), w.at(mother_),
                    w.at(received_), w.at(quality_), w.at(x_), w.at(relieved_), w.at(points_), w.at(score_), w.at(present_), w.at(case_)};
    run_kernel(w.level, k);
  }

 private:
  float persistence_, noise_, coupling_, relief_, kept_, root_, ceiling_, threshold_;
  Slot<std::uint16_t> traits_;
  Slot<float> base_, mother_, received_, quality_, x_, relieved_, points_;
  Slot<std::uint8_t> score_, present_, case_;
};

constexpr Tally tally_present{"partners", "family", "Families with a partner.", &has_partner};
constexpr Tally tally_points{"partner_score", "points", "Partner's error-free score, summed over families with a partner.", &partner_points};
constexpr Tally tally_cases{"partner_cases", "family", "Partners who are probable cases.", &partner_case};
const Measure score_measure{.name = "partner_score_mean", .unit = "points", .text = "Partner's symptom score, mean over partners and weeks.", .numerator = &tally_points,
                            .per = Per::tally, .denominator = &tally_present, .better = Better::lower};

const Declarations declarations{.name = "partner", .text = "The partner's symptoms move.",
    .parameters = {&coupling, &relief, &relief_return},
    .columns = {&partner_state, &partner_relief, &partner_score, &has_partner, &partner_points, &partner_case}, .purposes = {&noise_word},
    .tallies = {&tally_present, &tally_points, &tally_cases}, .measures = {&score_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Partner>(b); }

}  // namespace

extern const Process partner_process;
const Process partner_process{&declarations, bind};

}  // namespace alongside::process
