// Spill-over: support reaches families outside it through friends and shared staff. A family reads what its friends
// were like last week: attachments are passed on in sixteenths, as whole numbers, after the blocks, so that neither
// order nor threads matter.

#include <algorithm>
#include <utility>

#include "sim/core/numeric.hpp"
#include "sim/process/by_community.hpp"
#include "sim/process/events.hpp"
#include "sim/process/ledger_items.hpp"
#include "sim/process/run.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

extern const Parameter& support_gain_parameter;
extern const Parameter& efficacy_gain_parameter;
extern const Parameter staff_spillover;
extern const Tally& offered_tally;

const Parameter staff_spillover{.name = "spillover.staff", .unit = "contacts per week", .low = 0, .high = 1, .value = 0.02, .spread = {Shape::uniform, 0, 0.06}, .grade = Grade::assumed,
    .source = "no evidence found: contamination rate of controls", .text = "Contacts' worth that a family gets through staff who learn from the programme, when every family of its community is treated."};

namespace {

const Parameter network_spillover{.name = "spillover.network", .unit = "contacts per week", .low = 0, .high = 2, .value = 0.05, .spread = {Shape::uniform, 0, 0.15}, .grade = Grade::assumed,
    .source = "no evidence found: contamination rate of controls", .text = "Contacts' worth that a family gets from friends, when all of them are treated and fully attached."};
const Parameter norm_speed{.name = "spillover.norm_speed", .unit = "per week", .low = 0, .high = 0.2, .value = 0.01, .spread = {Shape::uniform, 0, 0.03}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "How fast a community's norm (feeding, and stigma) follows the share of its families that were supported."};
const Parameter norms{.name = "spillover.norms", .kind = Kind::choice, .high = 1, .value = 1, .labels = {"off", "on"}, .grade = Grade::definition,
    .text = "Whether communities' norms of feeding and asking for help drift."};

constexpr Tally tally_treated{"treated", "family", "Families that receive their first contact."};

struct SpilloverKernel {
  float network, staff, gain_s, gain_e;  ///< network: per sixteenth of a friend's attachment
  const float *share, *rest_s, *rest_e;  ///< share: treated in the community
  const float* friends;                  ///< 1 / friends
  const std::uint16_t* exposure;
  const float* on;
  float *pressure, *s, *e;

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const float p = (network * friends[l] * static_cast<float>(static_cast<int>(exposure[l])) + staff * share[l]) * on[l];
      pressure[l] = p;
      s[l] += min_(gain_s * p * 2.0f, 1.0f) * max_(1.0f - rest_s[l] - s[l], 0.0f);
      e[l] += min_(gain_e * p * 2.0f, 1.0f) * max_(1.0f - rest_e[l] - e[l], 0.0f);
    }
  }
};
SIM_KERNEL(SpilloverKernel)

class Spillover final : public Step {
 public:
  explicit Spillover(const Binding& b)
      : network_(b.f(network_spillover)), staff_(b.f(staff_spillover)), norm_speed_(b.f(norm_speed)), norms_(b.on(norms)),
        gain_s_(static_cast<float>(b(support_gain_parameter) * 0.75)), gain_e_(static_cast<float>(b(efficacy_gain_parameter) * 0.75)) {
    rest_s_ = b.slot(world::support_rest), rest_e_ = b.slot(world::efficacy_rest), home_ = b.slot(world::community);
    on_ = b.slot(on), exposure_ = b.slot(exposure), pressure_ = b.slot(pressure), s_ = b.slot(support_gain), e_ = b.slot(efficacy_gain);
    share_ = b.slot(treated_near), step_ = b.slot(attachment_step), events_ = b.slot(events);
    enrolled_ = b.slot(world::enrolled_week), treated_ = b.tally(tally_treated);
  }

  void begin(Run& run) override {
    std::ranges::fill(run.community_values.norm, 0.0f);
  }

  void block(const BlockWeek& w) const override {
    if (w.run.ever_treated == 0) return;
    by_community(w.level, w.at(home_), w.run.community_values.treated_share, w.at(share_));
    if (network_ == 0 && staff_ == 0) return;
    const float* friends = w.run.world.network.weight.data() + static_cast<std::size_t>(w.view.group) * lanes;
    SpilloverKernel k{0.0625f * network_, staff_, gain_s_, gain_e_, w.at(share_), w.at(rest_s_), w.at(rest_e_), friends, w.at(exposure_), w.at(on_), w.at(pressure_), w.at(s_), w.at(e_)};
    run_kernel(w.level, k);
  }

  void before(Run& run, int) override {
    // The norm follows the share of families reached, so that it is exactly 0 under usual care.
    if (!norms_) return;
    CommunityValues& values = run.community_values;
    for (std::size_t k = 0; k < values.norm.size(); ++k) values.norm[k] += norm_speed_ * (values.treated_share[k] - values.norm[k]);
  }

  /// Passes changed attachments on to friends, and first contacts to the community.
  void after(Run& run, int week) override {
    const world::World& world = run.world;
    std::uint16_t* exposures = run.whole(exposure_);
    for (std::uint32_t b = 0; b < world.blocks; ++b) {
      const BlockView view = run.block(b);
      run.fetch(b + 2, events_, step_);
      if (run.ever_treated > 0) fetch_friends(world.network, (b + 2) * lanes, world.families);
      const std::uint8_t* events = view.at(events_);
      const std::int8_t* steps = view.at(step_);
      for_events(events, first_contact | attachment_changed, [&](std::uint32_t l) {
        if (events[l] & first_contact) count_treated(run, week, view, b * lanes + l, l);
        if (events[l] & attachment_changed) change(b * lanes + l, steps[l], world.network);
      });
      tell_friends(world.network, exposures);
      std::swap(changes_, telling_);
    }
    tell_friends(world.network, exposures);
  }

 private:
  void count_treated(Run& run, int week, const BlockView& view, std::uint32_t family, std::uint32_t l) const {
    ++run.communities[view.at(home_)[l]].treated;
    run.post(treated_, week, run.world.fixed_value(enrolled_, family), 1);
    ++run.ever_treated;
  }

  /// Fetches where the lists of a block's friends begin.
  static void fetch_friends(const world::Network& network, std::uint32_t first, std::uint32_t families) {
    for (std::uint32_t at = first; at < std::min(first + lanes, families); at += 16) __builtin_prefetch(network.first.data() + at);
  }

  /// Notes by how much it changed what friends see of a family; the list of friends is on its way until the next block.
  void change(std::uint32_t family, int by, const world::Network& network) {
    const std::uint32_t first = network.first[family];
    __builtin_prefetch(network.targets.data() + first);
    changes_.push_back({first, network.first[family + 1], by});
  }

  /// Tells the friends of the block before.
  void tell_friends(const world::Network& network, std::uint16_t* exposures) {
    for (const Change& change : telling_)
      for (std::uint32_t t = change.first; t < change.last; ++t) {
        std::uint16_t& seen = exposures[network.targets[t]];
        seen = static_cast<std::uint16_t>(seen + change.by);
      }
    telling_.clear();
  }

  struct Change {
    std::uint32_t first, last;  ///< friends, in the network's list
    int by;
  };
  std::vector<Change> changes_, telling_;  ///< of one block, and of the one before
  float network_, staff_, norm_speed_;
  bool norms_;
  float gain_s_, gain_e_;
  Slot<float> share_, on_, rest_s_, rest_e_, pressure_, s_, e_;
  Slot<std::uint16_t> home_, exposure_, enrolled_;
  Slot<std::uint8_t> events_;
  Slot<std::int8_t> step_;
  std::size_t treated_;
};

constexpr Tally tally_pressure{"spillover", "contact", "Spill-over in contacts' worth, summed over families.", &pressure};
const Measure pressure_measure{.name = "spillover", .unit = "contacts per family", .text = "Spill-over received, in contacts' worth.", .numerator = &tally_pressure, .per = Per::family};

const Measure treated_measure{.name = "ever_contacted", .unit = "share", .text = "Families with at least one contact, of those offered support.", .numerator = &tally_treated, .per = Per::tally, .denominator = &offered_tally, .better = Better::higher};

const Declarations declarations{.name = "spillover", .text = "Friends and staff carry support to families outside it.",
    .parameters = {&network_spillover, &staff_spillover, &norm_speed, &norms}, .columns = {&exposure, &pressure, &treated_near},
    .tallies = {&tally_pressure, &tally_treated}, .measures = {&pressure_measure, &treated_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Spillover>(b); }

}  // namespace

extern const Process spillover;
const Process spillover{&declarations, bind};

}  // namespace alongside::process
