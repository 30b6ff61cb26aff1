#pragma once
// The Cholesky factor of a small matrix, by + - * / sqrt alone, so that draws have the same bits everywhere.

#include <cstddef>
#include <optional>
#include <vector>

namespace alongside::core {

/// Lower Cholesky factor of a symmetric matrix, row by row; nothing when it is not positive definite.
std::optional<std::vector<double>> cholesky(std::vector<double> matrix, std::size_t size);

}  // namespace alongside::core
