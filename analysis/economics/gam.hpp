#pragma once
// Smooth regression of net benefit on one to four parameters: penalised splines as a mixed model.

#include <Eigen/Dense>
#include <vector>

namespace alongside::economics {

/// A regression of several responses on known functions of the parameters, with what is needed to redraw its coefficients.
/// Row i of `basis` x column d of `coefficients` is the fitted value of response d at draw i.
struct Fit {
  Eigen::MatrixXd basis;                      ///< n x p
  Eigen::MatrixXd coefficients;               ///< p x D
  std::vector<Eigen::MatrixXd> root;          ///< per response, lower L with L L' = X'X + penalty (p x p)
  Eigen::MatrixXd residual_covariance;        ///< D x D
  Eigen::VectorXd effective_df;               ///< per response
  Eigen::MatrixXd fitted() const { return basis * coefficients; }
};

/// Columns of one parameter: a straight line and penalised bends, in the order smooth to wiggly.
struct SplineColumns {
  Eigen::VectorXd line;   ///< n, standardised
  Eigen::MatrixXd bends;  ///< n x m, orthogonal to line and constant, each with a unit penalty
};

/// Cubic B-splines with knots at quantiles and the exact penalty on the squared second derivative (O'Sullivan 1986), turned
/// into independent columns (Wand & Ormerod 2008). `size` bends at most; fewer when the parameter has few distinct values.
/// A constant parameter gives a zero line and no bends.
SplineColumns spline_columns(const Eigen::VectorXd& parameter, int size);

/// Fit of responses y (n x D) on 1 to 4 parameters (n x P): main effects and interactions of all orders as tensor products
/// of spline columns with a smoothness of their own (smoothing-spline ANOVA, type t2 of Wood, Scheipl & Faraway 2013),
/// smoothness by restricted maximum likelihood through Fellner-Schall steps (Wood & Fasiolo 2017). Throws DataError when
/// there are fewer than 20 draws.
Fit fit_gam(const Eigen::MatrixXd& parameters, const Eigen::MatrixXd& y);

}  // namespace alongside::economics
