#include "analysis/economics/accounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

using record::Result;
using record::Slab;
using Texts = std::vector<std::string>;

/// Values held at once while a large dataset is read.
constexpr std::size_t values_at_once = std::size_t{1} << 23;

const Texts& texts_of(const Result& result, const char* axis) { return std::get<Texts>(result.axis(axis).values); }

void check_kind(const Result& result, std::size_t point) {
  if (result.has("/trial/truth"))
    throw DataError(fmt::format("{}: is the result of a trial (costs and health are compared between programmes without one) see alongside trial or alongside report", result.path()));
  for (const char* path : {"/ledger/quantity", "/ledger/price", "/ledger/health", "/ledger/utility", "/ledger/contract_years", "/ledger/item_input", "/summary/families"})
    if (!result.has(path)) throw DataError(fmt::format("{}: no {} (the economics need it; the run was made by an older program) run it again", result.path(), path));
  const record::DatasetInfo& quantity = result.dataset("/ledger/quantity");
  const Texts wanted{"point", "draw", "replicate", "arm", "item", "payer", "year"};
  if (quantity.axes != wanted)
    throw DataError(fmt::format("{}: /ledger/quantity is by {} (by {} is wanted)", result.path(), fmt::join(quantity.axes, ", "), fmt::join(wanted, ", ")));
  if (point >= quantity.shape[0])
    throw DataError(fmt::format("{}: no point {} (there {} {}, counted from 0)", result.path(), point, quantity.shape[0] == 1 ? "is" : "are", quantity.shape[0]));
  if (quantity.shape[3] < 2)
    throw DataError(fmt::format("{}: one arm only, \"{}\" (a comparison needs two) add usual care or another design to the scenario", result.path(), texts_of(result, "arm")[0]));
}

std::vector<AccountItem> read_items(const Result& result) {
  const Texts &names = texts_of(result, "item"), category = result.texts("/ledger/item_category"), payer = result.texts("/ledger/item_payer"),
              behaviour = result.texts("/ledger/item_behaviour"), input = result.texts("/ledger/item_input"), quantity = result.texts("/ledger/item_quantity"), unit = result.texts("/ledger/item_unit");
  const std::vector<std::int64_t> per = result.integers("/ledger/item_per"), year = result.integers("/ledger/item_price_year");
  std::vector<AccountItem> items;
  for (std::size_t i = 0; i < names.size(); ++i) items.push_back({names[i], category[i], payer[i], behaviour[i], input[i], quantity[i], unit[i], per[i], static_cast<int>(year[i])});
  return items;
}

void read_worlds(const Result& result, Accounts& accounts) {
  const std::vector<double> status = result.numbers("/task_status", {{accounts.point, 0, 0}, {1, accounts.draws, accounts.replicates}});
  const record::DatasetInfo& info = result.dataset("/summary/families");
  const std::vector<double> families = result.numbers(info.path, {{accounts.point, 0, 0, 0}, {1, accounts.draws, accounts.replicates, 1}});
  for (std::size_t i = 0; i < status.size(); ++i) {
    if (status[i] == 0) accounts.worlds.push_back({i / accounts.replicates, i % accounts.replicates, families[i]});
    else ++accounts.failed;
  }
  if (accounts.worlds.empty()) throw DataError(fmt::format("{}: every world failed (/failed_reason tells why)", result.path()));
}

void read_parameters(const Result& result, Accounts& accounts) {
  accounts.uncertain = result.integer("draws") > 0 && result.has("/design/draws");
  if (!accounts.uncertain) return;
  accounts.parameters = texts_of(result, "uncertain");
  accounts.parameter = result.numbers("/design/draws");
}

/// Calls f(world, values of its arms) for each world of the accounts, block by block of draws.
void for_worlds(const Result& result, const std::string& path, const Accounts& accounts, const std::function<void(std::size_t, const double*)>& f) {
  const record::DatasetInfo& info = result.dataset(path);
  const std::size_t of_world = std::accumulate(info.shape.begin() + 3, info.shape.end(), std::size_t{1}, std::multiplies<>());
  const std::size_t chunk = info.chunk.empty() ? 1 : info.chunk[1];
  const std::size_t fitting = std::max<std::size_t>(1, values_at_once / std::max<std::size_t>(1, of_world * accounts.replicates));
  const std::size_t step = std::max(std::size_t{1}, fitting / chunk * chunk);  // whole chunks, so that none is unpacked twice
  Slab slab{std::vector<std::size_t>(info.shape.size(), 0), info.shape};
  slab.start[0] = accounts.point, slab.count[0] = 1;
  std::size_t world = 0;
  for (std::size_t first = 0; first < accounts.draws; first += step) {
    slab.start[1] = first, slab.count[1] = std::min(step, accounts.draws - first);
    const std::vector<double> values = result.numbers(path, slab);
    for (; world < accounts.worlds.size() && accounts.worlds[world].draw < first + slab.count[1]; ++world)
      f(world, values.data() + ((accounts.worlds[world].draw - first) * accounts.replicates + accounts.worlds[world].replicate) * of_world);
  }
}

/// Every item has one payer, so the payers' axis of the file folds into it.
void read_quantities(const Result& result, Accounts& accounts) {
  const Texts& payers = texts_of(result, "payer");
  std::vector<std::size_t> payer_of;
  for (const AccountItem& item : accounts.items)
    payer_of.push_back(static_cast<std::size_t>(std::ranges::find(payers, item.payer) - payers.begin()));
  const std::size_t items = accounts.items.size(), years = accounts.years;
  accounts.quantities.resize(accounts.worlds.size() * accounts.arms.size() * items * years);
  for_worlds(result, "/ledger/quantity", accounts, [&](std::size_t world, const double* values) {
    std::int64_t* out = accounts.quantities.data() + world * accounts.arms.size() * items * years;
    for (std::size_t arm_item = 0; arm_item < accounts.arms.size() * items; ++arm_item)
      for (std::size_t p = 0; p < payers.size(); ++p)
        for (std::size_t y = 0; y < years; ++y, ++values) {
          if (p == payer_of[arm_item % items]) out[arm_item * years + y] = static_cast<std::int64_t>(*values);
          else if (*values != 0)
            throw DataError(fmt::format("{}: item \"{}\" is paid by {} too (one payer for each item is expected)", result.path(), accounts.items[arm_item % items].name, payers[p]));
        }
  });
}

std::vector<double> read_person_weeks(const Result& result, const Accounts& accounts) {
  const std::size_t years = accounts.years, bands = result.dataset("/ledger/symptom_weeks").shape.at(5), rows = accounts.arms.size() * Accounts::persons;
  std::vector<double> weeks(accounts.worlds.size() * rows * years, 0.0);
  for_worlds(result, "/ledger/symptom_weeks", accounts, [&](std::size_t world, const double* values) {
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t band = 0; band < bands; ++band)
        for (std::size_t y = 0; y < years; ++y) weeks[(world * rows + row) * years + y] += *values++;
  });
  return weeks;
}

}  // namespace

Accounts read_accounts(const Result& result, std::size_t point, Detail detail) {
  check_kind(result, point);
  const std::vector<std::size_t>& shape = result.dataset("/ledger/quantity").shape;
  Accounts accounts;
  accounts.name = result.text("name");
  accounts.path = result.path();
  accounts.point = point;
  accounts.points = shape[0], accounts.draws = shape[1], accounts.replicates = shape[2], accounts.years = shape[6];
  accounts.common_luck = result.text("common") != "none";
  accounts.arms = texts_of(result, "arm");
  accounts.items = read_items(result);
  read_worlds(result, accounts);
  read_parameters(result, accounts);
  accounts.price = result.numbers("/ledger/price");
  const std::vector<double> terms = result.numbers("/ledger/utility");
  for (std::size_t d = 0; d < accounts.draws; ++d) accounts.utility.push_back({terms[3 * d], terms[3 * d + 1], terms[3 * d + 2]});
  read_quantities(result, accounts);
  accounts.qalys = read_for_worlds(result, "/ledger/health", accounts);
  accounts.contracts = read_for_worlds(result, "/ledger/contract_years", accounts);
  if (detail == Detail::person_weeks) accounts.person_weeks = read_person_weeks(result, accounts);
  return accounts;
}

std::vector<double> read_for_worlds(const Result& result, const std::string& path, const Accounts& accounts) {
  std::vector<double> out;
  const record::DatasetInfo& info = result.dataset(path);
  const std::size_t of_world = std::accumulate(info.shape.begin() + 3, info.shape.end(), std::size_t{1}, std::multiplies<>());
  out.reserve(accounts.worlds.size() * of_world);
  for_worlds(result, path, accounts, [&](std::size_t, const double* values) { out.insert(out.end(), values, values + of_world); });
  return out;
}

}  // namespace alongside::economics
