#pragma once
// Small published data sets as trial rows, and the readers for those kept in tests/reference/data.

#include <libdeflate.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "analysis/trial/sample.hpp"
#include "tests/catch.hpp"

namespace reference {

/// Owning columns behind a TrialData view.
struct Rows {
  std::vector<double> outcome, baseline, received, cost, event;
  std::vector<std::int32_t> arm, cluster, period;

  alongside::estimation::TrialData data() const { return {outcome, arm, cluster, period, baseline, received, cost, event}; }
  alongside::estimation::Sample sample() const { return alongside::estimation::Sample(data()); }
};

/// Lines "cluster period arm: y y y ..."; leave out the period for a parallel trial.
inline Rows parse_rows(const std::string& text, bool with_period) {
  Rows rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    std::istringstream words(line);
    std::int32_t cluster = 0, period = 1, arm = 0;
    char colon = 0;
    words >> cluster;
    if (with_period) words >> period;
    words >> arm >> colon;
    for (double y; words >> y;) {
      rows.outcome.push_back(y);
      rows.arm.push_back(arm);
      rows.cluster.push_back(cluster - 1);
      if (with_period) rows.period.push_back(period - 1);
    }
  }
  return rows;
}

/// CRT data set A: unequal clusters with a negative ICC.
inline Rows crt_a() {
  return parse_rows(R"(
1 0: 49.0 39.7 40.6 55.9 43.2 56.8
2 0: 51.0 45.2 46.3 49.2
3 0: 45.4 40.0 47.0 45.6 52.3 43.4 43.0 42.8
4 0: 47.3 52.1 50.4 50.0 48.8
5 0: 47.1 42.6 41.8 42.8 52.5 39.0 43.2
6 1: 53.9 64.2 51.3 52.9 45.2 55.1 60.3
7 1: 57.6 50.2 39.1 57.5 56.6
8 1: 59.2 53.1 49.5 57.4 55.4 57.7
9 1: 56.3 62.6 54.0 48.6 67.7 53.0 42.0 56.9
10 1: 52.6 50.9 53.7 61.9
)", false);
}

inline Rows stepped() {
  return parse_rows(R"(
1 1 0: 22.4 23.6 21
1 2 1: 20.1 22.6 23.5
1 3 1: 15 23.1 23.4
1 4 1: 23.7 24.6 25.9
2 1 0: 27.6 24.1 29.4
2 2 1: 26.4 24.4 29.4
2 3 1: 22.8 32.5 30.9
2 4 1: 24.2 24.9 23.6
3 1 0: 20.7 20 20.5
3 2 0: 22.2 20.6 20.1
3 3 1: 26.2 23 20.6
3 4 1: 26.1 26.6 21
4 1 0: 26.1 17.8 18.5
4 2 0: 19.8 27.4 18.9
4 3 1: 25.8 22.7 25.7
4 4 1: 26.9 24.3 24.2
5 1 0: 17.8 21.7 24
5 2 0: 20.9 28.7 21
5 3 0: 15.2 24.7 24.1
5 4 1: 22.8 23.8 24
6 1 0: 23.7 21.6 15
6 2 0: 25.3 22.7 12.6
6 3 0: 21.7 19.5 23.9
6 4 1: 27.1 25.4 22.5
)", true);
}

inline Rows balanced() {
  return parse_rows(R"(
1 0: 46.6 49.4 42.3
2 0: 50.5 50.8 56.0
3 0: 53.9 43.8 41.9
4 0: 49.8 49.3 47.0
5 1: 47.9 57.2 52.1
6 1: 47.1 50.8 43.5
7 1: 48.3 57.8 57.1
8 1: 47.2 57.4 57.1
)", false);
}

inline Rows compliance() {
  Rows rows = parse_rows(R"(
1 0: 7.7 8.7 14.1 11.6 9.2 10.5
2 0: 8.9 12.7 15.3 13.1 13.6 11.9
3 0: 9.9 13.6 14.8 12.2 14.5 12.5
4 0: 6.1 9.4 10.7 9.9 6.7 11.3
5 1: 11.6 12 11.7 9.2 12.4 10.1
6 1: 12.3 13.9 12.5 14.2 13.1 16.2
7 1: 14.8 13 9.5 9.8 11.9 15.4
8 1: 11.4 11.3 16.4 13.2 12.7 12.2
)", false);
  for (const char c : std::string("000001011101000000000001110111111111111001111001")) rows.received.push_back(c - '0');
  return rows;
}

/// A file under tests/reference/data as text, unpacked when it ends in .gz.
inline std::string read_text(const std::string& name) {
  std::ifstream file(std::string(ALONGSIDE_SOURCE_DIR) + "/tests/reference/data/" + name, std::ios::binary);
  REQUIRE(file);
  std::string packed{std::istreambuf_iterator<char>(file), {}};
  if (!name.ends_with(".gz")) return packed;
  std::string text(std::size_t{1} << 24, '\0');
  std::size_t length = 0;
  libdeflate_decompressor* unpacker = libdeflate_alloc_decompressor();
  const auto result = libdeflate_gzip_decompress(unpacker, packed.data(), packed.size(), text.data(), text.size(), &length);
  libdeflate_free_decompressor(unpacker);
  REQUIRE(result == LIBDEFLATE_SUCCESS);
  text.resize(length);
  return text;
}

inline alongside::data::CsvTable table(const std::string& name) { return alongside::data::CsvTable::parse(read_text(name), name); }

/// Equal to all the digits that the reference prints.
inline void check_digits(double value, double reference, double tolerance = 1e-8) {
  CHECK(value == Approx(reference).epsilon(tolerance));
}

}  // namespace reference
