#include "sim/record/schema.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/core/error.hpp"
#include "sim/record/elements.hpp"

namespace alongside::record {
namespace {

constexpr std::array leading{"point", "draw", "replicate"};

bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && std::ranges::all_of(name, plain);
}

[[noreturn]] void refuse(std::string_view what, std::string_view problem) {
  throw InternalError(fmt::format("{}: {} (in the description of the result)", what, problem));
}

DatasetSpec status_dataset() {
  return {.path = "/task_status",
          .element = Element::u8,
          .axes = {leading.begin(), leading.end()},
          .attributes = {{"long_name", std::string("whether the world of the task was simulated")},
                         {"flag_values", std::vector<std::int64_t>{0, 1}},
                         {"flag_meanings", std::string("done failed")}}};
}

}  // namespace

std::size_t Axis::length() const {
  return std::visit([](const auto& column) { return column.size(); }, values);
}

Element Axis::element() const {
  constexpr std::array elements{Element::f64, Element::i64, Element::text};
  return elements[values.index()];
}

Schema::Schema(Axis point, Axis draw, Axis replicate, std::string identity) : identity_(std::move(identity)) {
  ALONGSIDE_EXPECTS(!identity_.empty());
  add_axis(std::move(point));
  add_axis(std::move(draw));
  add_axis(std::move(replicate));
  for (std::size_t i = 0; i < leading.size(); ++i) {
    if (axes_[i].name != leading[i]) refuse(axes_[i].name, fmt::format("stands where {} should", leading[i]));
  }
  add(status_dataset());
  add_attribute("plan_identity", identity_);
}

void Schema::add_axis(Axis axis) {
  if (!is_plain_name(axis.name)) refuse(axis.name, "no plain name for an axis");
  if (find_axis(axis.name)) refuse(axis.name, "two axes of this name");
  if (axis.length() == 0) refuse(axis.name, "axis without a value");
  axes_.push_back(std::move(axis));
}

void Schema::record_worlds(const std::vector<std::size_t>& tasks) {
  const std::size_t all = axes_[0].length() * axes_[1].length() * axes_[2].length();
  if (!std::ranges::is_sorted(tasks, std::ranges::less_equal{})) refuse("world", "tasks are not ascending");
  if (tasks.empty() || tasks.back() >= all) refuse("world", "no tasks, or a task outside the plan");
  add_axis({.name = "world",
            .long_name = "recorded world: task number, counted over point, draw and replicate",
            .unit = "",
            .values = std::vector<std::int64_t>(tasks.begin(), tasks.end())});
  recorded_ = tasks;
}

std::size_t Schema::add(DatasetSpec dataset) {
  check_path(dataset);
  check_axes(dataset);
  check_values(dataset);
  datasets_.push_back(std::move(dataset));
  return datasets_.size() - 1;
}

void Schema::add_attribute(std::string name, AttributeValue value) {
  if (find_attribute(attributes_, name)) refuse(name, "two root attributes of this name");
  attributes_.emplace_back(std::move(name), std::move(value));
}

void Schema::check_path(const DatasetSpec& dataset) const {
  const std::string& path = dataset.path;
  if (path.size() < 2 || path[0] != '/') refuse(path, "a path starts with /");
  std::size_t from = 1;
  while (from <= path.size()) {
    const std::size_t to = std::min(path.find('/', from), path.size());
    if (!is_plain_name(std::string_view(path).substr(from, to - from))) refuse(path, "a part is no plain name");
    from = to + 1;
  }
  // Groups hold a link to every axis they use, and these links are named as the axes.
  if (find_axis(path.substr(path.rfind('/') + 1))) refuse(path, "named as an axis");
  for (const DatasetSpec& other : datasets_) {
    const bool nested = path.starts_with(other.path + "/") || other.path.starts_with(path + "/");
    if (other.path == path || nested) refuse(path, "two things of this name");
  }
}

void Schema::check_axes(const DatasetSpec& dataset) const {
  for (const std::string& name : dataset.axes) {
    if (!find_axis(name)) refuse(dataset.path, fmt::format("unknown axis {}", name));
    if (std::ranges::count(dataset.axes, name) > 1) refuse(dataset.path, fmt::format("axis {} twice", name));
  }
  const bool tasks = dataset.axes.size() >= leading.size() &&
                     std::equal(leading.begin(), leading.end(), dataset.axes.begin());
  if (dataset.kind == Kind::task && !tasks) refuse(dataset.path, "does not start with point, draw, replicate");
  if (dataset.kind == Kind::world && (dataset.axes.size() < 2 || dataset.axes[0] != "world")) {
    refuse(dataset.path, "does not start with world and go on");
  }
}

void Schema::check_values(const DatasetSpec& dataset) const {
  const std::size_t given = std::visit([](const auto& column) { return column.size(); }, dataset.values);
  if (dataset.kind != Kind::fixed) {
    if (dataset.element == Element::text) refuse(dataset.path, "text can only be fixed");
    if (given != 0) refuse(dataset.path, "has values, but they come from the tasks");
    return;
  }
  std::size_t wanted = 1;
  for (const std::string& name : dataset.axes) wanted *= axis(name).length();
  if (given != wanted) refuse(dataset.path, fmt::format("{} values where {} belong", given, wanted));
  const bool text = std::holds_alternative<std::vector<std::string>>(dataset.values);
  if (text != (dataset.element == Element::text)) refuse(dataset.path, "values of another type");
  if (!text) encode(dataset.values, dataset.element);
}

const Axis* Schema::find_axis(std::string_view name) const {
  const auto at = std::ranges::find(axes_, name, &Axis::name);
  return at == axes_.end() ? nullptr : &*at;
}

const Axis& Schema::axis(std::string_view name) const {
  const Axis* found = find_axis(name);
  if (!found) refuse(name, "unknown axis");
  return *found;
}

std::size_t Schema::index(std::string_view path) const {
  const auto at = std::ranges::find(datasets_, path, &DatasetSpec::path);
  if (at == datasets_.end()) refuse(path, "unknown dataset");
  return static_cast<std::size_t>(at - datasets_.begin());
}

std::vector<std::size_t> Schema::shape(std::size_t dataset) const {
  std::vector<std::size_t> lengths;
  for (const std::string& name : datasets_.at(dataset).axes) lengths.push_back(axis(name).length());
  return lengths;
}

std::vector<std::byte> Schema::fill(std::size_t dataset) const {
  const DatasetSpec& spec = datasets_.at(dataset);
  if (const AttributeValue* given = find_attribute(spec.attributes, "_FillValue")) {
    if (const auto* number = std::get_if<double>(given)) return encode(std::vector{*number}, spec.element);
    if (const auto* whole = std::get_if<std::int64_t>(given)) return encode(std::vector{*whole}, spec.element);
    refuse(spec.path, "_FillValue is no number");
  }
  if (!is_float(spec.element)) return encode(std::vector<std::int64_t>{0}, spec.element);
  return encode(std::vector{std::numeric_limits<double>::quiet_NaN()}, spec.element);
}

const AttributeValue* find_attribute(const Attributes& attributes, std::string_view name) {
  for (const auto& [key, value] : attributes) {
    if (key == name) return &value;
  }
  return nullptr;
}

}  // namespace alongside::record
