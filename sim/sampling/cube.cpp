// Random, Latin hypercube and Morris designs. Sobol' sequences have a file of their own.

#include "sim/sampling/cube.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "sim/core/error.hpp"
#include "sim/sampling/keyed.hpp"

namespace alongside::sampling {
namespace {

Cube empty_cube(std::size_t rows, std::size_t columns) { return {rows, columns, std::vector<double>(rows * columns)}; }

/// Indices 0 to n - 1 in an order that words of theirs decide.
template <class WordsOf>
std::vector<std::uint32_t> shuffled(std::size_t n, const WordsOf& words_of) {
  std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> keys;
  for (std::uint32_t i = 0; i < n; ++i) {
    const core::Words4 words = words_of(i);
    keys.emplace_back(words[0], words[1], i);
  }
  std::ranges::sort(keys);
  std::vector<std::uint32_t> order;
  for (const auto& key : keys) order.push_back(std::get<2>(key));
  return order;
}

}  // namespace

Cube random_cube(std::size_t rows, Names names, std::uint64_t seed) {
  constexpr std::uint32_t purpose = declare::hash32("design point");
  Cube cube = empty_cube(rows, names.size());
  for (std::size_t c = 0; c < names.size(); ++c) {
    const std::uint64_t name = hash64(names[c]);
    for (std::size_t r = 0; r < rows; ++r) {
      const core::Words4 words = keyed_words(seed, name, static_cast<std::uint32_t>(r), purpose);
      cube.values[r * cube.columns + c] = core::unit_double(words[0], words[1]);
    }
  }
  return cube;
}

Cube latin_hypercube(std::size_t rows, Names names, std::uint64_t seed) {
  constexpr std::uint32_t purpose = declare::hash32("latin hypercube");
  Cube cube = empty_cube(rows, names.size());
  for (std::size_t c = 0; c < names.size(); ++c) {
    const std::uint64_t name = hash64(names[c]);
    const auto words_of = [&](std::uint32_t row) { return keyed_words(seed, name, row, purpose); };
    const std::vector<std::uint32_t> order = shuffled(rows, words_of);
    for (std::size_t slice = 0; slice < rows; ++slice) {
      const core::Words4 words = words_of(order[slice]);
      const double within = core::unit_double(words[2], words[3]);
      const double value = (static_cast<double>(slice) + within) / static_cast<double>(rows);
      cube.values[order[slice] * cube.columns + c] = std::min(value, 1 - 0x1p-53);  // rounding may reach 1
    }
  }
  return cube;
}

Cube morris_cube(std::size_t trajectories, std::size_t levels, Names names, std::uint64_t seed) {
  ALONGSIDE_EXPECTS(levels >= 2 && levels % 2 == 0);
  constexpr std::uint32_t start = declare::hash32("morris start"), turn = declare::hash32("morris order");
  const std::size_t k = names.size(), half = levels / 2;
  std::vector<std::uint64_t> hashes;
  for (const std::string& name : names) hashes.push_back(hash64(name));
  Cube cube = empty_cube(trajectories * (k + 1), k);
  std::vector<std::size_t> level(k);
  for (std::uint32_t t = 0; t < trajectories; ++t) {
    std::vector<bool> up(k);
    for (std::size_t c = 0; c < k; ++c) {
      const core::Words4 words = keyed_words(seed, hashes[c], t, start);
      const auto low = static_cast<std::size_t>(static_cast<std::uint64_t>(words[0]) * half >> 32);
      up[c] = words[1] >> 31 != 0;
      level[c] = up[c] ? low : low + half;
    }
    const std::vector<std::uint32_t> order = shuffled(k, [&](std::uint32_t c) { return keyed_words(seed, hashes[c], t, turn); });
    for (std::size_t step = 0; step <= k; ++step) {
      if (step > 0) {
        const std::size_t c = order[step - 1];
        level[c] = up[c] ? level[c] + half : level[c] - half;
      }
      double* const row = cube.values.data() + (t * (k + 1) + step) * k;
      for (std::size_t c = 0; c < k; ++c) row[c] = static_cast<double>(level[c]) / static_cast<double>(levels - 1);
    }
  }
  return cube;
}

}  // namespace alongside::sampling
