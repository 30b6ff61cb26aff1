#include "sim/core/cholesky.hpp"

#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::core {

std::optional<std::vector<double>> cholesky(std::vector<double> a, std::size_t n) {
  constexpr double least_pivot = 1e-10;
  ALONGSIDE_EXPECTS(a.size() == n * n);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j; i < n; ++i) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i == j) {
        if (!(sum > least_pivot)) return std::nullopt;
        a[j * n + j] = std::sqrt(sum);
      } else {
        a[i * n + j] = sum / a[j * n + j];
      }
    }
    for (std::size_t i = 0; i < j; ++i) a[i * n + j] = 0;
  }
  return a;
}

}  // namespace alongside::core
