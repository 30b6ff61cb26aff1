#pragma once
// Designs in the unit cube: where a sampled sweep puts its points, one row a point, one column an axis.
//
// All randomness is a pure function of (seed, name of the column, row), so that in the random and Latin hypercube
// designs another axis leaves the others' values as they were. The bits are the same everywhere.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace alongside::sampling {

/// Rows of numbers in [0, 1]; but for Morris designs, never 0 or 1.
struct Cube {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;  ///< row by row
  double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
  std::span<const double> row(std::size_t r) const { return std::span(values).subspan(r * columns, columns); }
};

using Names = std::span<const std::string>;

/// Independent uniform numbers.
Cube random_cube(std::size_t rows, Names names, std::uint64_t seed);

/// One point in each of `rows` equal slices of every axis, at random within its slice (McKay, Beckman & Conover 1979).
Cube latin_hypercube(std::size_t rows, Names names, std::uint64_t seed);

/// The first rows of a Sobol' sequence, each axis scrambled as a whole tree of binary digits (Owen 1995), which keeps
/// its even spread and makes means unbiased. Powers of 2 spread best. At most scenario::max_sobol_columns names.
Cube sobol_cube(std::size_t rows, Names names, std::uint64_t seed);

/// For Sobol' indices (Saltelli et al. 2010): for each of `base` rows of two matrices A and B, k + 2 points: A, then A with
/// one column of B for each column in turn, then B. A and B are halves of one scrambled Sobol' sequence.
Cube saltelli_cube(std::size_t base, Names names, std::uint64_t seed);

/// Elementary effects (Morris 1991): trajectories of k + 1 points, each differing from the one before in one axis, by
/// levels / (2 (levels - 1)), on a grid of `levels` values from 0 to 1. `levels` is even.
Cube morris_cube(std::size_t trajectories, std::size_t levels, Names names, std::uint64_t seed);

}  // namespace alongside::sampling
