// What calibrate asks of the model: runs of points, points that no world has, and evaluations that are kept.

#include <cmath>

#include "cli/calibrate_simulator.hpp"
#include "sim/process/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/support/folder.hpp"

using namespace alongside;

namespace {

// The community's share of the variance contradicts a small trait variance.
constexpr const char* study = R"(format = 1
name = "Study"
community.icc = 0.3
symptoms.history = 0.9
[population]
families = 600
communities = 20
horizon = 10
[follow_up]
w6.week = 6
[[arm]]
name = "usual care"
)";
constexpr const char* targets = R"(format = 1
[calibrate]
parameters = ["symptoms.trait_variance"]
[[row]]
id = "A"
scenario = "study.toml"
measure = "mean_score"
arm = "usual care"
week = 6
value = 6
se = 0.1
)";

}  // namespace

TEST_CASE("a point whose numbers contradict each other has no answer, and the others have theirs", "[cli][calibrate]") {
  const tests::Folder folder;
  folder.write("study.toml", study);
  const std::string file = folder.write("targets.toml", targets);
  const declare::Catalogue catalogue = process::model_catalogue();
  cli::CalibrationModel model(catalogue, file, {1, 1.0}, folder / "kept");
  std::vector<explore::Point> points(40, explore::Point::Zero(1));
  for (int i = 0; i < 40; i += 2) points[static_cast<std::size_t>(i)][0] = -6 - i;
  for (int time = 0; time < 2; ++time) {  // the second time from what was kept
    const Eigen::MatrixXd rows = model.simulator().runs(points, 0);
    for (int i = 0; i < 40; ++i) {
      INFO("point " << i << ", time " << time);
      CHECK(std::isnan(rows(i, 0)) == (i % 2 == 0));
    }
  }
  cli::CalibrationModel again(catalogue, file, {1, 1.0}, folder / "kept");
  const Eigen::MatrixXd first = model.simulator().runs(points, 0), resumed = again.simulator().runs(points, 0);
  for (int i = 0; i < 40; ++i) CHECK((first(i, 0) == resumed(i, 0) || (std::isnan(first(i, 0)) && std::isnan(resumed(i, 0)))));
}
