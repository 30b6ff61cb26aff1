#include "analysis/economics/uptake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

constexpr std::string_view names[] = {"constant", "linear", "logistic", "step"};
constexpr double steepness = 8;  ///< of the logistic curve over its whole length

double share_of(std::string_view text, const std::string& word) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size()) throw UsageError(fmt::format("--uptake \"{}\": \"{}\" is not a number", text, word));
  return value;
}

}  // namespace

std::string Uptake::text() const {
  if (form == UptakeForm::constant) return fmt::format("{:.3g}% of full scale in every year", 100 * to);
  return fmt::format("{:.3g}% of full scale in year 1, {:.3g}% from year {} ({})", 100 * from, 100 * to, year, names[static_cast<int>(form)]);
}

Uptake parse_uptake(std::string_view text) {
  std::vector<std::string> words;
  std::istringstream in{std::string(text)};
  for (std::string word; std::getline(in, word, ':');) words.push_back(word);
  const auto at = words.empty() ? std::end(names) : std::find(std::begin(names), std::end(names), words[0]);
  if (at == std::end(names)) throw UsageError(fmt::format("--uptake \"{}\" is not known (constant, linear, logistic or step)", text));
  Uptake uptake;
  uptake.form = static_cast<UptakeForm>(at - std::begin(names));
  if (uptake.form == UptakeForm::constant) {
    if (words.size() > 2) throw UsageError(fmt::format("--uptake \"{}\" (constant takes one share, such as constant:0.8)", text));
    if (words.size() == 2) uptake.to = share_of(text, words[1]);
    uptake.from = uptake.to;
  } else {
    if (words.size() != 4) throw UsageError(fmt::format("--uptake \"{0}\" ({1} takes a first share, a last share and the year that reaches it, such as {1}:0.2:1:3)", text, words[0]));
    uptake.from = share_of(text, words[1]);
    uptake.to = share_of(text, words[2]);
    const double year = share_of(text, words[3]);
    if (!(year >= 1) || year > 1000 || year != std::floor(year)) throw DataError(fmt::format("--uptake \"{}\": year {} is no whole year from 1 on", text, words[3]));
    uptake.year = static_cast<std::size_t>(year);
  }
  for (const double share : {uptake.from, uptake.to})
    if (!(share >= 0 && share <= 1)) throw DataError(fmt::format("--uptake \"{}\": {} is outside 0 to 1 (it is a share of full scale)", text, share));
  return uptake;
}

std::vector<double> uptake_by_year(const Uptake& uptake, std::size_t years) {
  const auto curve = [](double x) { return 1 / (1 + std::exp(-steepness * (x - 0.5))); };
  std::vector<double> shares;
  for (std::size_t y = 0; y < years; ++y) {
    const double span = std::max<double>(1, static_cast<double>(uptake.year) - 1);
    const double along = uptake.year <= 1 ? 1 : std::min(1.0, static_cast<double>(y) / span);
    double grown = 1;  // of the way from `from` to `to`
    switch (uptake.form) {
      case UptakeForm::constant: break;
      case UptakeForm::linear: grown = along; break;
      case UptakeForm::logistic: grown = (curve(along) - curve(0)) / (curve(1) - curve(0)); break;
      case UptakeForm::step: grown = y + 1 >= uptake.year ? 1 : 0; break;
    }
    shares.push_back(uptake.from + (uptake.to - uptake.from) * grown);
  }
  return shares;
}

}  // namespace alongside::economics
