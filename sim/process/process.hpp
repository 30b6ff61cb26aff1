#pragma once
// What a process of the week is: declarations, and a step bound to one arm of one world.

#include <memory>
#include <span>

#include "sim/scenario/scenario.hpp"
#include "sim/world/world.hpp"

namespace alongside::process {

using declare::Better;
using declare::by_year;
using declare::Column;
using declare::Count;
using declare::Declarations;
using declare::Grade;
using declare::Item;
using declare::Kind;
using declare::Measure;
using declare::Over;
using declare::Parameter;
using declare::Per;
using declare::Purpose;
using declare::Scope;
using declare::Shape;
using declare::Storage;
using declare::Table;
using declare::Tally;
using world::BlockView;
using world::lanes;
using world::Slot;

class Run;

/// What a step is bound to: the arm's numbers, and where columns lie.
struct Binding {
  const declare::Catalogue& catalogue;
  const world::Layout& layout;
  const scenario::CellMap& cells;
  const std::vector<bool>& rows_used;  ///< table rows that the arm has, in CellMap order
  world::Row row;
  world::Timetable time;

  double operator()(const Parameter& p) const { return row(p); }
  float f(const Parameter& p) const { return row.f(p); }
  int i(const Parameter& p) const { return row.i(p); }
  bool on(const Parameter& p) const { return row.on(p); }
  template <class T>
  Slot<T> slot(const Column<T>& column) const {
    return layout.slot(column);
  }
  std::size_t tally(const Tally& t) const { return catalogue.index(t); }
  std::size_t item(const Item& i) const { return catalogue.index(i); }
  /// Rows of a table that this arm has: one vector of column values each, in order.
  std::vector<std::vector<double>> table(const Table& t) const;
};

/// One block's passage through one week.
struct BlockWeek {
  const Run& run;
  BlockView view;
  core::KernelLevel level;
  int week;
  bool supported;  ///< whether any family of the block is being supported
  mutable std::uint32_t draws = 0;  ///< calls of draw so far: the benchmark's count of random words

  template <class T>
  T* at(Slot<T> slot) const {
    return view.at(slot);
  }
  /// 256 words for a purpose, into `words`.
  void draw(const Purpose& purpose, std::uint32_t* words, std::uint32_t k = 0) const;
};

/// The step of one process in one arm of one world. Serial parts may touch everything; `block` only its own
/// block, and nothing outside it that another block writes.
class Step {
 public:
  virtual ~Step() = default;
  virtual void begin(Run&) {}                  ///< before the first week
  virtual void before(Run&, int /*week*/) {}   ///< serial, in list order, before the blocks
  virtual void block(const BlockWeek&) const {}
  virtual void after(Run&, int /*week*/) {}    ///< serial, in list order, after the blocks
  virtual void end(Run&) {}                    ///< after the last week
};

/// One process of the model.
struct Process {
  const Declarations* declarations;
  std::unique_ptr<Step> (*bind)(const Binding&);
};

/// The model's week, in order (week.cpp).
std::span<const Process* const> week();

}  // namespace alongside::process
