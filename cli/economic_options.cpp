#include "cli/economic_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "cli/number_list.hpp"
#include "cli/prepared.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
namespace po = boost::program_options;
using namespace economics;

namespace {

/// A name of the rules, or "0.035" or "0.035,0.015" with ",continuous" or ",annual" behind it.
Discounting discounting_of(const std::string& text) {
  if (text.empty() || (!std::isdigit(static_cast<unsigned char>(text[0])) && text[0] != '.' && text[0] != '-')) return discounting_named("discount", text);
  std::vector<std::string> words = word_list("discount", text, ',');
  Discounting own{"own", "rates of one's own", {}, {"", "", Checked::seen}};
  if (words.back() == "continuous" || words.back() == "annual") {
    own.rates.rule = words.back() == "annual" ? DiscountRule::annual : DiscountRule::continuous;
    words.pop_back();
  }
  if (words.empty() || words.size() > 2)
    throw UsageError(fmt::format("--discount \"{}\" (one rate, or one for costs and one for health, such as 0.035,0.015, and perhaps ,continuous)", text));
  const std::vector<double> rates = number_list("discount", words.size() == 1 ? words[0] : words[0] + "," + words[1]);
  for (const double rate : rates)
    if (rate < 0 || rate >= 1) throw DataError(fmt::format("--discount {} is not from 0 to below 1 (it is a share a year: 0.035 is 3.5%)", rate));
  own.rates.cost = rates.front();
  own.rates.effect = rates.back();
  return own;
}

/// "2024" or "2024/25".
int price_year_of(const std::string& text) {
  int year = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, year);
  const bool plain = error == std::errc() && stop == end;
  const bool with_next = error == std::errc() && std::string(stop, end) == fmt::format("/{:02}", (year + 1) % 100);
  if (!plain && !with_next) throw UsageError(fmt::format("--price-year \"{}\" is no financial year (write its start, such as 2024 or 2024/25)", text));
  price_factor(year, year);  // throws outside the index
  return year;
}

std::vector<PriceChange> prices_of(const std::string& text) {
  std::vector<PriceChange> changes;
  for (const std::string& word : word_list("price", text, ',')) {
    const std::size_t at = word.find('=');
    if (at == std::string::npos || at == 0) throw UsageError(fmt::format("--price \"{}\" (item=pence is wanted, such as coordinator=95000)", word));
    std::string item = word.substr(0, at);
    if (item.starts_with("price.")) item.erase(0, 6);
    const std::vector<double> pence = number_list("price", word.substr(at + 1));
    if (pence[0] < 0) throw DataError(fmt::format("--price {} is negative; use 0 or more", word));
    changes.push_back({item, pence[0]});
  }
  return changes;
}

}  // namespace

void add_viewpoint_options(po::options_description& options) {
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()
      ("perspective", text("NAME"), "of a result: whose costs: nhs_pss (reference case), commissioner, public_sector, societal")
      ("health", text("NAME"), "of a result: whose health: mother (reference case), mother_partner, mother_partner_supporters")
      ("value-set", text("NAME"), "of a result: eq5d3l or sf6d in place of the run's own utilities")
      ("discount", text("NAME|RATES"), "of a result: nice (reference case), green_book, none, or rates such as 0.035,0.015")
      ("price-year", text("YEAR"), "of a result: financial year that prices are brought to (reference case 2024/25)")
      ("price", text("ITEM=PENCE[,...]"), "of a result: other prices, in that year's pence")
      ("point", text("N"), "of a result: design point, counted from 0");
}

const std::vector<std::string>& viewpoint_option_names() {
  static const std::vector<std::string> names{"perspective", "health", "value-set", "discount", "price-year", "price", "point"};
  return names;
}

std::vector<Viewpoint> viewpoints_of(const Parsed& given) {
  Viewpoint view;
  if (given.has("perspective")) view.perspective = perspective_named("perspective", given.get<std::string>("perspective"));
  if (given.has("health")) view.health = health_scope_named("health", given.get<std::string>("health"));
  if (given.has("value-set")) view.value_set = value_set_named("value-set", given.get<std::string>("value-set"));
  if (given.has("discount")) view.discounting = discounting_of(given.get<std::string>("discount"));
  if (given.has("price-year")) view.price_year = price_year_of(given.get<std::string>("price-year"));
  if (given.has("price")) view.prices = prices_of(given.get<std::string>("price"));
  if (view.is_reference()) return {view};
  return {Viewpoint{}, view};
}

std::size_t point_of(const Parsed& given) { return given.has("point") ? whole_option("point", given.get<std::string>("point"), 0) : 0; }

std::vector<double> thresholds_of(const Parsed& given) {
  if (!given.has("threshold")) return {reference_threshold().low, reference_threshold().high};
  const auto text = given.get<std::string>("threshold");
  std::vector<double> thresholds;
  if (!text.empty() && std::isalpha(static_cast<unsigned char>(text[0]))) {
    const Threshold& named = threshold_named("threshold", text);
    thresholds = {named.low, named.high};
  } else {
    thresholds = number_list("threshold", text);
  }
  refuse_negative("threshold", thresholds);
  return thresholds;
}

double number_option(const Parsed& given, const std::string& name, double otherwise) {
  if (!given.has(name)) return otherwise;
  const std::vector<double> numbers = number_list(name, given.get<std::string>(name));
  if (numbers.size() != 1) throw UsageError(fmt::format("--{} takes one number", name));
  return numbers[0];
}

double amount_option(const Parsed& given, const std::string& name, double otherwise) {
  const double amount = number_option(given, name, otherwise);
  if (amount < 0) throw DataError(fmt::format("--{} {} is negative; use 0 or more", name, amount));
  return amount;
}

void add_output_options(po::options_description& options) {
  options.add_options()("format", po::value<std::string>()->default_value("text"), "text, csv, json or md")(
      "only", po::value<std::string>()->value_name("TITLE"), "only the tables whose title begins so, such as \"Efficiency frontier\"");
}

void print_answer(const Parsed& given, Answer answer) {
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  if (given.has("only")) {
    const auto title = given.get<std::string>("only");
    std::string titles;
    for (const data::OutputTable& table : answer.tables) titles += fmt::format("{}\"{}\"", titles.empty() ? "" : ", ", table.title);
    std::erase_if(answer.tables, [&](const data::OutputTable& table) { return !table.title.starts_with(title); });
    if (answer.tables.empty()) throw DataError(fmt::format("--only \"{}\": no table begins so (there are {})", title, titles));
  }
  fmt::print("{}", print(answer, format));
}

void refuse_with(const Parsed& given, const std::string& source, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (given.has(name)) throw UsageError(fmt::format("--{} does not go with {} (see --help)", name, source));
}

}  // namespace alongside::cli
