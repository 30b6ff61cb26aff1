#pragma once
// A stand-in for a slow simulator: each output a polynomial of second degree in the parameters, fitted to runs, with what it does not
// know (Craig and others 1997; Kennedy & O'Hagan 2001 for the idea; the polynomial instead of a Gaussian process because what is wanted
// is the simulator's MEAN among runs that each have chance of their own).

#include <Eigen/Dense>

#include <vector>

namespace alongside::explore {

class Emulator {
 public:
  /// Fits to runs: `points` and `values` have a row for each. A value that is not finite is left out. Distances are from `centre`.
  /// Linear terms of all parameters; squares and products of the `most_curved` that matter most to an output.
  Emulator(const Eigen::MatrixXd& points, const Eigen::MatrixXd& values, const Eigen::VectorXd& centre, Eigen::Index most_curved = 10);

  struct Prediction {
    Eigen::VectorXd mean;
    Eigen::VectorXd variance;  ///< of the mean, from the coefficients' uncertainty
  };
  Prediction at(const Eigen::VectorXd& point) const;
  /// Derivatives of the means: outputs by parameters.
  Eigen::MatrixXd slopes(const Eigen::VectorXd& point) const;
  /// Variance of single runs about the polynomial, by output: chance and lack of fit.
  const Eigen::VectorXd& scatter() const { return scatter_; }

 private:
  /// A constant (both absent), a linear term (second absent), or a product.
  struct Term {
    Eigen::Index first = -1, second = -1;
    double value(const Eigen::VectorXd& from_centre) const;
  };
  struct Output {
    std::vector<Term> terms;
    Eigen::VectorXd coefficients;
    Eigen::MatrixXd covariance;
  };
  static Output fit(const Eigen::MatrixXd& moved, const Eigen::VectorXd& values, Eigen::Index most_curved, double& scatter);

  Eigen::VectorXd centre_, scatter_;
  std::vector<Output> outputs_;
};

}  // namespace alongside::explore
