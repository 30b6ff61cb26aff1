// A distribution as scenario files write it.

#include <fmt/format.h>

#include "sim/scenario/draft.hpp"
#include "sim/scenario/value.hpp"

namespace alongside::scenario {
namespace {
using declare::Shape;

std::optional<Shape> read_shape(const Node& node, const declare::Parameter& p, Issues& issues) {
  if (node.type == Type::table)
    for (const Entry& entry : node.entries)
      if (entry.key != "low" && entry.key != "high" && entry.key != "shape")
        issues.add(entry.place, fmt::format("unknown name \"{}\" in a spread (it has shape, low and high) use one of these", entry.key));
  const Entry* shape = node.type == Type::table ? node.find("shape") : nullptr;
  if (!shape) return p.spread.shape == Shape::none ? Shape::normal : p.spread.shape;
  for (const Shape known : {Shape::normal, Shape::lognormal, Shape::logitnormal, Shape::uniform})
    if (shape->value.type == Type::text && shape->value.text == label(known)) return known;
  issues.add(shape->value.place, "this shape is not known (shapes are \"normal\", \"lognormal\", \"logit-normal\", \"uniform\") choose one of them");
  return std::nullopt;
}

}  // namespace

std::optional<declare::Spread> read_spread(const Node& node, const declare::Parameter& p, const std::string& name, Context context) {
  const auto refuse = [&](std::string message) {
    context.issues.add(node.place, std::move(message));
    return std::nullopt;
  };
  if (p.kind == declare::Kind::choice) return refuse(fmt::format("{} has no spread (it is a choice) sweep it instead", name));
  const bool list = node.type == Type::array;
  const Entry *low_entry = list ? nullptr : node.find("low"), *high_entry = list ? nullptr : node.find("high");
  if (list ? node.items.size() != 2 : !low_entry || !high_entry)
    return refuse(fmt::format("the spread of {} is no range (it has a low and a high end) write [low, high]", name));
  const auto low = read_cell_value(list ? node.items[0] : low_entry->value, p, name, context.issues);
  const auto high = read_cell_value(list ? node.items[1] : high_entry->value, p, name, context.issues);
  const auto shape = read_shape(node, p, context.issues);
  if (!low || !high || !shape) return std::nullopt;
  if (*low >= *high) return refuse(fmt::format("the spread of {} has low >= high (it would be empty) swap or mend them", name));
  if ((*shape == Shape::lognormal || *shape == Shape::logitnormal) && *low <= 0)
    return refuse(fmt::format("the spread of {} starts at 0 or below (a {} lies above 0) raise low, or choose shape = \"normal\"", name, label(*shape)));
  if (*shape == Shape::logitnormal && *high >= 1)
    return refuse(fmt::format("the spread of {} ends at 1 or above (a {} lies below 1) lower high, or choose shape = \"normal\"", name, label(*shape)));
  return declare::Spread{*shape, *low, *high};
}

}  // namespace alongside::scenario
