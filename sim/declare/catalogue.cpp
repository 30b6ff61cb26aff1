#include "sim/declare/catalogue.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "sim/core/error.hpp"

namespace alongside::declare {
namespace {

void check_default(const Parameter& p) {
  const bool whole = p.kind == Kind::number || p.value == std::floor(p.value);
  const bool labelled = p.kind != Kind::choice || p.value < static_cast<double>(p.labels.size());
  if (!(p.low <= p.value && p.value <= p.high) || !whole || !labelled)
    throw InternalError(fmt::format("parameter {}: default {} is outside [{}, {}]", p.name, p.value, p.low, p.high));
  if (p.text.empty() || (p.source.empty() && p.grade != Grade::definition))
    throw InternalError(fmt::format("parameter {}: its text or source is missing", p.name));
}

}  // namespace

Catalogue::Catalogue(std::vector<const Declarations*> parts) : parts_(std::move(parts)) {
  std::set<std::string_view> names;
  std::unordered_map<std::uint32_t, std::string_view> codes;
  const auto unique = [&](std::string_view what, std::string_view name) {
    static_cast<void>(what);
    if (!names.insert(name).second) throw InternalError(fmt::format("{} \"{}\" is declared twice", what, name));
  };
  const auto place = [&](const void* thing, std::size_t at) { positions_.add(thing, at); };
  const auto add_parameter = [&](const Parameter* p) {
    unique("parameter", p->name);
    check_default(*p);
    place(p, parameters_.size());
    by_name_.emplace(p->name, p);
    parameters_.push_back(p);
  };
  for (const Declarations* part : parts_) {
    for (const Parameter* p : part->parameters) add_parameter(p);
    for (const Table* t : part->tables) {
      unique("table", t->name);
      for (const Parameter& column : t->columns) check_default(column);
      tables_.push_back(t);
    }
    for (const ColumnBase* c : part->columns) columns_.push_back(c);
    for (const Purpose* p : part->purposes) {
      if (const auto [it, fresh] = codes.emplace(p->code, p->name); !fresh)
        throw InternalError(fmt::format("purposes \"{}\" and \"{}\" share the code {:#x}: rename one", it->second, p->name, p->code));
      purposes_.push_back(p);
    }
    for (const Tally* t : part->tallies) {
      place(t, tallies_.size());
      tallies_.push_back(t);
    }
    for (const Item* item : part->items) {
      add_parameter(&item->price);
      place(item, items_.size());
      items_.push_back(item);
    }
  }
  std::set<std::string_view> columns, measures, tallies;
  for (const ColumnBase* c : columns_)
    if (!columns.insert(c->name).second) throw InternalError(fmt::format("column \"{}\" is declared twice", c->name));
  for (const Tally* t : tallies_)
    if (!tallies.insert(t->name).second) throw InternalError(fmt::format("tally \"{}\" is declared twice", t->name));
  for (const Declarations* part : parts_)
    for (const Measure* m : part->measures) {
      if (!measures.insert(m->name).second) throw InternalError(fmt::format("measure \"{}\" is declared twice", m->name));
      index(*m->numerator);
      if (m->denominator) index(*m->denominator);
      measures_.push_back(m);
    }
}

void Positions::add(const void* thing, std::size_t position) {
  if (find(thing)) return;
  if (2 * (used_ + 1) > slots_.size()) {
    std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(std::max<std::size_t>(64, 4 * used_)));
    used_ = 0;
    for (const Slot& one : old)
      if (one.thing) add(one.thing, one.position);
  }
  std::size_t at = slot(thing);
  while (slots_[at].thing) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = {thing, position};
  ++used_;
}

std::size_t Catalogue::index(const Parameter& p) const {
  if (const auto position = positions_.find(&p)) return *position;
  throw InternalError(fmt::format("parameter {} is not in the catalogue", p.name));
}
std::size_t Catalogue::index(const Tally& t) const {
  if (const auto position = positions_.find(&t)) return *position;
  throw InternalError(fmt::format("tally {} is not in the catalogue", t.name));
}
std::size_t Catalogue::index(const Item& item) const {
  if (const auto position = positions_.find(&item)) return *position;
  throw InternalError(fmt::format("ledger item {} is not in the catalogue", item.name));
}

const Parameter* Catalogue::find_parameter(std::string_view name) const {
  const auto it = by_name_.find(name);
  return it == by_name_.end() ? nullptr : it->second;
}

const Table* Catalogue::find_table(std::string_view name) const {
  for (const Table* table : tables_)
    if (table->name == name) return table;
  return nullptr;
}

std::vector<std::string> Catalogue::settable_names() const {
  std::vector<std::string> names;
  for (const Parameter* p : parameters_) names.emplace_back(p->name);
  for (const Table* t : tables_) names.emplace_back(t->name);
  return names;
}

std::string_view label(Scope scope) {
  static constexpr std::string_view labels[] = {"population", "programme", "trial", "analysis"};
  return labels[static_cast<int>(scope)];
}
std::string_view label(Grade grade) {
  static constexpr std::string_view labels[] = {"trial", "cohort", "fitted", "assumed", "definition"};
  return labels[static_cast<int>(grade)];
}
std::string_view label(Kind kind) {
  static constexpr std::string_view labels[] = {"number", "count", "choice"};
  return labels[static_cast<int>(kind)];
}
std::string_view label(Shape shape) {
  static constexpr std::string_view labels[] = {"none", "normal", "lognormal", "logit-normal", "uniform"};
  return labels[static_cast<int>(shape)];
}
std::string_view label(Payer payer) {
  static constexpr std::string_view labels[] = {"programme", "nhs", "social_care", "family", "volunteer"};
  return labels[static_cast<int>(payer)];
}
std::string_view label(Input input) { return input == Input::labour ? "labour" : "goods"; }
std::string_view label(Behaviour behaviour) {
  static constexpr std::string_view labels[] = {"set-up", "fixed", "stepped", "variable"};
  return labels[static_cast<int>(behaviour)];
}

}  // namespace alongside::declare
