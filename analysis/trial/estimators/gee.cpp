#include "analysis/trial/gee.hpp"

#include <array>

#include "analysis/trial/estimators/common.hpp"

namespace alongside::estimation {
extern const std::array<Estimator, 48> gee_family;

namespace {

enum class Reference { z, t };

template <Link link, Working working, Sandwich sandwich, Reference reference>
Estimate fit_one(const Sample& sample, const FitOptions&) {
  const Design design = sample.periods > 1 ? stepped_design(sample) : parallel_design(sample, Adjust::none);
  if (!full_rank(design)) return failed("the effect cannot be told from the periods (no contrast between clusters in any period)");
  const GeeFit gee = fit_gee(design, link, working);
  if (gee.state == GeeFit::State::singular) return failed("the estimating equations are singular");
  if (!gee.usable()) return failed("the estimating equations did not settle (an arm with no events, or only events?)");
  const double variance = design.contrast.dot(gee.covariance(sandwich) * design.contrast);
  const double df = reference == Reference::t ? cluster_df(sample) : std::numeric_limits<double>::infinity();
  Estimate out = settled(design.contrast.dot(gee.beta), std::sqrt(variance), df);
  if (working == Working::exchangeable) out.icc = gee.alpha;
  if (gee.state == GeeFit::State::independence_fallback) {
    out.status = Status::fallback;
    out.icc = std::numeric_limits<double>::quiet_NaN();
    out.note = "exchangeable working correlation out of range or unsettled: independence used";
  }
  return out;
}

constexpr Measure measure(Link link) {
  return link == Link::identity ? Measure::difference : link == Link::logit ? Measure::log_odds_ratio : Measure::log_risk_ratio;
}
constexpr unsigned needs(Link link) {
  return needs_clusters | (link == Link::logit ? needs_binary : link == Link::log ? needs_positive : needs_nothing);
}
constexpr Weight weight(Working working) { return working == Working::independence ? Weight::participant : Weight::precision; }

template <Link link, Working working, Sandwich sandwich, Reference reference>
constexpr Estimator one(const char* name, const char* text) {
  return {name, text, {measure(link), weight(working)}, needs(link), false, fit_one<link, working, sandwich, reference>};
}

}  // namespace

// Every combination by name: gee-LINK-WORKING-SANDWICH-REFERENCE. t has K - 2 df. The condition is coded 0/1, which
// matters for Fay-Graubard.
#define ALONGSIDE_GEE(link, working, short_working, sandwich, short_sandwich, reference)                         \
  one<Link::link, Working::working, Sandwich::sandwich, Reference::reference>(                                   \
      "gee-" #link "-" short_working "-" short_sandwich "-" #reference,                                          \
      "GEE, " #link " link, " #working " working correlation, " #sandwich " sandwich, " #reference " reference.")
#define ALONGSIDE_GEE_REFERENCES(link, working, w, sandwich, s) \
  ALONGSIDE_GEE(link, working, w, sandwich, s, t), ALONGSIDE_GEE(link, working, w, sandwich, s, z)
#define ALONGSIDE_GEE_SANDWICHES(link, working, w)                          \
  ALONGSIDE_GEE_REFERENCES(link, working, w, kauermann_carroll, "kc"),      \
      ALONGSIDE_GEE_REFERENCES(link, working, w, mancl_derouen, "md"),      \
      ALONGSIDE_GEE_REFERENCES(link, working, w, fay_graubard, "fg"),       \
      ALONGSIDE_GEE_REFERENCES(link, working, w, liang_zeger, "lz")
#define ALONGSIDE_GEE_WORKINGS(link) \
  ALONGSIDE_GEE_SANDWICHES(link, exchangeable, "exch"), ALONGSIDE_GEE_SANDWICHES(link, independence, "ind")

const std::array<Estimator, 48> gee_family{ALONGSIDE_GEE_WORKINGS(identity), ALONGSIDE_GEE_WORKINGS(logit), ALONGSIDE_GEE_WORKINGS(log)};

}  // namespace alongside::estimation
