// Scrambled Sobol' sequences, and Saltelli's design made of one.

#include <algorithm>
#include <boost/random/sobol.hpp>

#include "sim/core/error.hpp"
#include "sim/sampling/cube.hpp"
#include "sim/sampling/keyed.hpp"
#include "sim/scenario/scenario.hpp"

namespace alongside::sampling {
namespace {

using Engine = boost::random::sobol_engine<std::uint32_t, 32>;
static_assert(boost::random::default_sobol_table::max_dimension >= scenario::max_sobol_columns);

/// Owen's scrambling of 32 binary digits: each digit is flipped or not by a coin that belongs to all digits before it.
/// The coins of seven levels of this tree are 127 bits, which one call of the generator gives.
class Scramble {
 public:
  Scramble(std::uint64_t seed, const std::string& name) : seed_(seed), name_(hash64(name)) {}

  std::uint32_t operator()(std::uint32_t digits) const {
    std::uint32_t flips = 0;
    for (std::uint32_t first = 0; first < 32; first += levels) {
      const std::uint32_t before = first == 0 ? 0 : digits >> (32 - first);
      const core::Words4 coins = keyed_words(seed_, name_, before, purpose + first);
      std::uint32_t node = 1;  // numbered as in a heap: the children of i are 2i and 2i + 1
      for (std::uint32_t level = first; level < std::min(first + levels, 32u); ++level) {
        const std::uint32_t bit = 31 - level;
        flips |= (coins[node / 32] >> (node % 32) & 1) << bit;
        node = 2 * node + (digits >> bit & 1);
      }
    }
    return digits ^ flips;
  }

 private:
  static constexpr std::uint32_t levels = 7;
  static constexpr std::uint32_t purpose = declare::hash32("sobol scramble");
  std::uint64_t seed_, name_;
};

}  // namespace

Cube sobol_cube(std::size_t rows, Names names, std::uint64_t seed) {
  ALONGSIDE_EXPECTS(!names.empty() && names.size() <= scenario::max_sobol_columns && rows <= UINT32_MAX);
  Cube cube{rows, names.size(), std::vector<double>(rows * names.size())};
  std::vector<Scramble> scrambles;
  for (const std::string& name : names) scrambles.emplace_back(seed, name);
  Engine engine(names.size());
  std::size_t at = 0;
  for (std::size_t r = 0; r < rows; ++r)
    for (const Scramble& scramble : scrambles) {
      const std::uint32_t digits = r == 0 ? 0 : engine();  // Boost leaves out the origin, which is part of the net
      cube.values[at++] = core::unit_double(scramble(digits));
    }
  return cube;
}

Cube saltelli_cube(std::size_t base, Names names, std::uint64_t seed) {
  const std::size_t k = names.size();
  std::vector<std::string> both(names.begin(), names.end());
  for (const std::string& name : names) both.push_back(name + " (B)");
  const Cube ab = sobol_cube(base, both, seed);
  Cube cube{base * (k + 2), k, {}};
  cube.values.reserve(cube.rows * k);
  for (std::size_t r = 0; r < base; ++r) {
    const std::span<const double> a = ab.row(r).first(k), b = ab.row(r).last(k);
    for (std::size_t point = 0; point < k + 2; ++point)  // 0: A; i: A with column i of B; k + 1: B
      for (std::size_t c = 0; c < k; ++c) cube.values.push_back(point == k + 1 || point == c + 1 ? b[c] : a[c]);
  }
  return cube;
}

}  // namespace alongside::sampling
