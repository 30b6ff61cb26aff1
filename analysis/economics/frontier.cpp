#include "analysis/economics/frontier.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

void mark_dominated(std::vector<Place>& places) {
  for (Place& place : places) {
    for (const Place& other : places) {
      if (other.option == place.option) continue;
      const bool equal = other.cost == place.cost && other.effect == place.effect;
      if (equal && other.option < place.option) {
        place.standing = Standing::same_as_another;
        place.by = other.option;
        break;
      }
      // The first dominator in order of cost that nobody else dominates is the one a reader would name.
      if (!equal && other.cost <= place.cost && other.effect >= place.effect &&
          (place.standing != Standing::dominated || other.effect > places[*place.by].effect)) {
        place.standing = Standing::dominated;
        place.by = other.option;
      }
    }
  }
}

double slope(const Place& from, const Place& to) { return (to.cost - from.cost) / (to.effect - from.effect); }

/// Lower convex hull: an option is out when the next step costs less per unit than the step to it.
void mark_extended(std::vector<Place*>& line) {
  std::vector<Place*> hull;
  for (Place* place : line) {
    while (hull.size() >= 2 && slope(*hull[hull.size() - 2], *hull.back()) > slope(*hull.back(), *place)) {
      hull.back()->standing = Standing::extended_dominated;
      hull.pop_back();
    }
    hull.push_back(place);
  }
  for (Place* place : line)
    if (place->standing == Standing::extended_dominated)
      for (const Place* kept : hull)
        if (kept->cost <= place->cost) place->by = kept->option;
  line = hull;
}

}  // namespace

std::vector<Place> efficiency_frontier(std::span<const double> cost, std::span<const double> effect) {
  ALONGSIDE_EXPECTS(cost.size() == effect.size());
  std::vector<Place> places;
  for (std::size_t i = 0; i < cost.size(); ++i) {
    ALONGSIDE_EXPECTS(std::isfinite(cost[i]) && std::isfinite(effect[i]));
    Place place{};
    place.option = i;
    place.cost = cost[i];
    place.effect = effect[i];
    places.push_back(place);
  }
  mark_dominated(places);
  std::vector<Place*> line;
  for (Place& place : places)
    if (place.standing == Standing::frontier) line.push_back(&place);
  std::stable_sort(line.begin(), line.end(), [](const Place* a, const Place* b) { return a->cost < b->cost; });
  mark_extended(line);
  for (std::size_t i = 1; i < line.size(); ++i) {
    line[i]->added_cost = line[i]->cost - line[i - 1]->cost;
    line[i]->added_effect = line[i]->effect - line[i - 1]->effect;
    line[i]->icer = line[i]->added_cost / line[i]->added_effect;
  }
  std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    const bool off_a = a.standing != Standing::frontier, off_b = b.standing != Standing::frontier;
    return off_a != off_b ? off_b : a.cost < b.cost;
  });
  return places;
}

std::size_t best_at(const std::vector<Place>& places, double threshold) {
  ALONGSIDE_EXPECTS(!places.empty() && threshold >= 0);
  const Place* best = &places.front();
  for (const Place& place : places)
    if (place.standing == Standing::frontier && threshold * place.effect - place.cost > threshold * best->effect - best->cost) best = &place;
  return best->option;
}

std::string standing_text(Standing standing) {
  switch (standing) {
    case Standing::frontier: return "on the frontier";
    case Standing::dominated: return "dominated";
    case Standing::extended_dominated: return "extended-dominated";
    case Standing::same_as_another: return "same as another";
  }
  throw InternalError("unknown standing");
}

PairRatio pair_ratio(double added_cost, double added_effect) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  if (added_effect == 0 && added_cost == 0) return {none, "undefined: same cost and same effect"};
  if (added_effect == 0) return {none, added_cost > 0 ? "undefined: costs more for the same effect" : "undefined: costs less for the same effect"};
  if (added_effect > 0 && added_cost <= 0) return {none, "dominates: more effect for no more cost"};
  if (added_effect < 0 && added_cost >= 0) return {none, "is dominated: less effect for no less cost"};
  if (!std::isfinite(added_cost / added_effect)) return {none, "undefined: the effects differ by next to nothing"};
  if (added_effect < 0) return {added_cost / added_effect, "saving per unit of effect given up"};
  return {added_cost / added_effect, "cost per unit of effect gained"};
}

}  // namespace alongside::economics
