// The estimators' speed beside lme4's and geepack's, on the same data sets, in the same run.

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "analysis/data/table.hpp"
#include "analysis/economics/resampling.hpp"
#include "analysis/trial/estimator.hpp"
#include "sim/core/error.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/trials.hpp"
#include "tests/support/folder.hpp"

namespace alongside::bench {
namespace {

using namespace estimation;

constexpr std::size_t sets = 30, clusters = 24, size = 20, rows = clusters * size;

struct Trial {
  std::vector<double> score, is_case;
  std::vector<std::int32_t> arm, cluster;
};

/// A normal outcome with an ICC of .05 and an effect of .3 SD, and whether it is above 0.
Trial make_trial(economics::Words& words) {
  const double between = std::sqrt(0.05), within = std::sqrt(0.95);
  Trial t;
  for (std::size_t c = 0; c < clusters; ++c) {
    const auto arm = static_cast<std::int32_t>(c % 2);
    const double cluster = between * words.normal();
    for (std::size_t i = 0; i < size; ++i) {
      t.score.push_back(0.3 * arm + cluster + within * words.normal());
      t.is_case.push_back(t.score.back() > 0 ? 1 : 0);
      t.arm.push_back(arm);
      t.cluster.push_back(static_cast<std::int32_t>(c));
    }
  }
  return t;
}

struct Pair {
  const char *method, *counterpart, *text;
  bool binary;
  int repeats;
};
constexpr Pair pairs[] = {
    {"lmm-satterthwaite", "lmer", "lme4 lmer, REML (no df)", false, 200},
    {"gee-identity-exch-lz-z", "geeglm", "geepack geeglm, exchangeable", false, 200},
    {"glmm-logit", "glmer", "lme4 glmer, 11 nodes", true, 20},
};

/// R's estimates, standard errors and times.
struct Counterpart {
  std::vector<double> estimate, se, ms;
};

void write_trials(const std::string& file, const std::vector<Trial>& trials) {
  std::ofstream out(file);
  out << "set,cluster,arm,y,case\n";
  for (std::size_t s = 0; s < trials.size(); ++s)
    for (std::size_t i = 0; i < rows; ++i)
      out << fmt::format("{},{},{},{:.17g},{}\n", s, trials[s].cluster[i], trials[s].arm[i], trials[s].score[i], trials[s].is_case[i]);
}

Counterpart read_fits(const data::CsvTable& table, const std::string& name) {
  const std::vector<std::string> fits = table.texts("fit");
  const std::vector<double> estimate = table.numbers("estimate"), se = table.numbers("se"), ms = table.numbers("ms");
  Counterpart out;
  for (std::size_t r = 0; r < fits.size(); ++r)
    if (fits[r] == name) {
      out.estimate.push_back(estimate[r]);
      out.se.push_back(se[r]);
      out.ms.push_back(ms[r]);
    }
  return out;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

FitSpeed time_method(const Pair& pair, const std::vector<Trial>& trials, std::vector<Estimate>& found) {
  const Estimator& method = find_estimator(pair.method);
  Sample sample;
  FitSpeed speed{pair.method, pair.text, 0, 0, 0, ""};
  found.resize(trials.size());
  const double seconds = least_of_five([&] {
    const double start = thread_seconds();
    for (int i = 0; i < pair.repeats; ++i)
      for (std::size_t s = 0; s < trials.size(); ++s) {
        const Trial& t = trials[s];
        sample.assign({.outcome = pair.binary ? t.is_case : t.score, .arm = t.arm, .cluster = t.cluster, .period = {}, .baseline = {}, .received = {}, .cost = {}, .event = {}});
        found[s] = fit(method, sample);
      }
    return thread_seconds() - start;
  });
  speed.milliseconds = 1000 * seconds / pair.repeats / static_cast<double>(trials.size());
  return speed;
}

void compare(FitSpeed& speed, const std::vector<Estimate>& found, const Counterpart& other) {
  if (other.estimate.size() != found.size()) throw InternalError("trial_fits.R gave another number of fits");
  speed.counterpart_ms = mean(other.ms);
  for (std::size_t s = 0; s < found.size(); ++s)
    for (const double apart : {found[s].value - other.estimate[s], found[s].se - other.se[s]})
      speed.furthest = std::max(speed.furthest, std::isfinite(apart) ? std::fabs(apart) / other.se[s] : INFINITY);
}

/// Why R cannot be asked; empty: it can.
std::string r_missing() {
  if (std::system("Rscript --vanilla -e 'library(lme4); library(geepack)' >/dev/null 2>&1") == 0) return {};
  return "skipped: no Rscript with lme4 and geepack (Debian: r-cran-lme4 r-cran-geepack)";
}

}  // namespace

std::vector<FitSpeed> time_fits() {
  economics::Words words(24);
  std::vector<Trial> trials;
  for (std::size_t s = 0; s < sets; ++s) trials.push_back(make_trial(words));
  const tests::Folder folder;
  const std::string missing = r_missing();
  if (missing.empty()) {
    write_trials(folder.path() + "/trials.csv", trials);
    if (std::system(fmt::format("OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 Rscript --vanilla {}/tests/bench/trial_fits.R {}", ALONGSIDE_SOURCE_DIR, folder.path()).c_str()) != 0)
      throw InternalError("trial_fits.R failed");
  }
  std::vector<FitSpeed> all;
  for (const Pair& pair : pairs) {
    std::vector<Estimate> found;
    FitSpeed speed = time_method(pair, trials, found);
    speed.note = missing;
    if (missing.empty()) compare(speed, found, read_fits(data::CsvTable::read(folder.path() + "/fits.csv"), pair.counterpart));
    all.push_back(std::move(speed));
  }
  return all;
}

}  // namespace alongside::bench
