#include "sim/process/run.hpp"

#include <tbb/blocked_range.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "sim/core/parallel.hpp"
#include "sim/process/ledger_items.hpp"
#include "sim/process/observation.hpp"
#include "sim/process/strata.hpp"
#include "sim/process/supporters.hpp"
#include "sim/process/tally_kernel.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

std::vector<std::vector<double>> Binding::table(const Table& t) const {
  const scenario::TableRows& rows = cells.rows(t);
  std::vector<std::vector<double>> out;
  for (std::size_t r = 0; r < rows.names.size(); ++r) {
    if (!rows_used.empty() && !rows_used[static_cast<std::size_t>(rows.first_row) + r]) continue;
    const auto first = static_cast<std::size_t>(cells.table_row(t, r));
    out.emplace_back(row.values() + first, row.values() + first + t.columns.size());
  }
  return out;
}

void BlockWeek::draw(const Purpose& purpose, std::uint32_t* words, std::uint32_t k) const {
  ++draws;
  core::draw_block(level, run.world.id.key, view.group, static_cast<std::uint32_t>(week) << 16 | k, run.world.id.world, purpose.code, words);
}

Run::Run(const world::World& w, const declare::Catalogue& c, std::size_t tallies, std::size_t items, int follow_ups)
    : world(w), catalogue(c), state(w.blocks * w.layout->block_bytes(Storage::state)), linked(w.blocks * w.layout->block_bytes(Storage::linked)), communities(w.communities.size()), community_values(w.communities.size()),
      supported_in_block(w.blocks), pool(std::make_unique<SupporterPool>()),
      result{Tallies(tallies, w.time.weeks, w.time.horizon), {}, {}, {}, {}, {}, {}, {}, {}, w.families, 0, w.time.lead_in} {
  const int years = w.time.years();
  result.ledger.years = result.health.years = years;
  result.ledger.quantity.assign(items * static_cast<std::size_t>(years), 0);
  result.health.qalys.assign(static_cast<std::size_t>(persons * years), 0.0);
  result.health.symptom_weeks.assign(static_cast<std::size_t>(persons * score_bands * years), 0);
  result.follow_ups.resize(static_cast<std::size_t>(follow_ups));
  result.waits.assign(longest_wait_counted + 1, 0);
  for (int strata : strata_of) {
    result.strata.emplace_back(static_cast<std::size_t>(strata));
    result.strata_qalys.emplace_back(static_cast<std::size_t>(strata * years), 0.0);
  }
}

Run::~Run() = default;

void Run::post(std::size_t tally, int week, int enrolled, double amount) {
  result.tallies.week(tally, week) += amount;
  const int age = week - enrolled;
  if (age >= 0 && age < result.tallies.ages) result.tallies.age(tally, age) += amount;
}

namespace {

using Steps = std::vector<std::unique_ptr<Step>>;

/// Worlds above this many blocks are also split inside a week.
constexpr std::uint32_t blocks_to_split = 390;
/// Worlds of more bytes than a second-level cache holds have their next block fetched while this one is at work.
constexpr std::size_t bytes_to_fetch = 600'000;

/// Fetches a block's fixed and state columns into the cache, part by part.
class Fetch {
 public:
  Fetch(const BlockView& block, const world::Layout& layout, std::size_t parts)
      : from_{block.area[static_cast<int>(Storage::fixed)], block.area[static_cast<int>(Storage::state)]},
        lines_{layout.block_bytes(Storage::fixed) / line, layout.block_bytes(Storage::state) / line}, each_((lines_[0] + lines_[1]) / parts + 1) {}
  void part() {
    for (std::size_t i = 0; i < each_; ++i, ++next_) {
      if (next_ < lines_[0]) __builtin_prefetch(from_[0] + next_ * line, 0, 2);
      else if (next_ < lines_[0] + lines_[1]) __builtin_prefetch(from_[1] + (next_ - lines_[0]) * line, 1, 2);
    }
  }

 private:
  static constexpr std::size_t line = 64;
  const std::byte* from_[2];
  std::size_t lines_[2], each_, next_ = 0;
};

/// Families of a cohort at each score, this week.
struct Bands {
  std::uint16_t mother[score_bands], partner[score_bands];
};

/// Passing and scratch columns of one block at a time.
class Passing {
 public:
  explicit Passing(const world::Layout& layout) : passing_(layout.block_bytes(Storage::passing)), scratch_(layout.block_bytes(Storage::scratch)) {}
  /// Lends the columns to a block, passing ones all 0. Where no support has reached, nothing but scratch gets written.
  void lend(BlockView& view, bool reached) {
    if (used_) passing_.zero();
    used_ = reached;
    view.area[static_cast<int>(Storage::passing)] = passing_.data();
    view.area[static_cast<int>(Storage::scratch)] = scratch_.data();
  }

 private:
  world::Arena passing_, scratch_;
  bool used_ = false;
};

/// Carries the blocks of one world through their weeks.
class Weeks {
 public:
  Weeks(Run& run, const Steps& steps, const Binding& binding, Families families)
      : run_(run), steps_(steps), sources_(tally_sources(run.catalogue, *run.world.layout)), strata_(binding), families_(families),
        sums_(run.world.cohorts.size() * sources_.size()), active_(run.world.blocks, 0), draws_(run.world.blocks, 0),
        passing_(*run.world.layout), large_(run.world.fixed.size() + run.state.size() > bytes_to_fetch),
        bands_(run.world.cohorts.size()) {
    const world::Layout& at = *run.world.layout;
    on_ = at.slot(on), age_ = at.slot(age), events_ = at.slot(events), received_ = at.slot(received_now), enrolled_ = at.slot(world::enrolled_week);
    enrolled_age_ = at.slot(world::enrolled_age), score_ = at.slot(score), partner_ = at.slot(partner_score), phase_ = at.slot(phase);
    delivery_ = at.slot(delivery), feeding_ = at.slot(feeding), care_ = at.slot(care);
    provider_ = at.slot(provider), home_ = at.slot(world::community);
    if (families == Families::record) {
      run.result.score_weeks.assign(static_cast<std::size_t>(run.world.families) * static_cast<std::size_t>(run.world.time.horizon), 255);
      run.result.state_weeks.assign(run.result.score_weeks.size(), 255);
    }
  }

  void week(int w) {
    for (const auto& step : steps_) step->before(run_, w);
    for (std::size_t k = 0; k < run_.communities.size(); ++k) {
      const CommunityState& c = run_.communities[k];
      run_.community_values.treated_share[k] = c.enrolled > 0 ? static_cast<float>(c.treated) / static_cast<float>(c.enrolled) : 0.0f;
    }
    if (run_.world.blocks >= blocks_to_split)
      tbb::this_task_arena::isolate([&] {
        core::parallel_for(tbb::blocked_range<std::uint32_t>(0, run_.world.blocks, 16), [&](const auto& range) { pass(range.begin(), range.end(), w); });
      });
    else pass(0, run_.world.blocks, w);
    collect(w);
    for (const auto& step : steps_) step->after(run_, w);
    finish(w);
    if (w + 1 == run_.world.time.weeks || run_.year(w + 1) != run_.year(w)) strata_.close_year(run_, run_.year(w));
  }

  /// Random words drawn by all blocks so far.
  std::int64_t words() const {
    std::uint64_t draws = 0;
    for (std::uint64_t d : draws_) draws += d;
    return static_cast<std::int64_t>(draws * lanes);
  }

 private:
  bool is_on(const world::Cohort& cohort, int w) const { return w >= cohort.week && w < cohort.week + run_.world.time.horizon; }

  void pass(std::uint32_t first, std::uint32_t last, int w) {
    // A split world's parts each need passing columns of their own; a whole one keeps its.
    const bool whole = first == 0 && last == run_.world.blocks;
    std::optional<Passing> own;
    Passing& passing = whole ? passing_ : own.emplace(*run_.world.layout);
    for (std::uint32_t b = first; b < last; ++b) {
      bool any = false;
      for (std::uint32_t c = run_.world.first_cohort[b]; c < run_.world.first_cohort[b + 1]; ++c) any = any || is_on(run_.world.cohorts[c], w);
      BlockView view = run_.block(b);
      if (!any) {
        // A block that has just finished leaves no events behind.
        if (active_[b]) std::memset(view.at(events_), 0, lanes);
        active_[b] = 0;
        continue;
      }
      active_[b] = 1;
      passing.lend(view, run_.ever_treated > 0 || run_.supported_in_block[b] > 0);
      block(view, b, w, b + 1 < run_.world.blocks && large_ ? b + 1 : b);
    }
  }

  /// `next` is fetched meanwhile, unless it is this block.
  void block(const BlockView& view, std::uint32_t b, int w, std::uint32_t next) {
    const core::KernelLevel level = run_.world.level;
    prepare(level, {w, run_.world.time.horizon, view.at(enrolled_), view.at(enrolled_age_), view.at(on_), view.at(age_), view.at(events_), view.at(received_)});
    const BlockWeek now{run_, view, level, w, run_.supported_in_block[b] > 0};
    Fetch fetch(run_.block(next), *run_.world.layout, steps_.size());
    for (const auto& step : steps_) {
      if (next != b) fetch.part();
      step->block(now);
    }
    draws_[b] += now.draws;
    for (std::uint32_t c = run_.world.first_cohort[b]; c < run_.world.first_cohort[b + 1]; ++c)
      if (const world::Cohort& cohort = run_.world.cohorts[c]; is_on(cohort, w)) {
        add_up(level, sources_, view, cohort.begin, cohort.end, sums_.data() + c * sources_.size());
        count_bands(view.at(score_), cohort.begin, cohort.end, bands_[c].mother);
        count_bands(view.at(partner_), cohort.begin, cohort.end, bands_[c].partner);
      }
    if (families_ == Families::record) keep(view, b, w);
  }

  /// Adds the blocks' sums in order, so that the total never depends on who computed what.
  void collect(int w) {
    const world::World& world = run_.world;
    const int year = run_.year(w), years = run_.result.health.years;
    for (std::uint32_t b = 0; b < world.blocks; ++b) {
      if (!active_[b]) continue;
      for (std::uint32_t c = world.first_cohort[b]; c < world.first_cohort[b + 1]; ++c) {
        const world::Cohort& cohort = world.cohorts[c];
        if (!is_on(cohort, w)) continue;
        const double* sums = sums_.data() + c * sources_.size();
        for (std::size_t s = 0; s < sources_.size(); ++s) run_.post(sources_[s].tally, w, cohort.week, sums[s]);
        std::int64_t* bands = run_.result.health.symptom_weeks.data() + year;
        std::int64_t* partners = bands + static_cast<std::ptrdiff_t>(Person::partner * score_bands) * years;
        for (int band = 0; band < score_bands; ++band) {
          bands[band * years] += bands_[c].mother[band];
          partners[band * years] += bands_[c].partner[band];
        }
      }
    }
  }

  void keep(const BlockView& view, std::uint32_t b, int w) {
    const auto horizon = static_cast<std::size_t>(run_.world.time.horizon);
    for (std::uint32_t l = 0; l < lanes && b * lanes + l < run_.world.families; ++l) {
      const int in = w - view.at(enrolled_)[l];
      if (in < 0 || in >= run_.world.time.horizon) continue;
      const std::size_t at = static_cast<std::size_t>(b * lanes + l) * horizon + static_cast<std::size_t>(in);
      run_.result.score_weeks[at] = view.at(score_)[l];
      const unsigned fed = view.at(feeding_)[l], got = view.at(received_)[l] > 0 ? 1u : 0u, treated = view.at(care_)[l] == 3 ? 1u : 0u;
      run_.result.state_weeks[at] = static_cast<std::uint8_t>(view.at(phase_)[l] | got << 4 | fed << 5 | treated << 7);
    }
  }

  /// Families whose horizon ends with this week leave the programme's lists and are counted by stratum.
  void finish(int w) {
    const world::World& world = run_.world;
    const int cohort = w + 1 - world.time.horizon;
    if (cohort < 0) return;
    const auto c = static_cast<std::size_t>(cohort);
    for (std::uint32_t i = world.enrolled_before[c]; i < world.enrolled_before[c + 1]; ++i) {
      strata_.count_finished(run_, i);
      if (run_.value(delivery_, i) != 0) {
        const std::uint32_t who = run_.value(provider_, i);
        release(run_, i, static_cast<std::uint8_t>(who & group_bit ? 3 : 0), who);
        run_.value(delivery_, i) = 0;
        --run_.supported_in_block[i / lanes];
        --run_.communities[world.fixed_value(home_, i)].supported;
      }
      if (run_.value(phase_, i) == static_cast<std::uint8_t>(Phase::waiting)) waits_no_more(run_, i);
      run_.value(phase_, i) = static_cast<std::uint8_t>(Phase::finished);
    }
  }

  Run& run_;
  const Steps& steps_;
  std::vector<TallySource> sources_;
  Strata strata_;
  Families families_;
  std::vector<double> sums_;            ///< [cohort][source]
  std::vector<std::uint8_t> active_;    ///< by block
  std::vector<std::uint64_t> draws_;    ///< by block, so that threads do not share one
  Passing passing_;
  bool large_;                          ///< whether the next block is worth fetching
  std::vector<Bands> bands_;            ///< by cohort
  Slot<float> on_;
  Slot<std::int32_t> age_;
  Slot<std::uint8_t> events_, received_, score_, partner_, phase_, delivery_, feeding_, care_;
  Slot<std::uint16_t> enrolled_, home_;
  Slot<std::int8_t> enrolled_age_;
  Slot<std::uint32_t> provider_;
};

}  // namespace

ArmResult run_arm(const RunSpec& spec) {
  const world::World& world = spec.world;
  const FollowUpPlan follow_ups = follow_up_plan(spec.cells, spec.catalogue, spec.row);
  Run run(world, spec.catalogue, spec.catalogue.tallies().size(), spec.catalogue.items().size(), static_cast<int>(follow_ups.weeks.size()));
  run.regime = spec.regime;
  run.log = spec.log;
  const Binding binding{spec.catalogue, *world.layout, spec.cells, spec.rows_used, world::Row(spec.catalogue, spec.row), world.time};
  Steps steps;
  for (const Process* process : spec.processes) steps.push_back(process->bind(binding));
  for (const auto& step : steps) step->begin(run);
  Weeks weeks(run, steps, binding, spec.families);
  for (int w = 0; w < world.time.weeks; ++w) weeks.week(w);
  run.result.words = weeks.words();
  for (const auto& step : steps) step->end(run);
  return std::move(run.result);
}

ArmResult run_arm(const world::World& world, const declare::Catalogue& catalogue, const scenario::CellMap& cells, const std::vector<bool>& rows_used,
                  const double* row, Families families) {
  return run_arm(RunSpec{world, catalogue, cells, rows_used, row, families, week()});
}

}  // namespace alongside::process
