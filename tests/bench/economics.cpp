#include "tests/bench/economics.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/economics/cea_tables.hpp"
#include "analysis/economics/resampling.hpp"
#include "analysis/economics/voi_tables.hpp"
#include "tests/bench/clock.hpp"

namespace alongside::bench {
namespace {

using namespace economics;

constexpr int draws = 10000;

/// A table as another program would write it: costs and effects that hang on the parameters, and noise.
std::string table_of(int options, int parameters, std::uint64_t seed) {
  std::string text;
  for (int p = 0; p < parameters; ++p) text += fmt::format("p{},", p);
  for (int d = 0; d < options; ++d) text += fmt::format("cost_{0},effect_{0}{1}", d, d + 1 == options ? "\n" : ",");
  Words words(seed);
  std::vector<double> p(static_cast<std::size_t>(parameters));
  for (int i = 0; i < draws; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < p.size(); ++j) {
      p[j] = words.normal();
      sum += p[j] / static_cast<double>(j + 1);
      text += fmt::format("{:.6f},", p[j]);
    }
    for (int d = 0; d < options; ++d)
      text += fmt::format("{:.3f},{:.6f}{}", 1000 * d + 200 * words.normal(), 0.05 * d + 0.02 * d * std::tanh(sum) + 0.02 * words.normal(), d + 1 == options ? "\n" : ",");
  }
  return text;
}

double time_cea() {
  const std::string text = table_of(6, 0, 1);
  const double start = thread_seconds();
  CeaQuestion question;
  for (int k = 0; k <= 50000; k += 500) question.grid.push_back(k);
  const std::string out = print(analyse_cost_effectiveness(average_replicates(read_draws(data::CsvTable::parse(text, "draws"))), question), data::Format::json);
  return out.empty() ? 0 : thread_seconds() - start;
}

double time_evppi() {
  const DrawMeans means = average_replicates(read_draws(data::CsvTable::parse(table_of(3, 40, 2), "draws")));
  VoiQuestion question;
  question.thresholds = {20000};
  const int sizes[] = {1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8};
  int next = 0;
  for (const int size : sizes) {
    ParameterGroup group{fmt::format("group {}", question.groups.size() + 1), {}};
    for (int i = 0; i < size; ++i) group.names.push_back(fmt::format("p{}", next++ % 40));
    question.groups.push_back(std::move(group));
  }
  const double start = thread_seconds();
  const Answer answer = analyse_value_of_information(means, question);
  return answer.tables.empty() ? 0 : thread_seconds() - start;
}

}  // namespace

EconomicsSpeed time_economics() { return {time_cea(), time_evppi()}; }

}  // namespace alongside::bench
