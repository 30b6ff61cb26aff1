#include "cli/number_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::cli {
namespace {

double number(const std::string& option, const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    throw UsageError(fmt::format("--{} \"{}\" is not a number (write for example --{} 20000)", option, text, option));
  return value;
}

}  // namespace

std::vector<std::string> word_list(const std::string& option, const std::string& text, char separator) {
  std::vector<std::string> words;
  std::size_t from = 0;
  for (;;) {
    const std::size_t to = std::min(text.find(separator, from), text.size());
    words.push_back(text.substr(from, to - from));
    if (words.back().empty()) throw UsageError(fmt::format("--{} \"{}\" holds an empty entry (separate entries by one '{}')", option, text, separator));
    if (to == text.size()) return words;
    from = to + 1;
  }
}

std::vector<double> number_list(const std::string& option, const std::string& text) {
  std::vector<double> numbers;
  for (const std::string& word : word_list(option, text, ',')) {
    // "20,000" is one number to who writes it; as a list it would be 20 and 0. "0,0.5" is two.
    const bool digits = std::ranges::all_of(word, [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!numbers.empty() && word.size() == 3 && word[0] == '0' && digits)
      throw UsageError(fmt::format("--{} \"{}\" holds \"{}\", as if a comma parted thousands (a comma separates entries; write thousands without)", option, text, word));
    numbers.push_back(number(option, word));
  }
  return numbers;
}

std::vector<double> number_grid(const std::string& option, const std::string& text) {
  const std::vector<std::string> words = word_list(option, text, ':');
  if (words.size() != 3) throw UsageError(fmt::format("--{} \"{}\" is no grid (write from:to:step, for example 0:50000:500)", option, text));
  const double from = number(option, words[0]), to = number(option, words[1]), step = number(option, words[2]);
  if (!(step > 0) || to < from) throw UsageError(fmt::format("--{} \"{}\" never ends (the step must be positive and from <= to)", option, text));
  const double count = std::floor((to - from) / step + 1e-9);
  if (count > 1e6) throw UsageError(fmt::format("--{} \"{}\" has over a million points (take a larger step)", option, text));
  std::vector<double> grid;
  for (double i = 0; i <= count; ++i) grid.push_back(from + i * step);
  return grid;
}

std::vector<std::string> keep_negative_numbers(const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  for (const std::string& word : arguments) {
    const bool negative = word.size() > 1 && word[0] == '-' && (std::isdigit(static_cast<unsigned char>(word[1])) || word[1] == '.');
    if (negative && !out.empty() && out.back().starts_with("--") && out.back().find('=') == std::string::npos) out.back() += "=" + word;
    else out.push_back(word);
  }
  return out;
}

void refuse_negative(const std::string& option, const std::vector<double>& thresholds) {
  for (const double threshold : thresholds)
    if (threshold < 0)
      throw DataError(fmt::format("--{} {} is negative (it is the money a unit of effect is worth); use 0 or more", option, threshold));
}

}  // namespace alongside::cli
