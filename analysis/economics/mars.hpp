#pragma once
// Regression of net benefit on five parameters or more: hinges and their products, chosen step by step.

#include "analysis/economics/gam.hpp"

namespace alongside::economics {

/// Multivariate adaptive regression splines (Friedman 1991), several responses on shared terms: terms of up to two
/// parameters, forward choice with a short list of parents (Fast MARS, Friedman 1993) on at most 3,000 draws, backward
/// deletion by generalised cross-validation with 3 degrees of freedom per knot, and least squares on all draws.
/// y is n x D, parameters n x P. Throws DataError when there are fewer than 50 draws.
Fit fit_mars(const Eigen::MatrixXd& parameters, const Eigen::MatrixXd& y);

}  // namespace alongside::economics
