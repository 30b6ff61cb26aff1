#pragma once
// The catalogue: everything declared, in the order of the lists it is built from. Built once in main, passed on.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/declare/column.hpp"
#include "sim/declare/parameter.hpp"

namespace alongside::declare {

/// What one file of the model declares.
struct Declarations {
  std::string_view name;  ///< of the process or part of the world
  std::string_view text;  ///< one sentence
  std::vector<const Parameter*> parameters = {};
  std::vector<const Table*> tables = {};
  std::vector<const ColumnBase*> columns = {};
  std::vector<const Purpose*> purposes = {};
  std::vector<const Tally*> tallies = {};
  std::vector<const Measure*> measures = {};
  std::vector<const Item*> items = {};
};

/// Positions by address. Models look parameters up for every world, so this is open addressing in a table that is at most
/// half full: one multiplication and, as a rule, one comparison.
class Positions {
 public:
  /// Adds what is not there yet.
  void add(const void* thing, std::size_t position);
  /// The position, or nothing.
  std::optional<std::size_t> find(const void* thing) const {
    for (std::size_t at = slot(thing); !slots_.empty() && slots_[at].thing; at = (at + 1) & (slots_.size() - 1))
      if (slots_[at].thing == thing) return slots_[at].position;
    return std::nullopt;
  }

 private:
  struct Slot {
    const void* thing = nullptr;
    std::size_t position = 0;
  };
  std::size_t slot(const void* thing) const { return (reinterpret_cast<std::uintptr_t>(thing) * 0x9e3779b97f4a7c15u >> 32) & (slots_.size() - 1); }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

class Catalogue {
 public:
  /// Throws InternalError when a name stands twice, two purposes share a code, or a default is out of bounds.
  explicit Catalogue(std::vector<const Declarations*> parts);

  std::span<const Declarations* const> parts() const { return parts_; }
  std::span<const Parameter* const> parameters() const { return parameters_; }  ///< prices of items included
  std::span<const Table* const> tables() const { return tables_; }
  std::span<const ColumnBase* const> columns() const { return columns_; }
  std::span<const Purpose* const> purposes() const { return purposes_; }
  std::span<const Tally* const> tallies() const { return tallies_; }
  std::span<const Measure* const> measures() const { return measures_; }
  std::span<const Item* const> items() const { return items_; }

  /// Position of a declared thing in its list above. Throws InternalError when it is not in the catalogue.
  std::size_t index(const Parameter& parameter) const;
  std::size_t index(const Tally& tally) const;
  std::size_t index(const Item& item) const;

  /// The parameter, or table column, of that name; null when there is none.
  const Parameter* find_parameter(std::string_view name) const;
  const Table* find_table(std::string_view name) const;
  /// Every name a scenario may set, for "did you mean".
  std::vector<std::string> settable_names() const;

 private:
  std::vector<const Declarations*> parts_;
  std::vector<const Parameter*> parameters_;
  std::vector<const Table*> tables_;
  std::vector<const ColumnBase*> columns_;
  std::vector<const Purpose*> purposes_;
  std::vector<const Tally*> tallies_;
  std::vector<const Measure*> measures_;
  std::vector<const Item*> items_;
  Positions positions_;
  std::unordered_map<std::string_view, const Parameter*> by_name_;
};

}  // namespace alongside::declare
