#pragma once
// State columns, random purposes, weekly tallies, summary measures and ledger items: the other things that a
// process declares.

#include <cmath>
#include <cstdint>
#include <string_view>

#include "sim/declare/parameter.hpp"

namespace alongside::declare {

/// Where a family column lives. `fixed`: set when the world is built, the same in every arm. `state`: set at
/// the start of each arm and moved by the week. `passing`: exists only while a block passes through its week, 0
/// until somebody writes it. `scratch`: the same, but written by its own process in every pass before anybody reads it.
/// `linked`: state that friends read or write; kept column by column over the whole world, not block by block, so that
/// it stays in the cache when it is reached at random.
enum class Storage { fixed, state, passing, scratch, linked };
inline constexpr int storages = 5;

struct ColumnBase {
  std::string_view name;
  Storage storage;
  std::string_view unit;
  std::string_view text;
  std::uint32_t bytes;  ///< of one family's value
};

/// A family column of one plain type.
template <class T>
struct Column : ColumnBase {
  constexpr Column(std::string_view name, Storage storage, std::string_view unit, std::string_view text)
      : ColumnBase{name, storage, unit, text, sizeof(T)} {}
};

/// FNV-1a, 32 bit: the code of a purpose is the hash of its name, so that no purpose's draws depend on another's.
constexpr std::uint32_t hash32(std::string_view text) {
  std::uint32_t h = 2166136261u;
  for (char c : text) h = (h ^ static_cast<std::uint8_t>(c)) * 16777619u;
  return h;
}

/// What a random word is for.
struct Purpose {
  std::string_view name;
  std::string_view text;
  std::uint32_t code;
  constexpr Purpose(std::string_view name, std::string_view text) : name(name), text(text), code(hash32(name)) {}
};

/// How a tally adds up a column over the followed families of a week.
enum class Count {
  sum,      ///< sum of the values (float or unsigned byte)
  nonzero,  ///< how many are not 0
  equal,    ///< how many equal `level`
  at_least  ///< how many are `level` or more
};

/// Where a tally is kept: in the weekly series alone, or at every record level also by year of the programme.
enum class Kept { weekly, yearly_too };

/// A weekly quantity that adds over families: recorded by calendar week and by weeks since enrolment.
/// `column` is a float or byte column; without one the tally is posted by a global step.
struct Tally {
  std::string_view name;
  std::string_view unit;
  std::string_view text;
  const ColumnBase* column = nullptr;
  Count count = Count::sum;
  double level = 0;
  Kept kept = Kept::weekly;
};

/// The same tally, kept by year too.
constexpr Tally by_year(Tally tally) {
  tally.kept = Kept::yearly_too;
  return tally;
}

/// What a summary measure divides by.
enum class Per { total, thousand_births, family, tally };
/// Which direction is good for families.
enum class Better { higher, lower, neither };

/// One number per arm and world: the sum of a tally over the whole run, or at the horizon's last week, divided as declared.
enum class Over { run, last_week };
struct Measure {
  std::string_view name;
  std::string_view unit;
  std::string_view text;
  const Tally* numerator;
  Per per = Per::total;
  const Tally* denominator = nullptr;
  Over over = Over::run;
  Better better = Better::neither;
};

/// Who pays.
enum class Payer { programme, nhs, social_care, family, volunteer };
inline constexpr int payers = 5;
std::string_view label(Payer payer);

/// How an item's quantity behaves as a programme grows.
enum class Behaviour { set_up, fixed, stepped, variable };
std::string_view label(Behaviour behaviour);

/// What the money buys: people's time, which a pay rise makes dearer, or anything else.
enum class Input { goods, labour };
std::string_view label(Input input);

/// A ledger item: a quantity in whole smallest units, priced afterwards. `pence` is the price of one `unit`
/// of `per` smallest units (a rate per hour of quantities in minutes has per = 60).
struct Item {
  std::string_view name;
  std::string_view category;  ///< recruitment, training, delivery, supervision, overhead, health service, family
  Payer payer;
  Behaviour behaviour;
  std::string_view quantity;  ///< what one smallest unit is: "minute", "metre", "contact"
  std::string_view unit;      ///< what the price is for: "hour", "mile", "contact"
  std::int64_t per = 1;       ///< smallest units in one priced unit
  Parameter price;            ///< pence per unit; name "price.<item>"
  int price_year = 0;
  Input input = Input::goods;
};

/// Pence for a quantity at a price per priced unit of `per` smallest units, rounded to the penny: cost is rounded once
/// per cell of the ledger, here.
inline std::int64_t pence(std::int64_t quantity, double price, std::int64_t per) {
  return static_cast<std::int64_t>(std::floor(static_cast<double>(quantity) * price / static_cast<double>(per) + 0.5));
}

}  // namespace alongside::declare
