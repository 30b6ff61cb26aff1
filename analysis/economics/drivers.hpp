#pragma once
// Which uncertain number the choice hangs on most.

#include <string>
#include <vector>

#include "analysis/economics/draws.hpp"
#include "analysis/economics/wording.hpp"

namespace alongside::economics {

/// A parameter by what knowing it alone would be worth.
struct Driver {
  std::string parameter;
  double value = 0;        ///< EVPPI at the threshold
  double error = 0;        ///< standard error of value
  double correlation = 0;  ///< of the parameter with the net benefit of the best option over its strongest rival
};

/// How far a parameter goes along with a lead in net benefit.
struct Leaning {
  Eigen::Index parameter;  ///< column of the draws
  double correlation;      ///< in [-1, 1]; 0 where either never varies
};
/// The parameters that go along best with a lead, strongest first, at most `most`: regressions are dear, this is not.
/// `parameter`: draws x parameters.
std::vector<Leaning> leanings(const Eigen::MatrixXd& parameter, const Eigen::VectorXd& lead, std::size_t most);

/// The parameters with the highest EVPPI at a threshold, at most `most`: the `screened` that go along best with the lead of the
/// best option over its strongest rival are regressed on, the others are not looked at. Empty without parameters or with fewer
/// than 20 draws.
std::vector<Driver> decision_drivers(const DrawMeans& means, double threshold, std::size_t most, std::size_t screened = 10);

/// "The uncertain numbers that the choice hangs on most: ...", or that no single one decides where the first is within two
/// standard errors of nothing; empty when none is worth anything.
std::string drivers_sentence(const DrawMeans& means, double threshold, const Wording& wording);

}  // namespace alongside::economics
