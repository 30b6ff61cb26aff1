#include "sim/record/result.hpp"

#include <algorithm>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"
#include "sim/record/elements.hpp"
#include "sim/record/end_mark.hpp"
#include "sim/record/memory_file.hpp"
#include "sim/record/result_state.hpp"

namespace alongside::record {
namespace {

constexpr std::int64_t known_format = 1;

void check_kind(const std::string& path, const Attributes& attributes) {
  const AttributeValue* kind = find_attribute(attributes, "kind");
  const auto* text = kind ? std::get_if<std::string>(kind) : nullptr;
  if (!text || *text != "alongside result") {
    refuse(path, "not a result of alongside (its root says nothing of that kind) give the .h5 file of a run");
  }
  const AttributeValue* format = find_attribute(attributes, "format_version");
  const auto* number = format ? std::get_if<std::int64_t>(format) : nullptr;
  if (!number) refuse(path, "not a result of alongside (it has no format version) give the .h5 file of a run");
  if (*number > known_format) {
    refuse(path, fmt::format("of format {} (this program reads formats up to {}) use a newer alongside", *number,
                             known_format));
  }
}

}  // namespace

Result::Result(std::unique_ptr<State> state) : state_(std::move(state)) {}
Result::Result(Result&&) noexcept = default;
Result& Result::operator=(Result&&) noexcept = default;
Result::~Result() = default;

Result Result::open(const std::string& path) {
  h5::initialise();
  check_end_mark(path);
  return guarded(path, [&] {
    auto state = std::make_unique<State>();
    state->path = path;
    const h5::Properties access(H5Pcreate(H5P_FILE_ACCESS), "make properties");
    h5::check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "set how the file closes");
    state->file = h5::File(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), "open the file");
    return of(std::move(state));
  });
}

Result Result::open(std::span<const std::byte> image, const std::string& name) {
  h5::initialise();
  return guarded(name, [&] {
    auto state = std::make_unique<State>();
    state->path = name;
    state->file = open_image(image);
    return of(std::move(state));
  });
}

Result Result::of(std::unique_ptr<State> state) {
  const h5::Group root(H5Gopen2(state->file, "/", H5P_DEFAULT), "open the root");
  state->attributes = h5::read_attributes(root);
  check_kind(state->path, state->attributes);
  read_index(root, "", state->axes, state->datasets);
  return Result(std::move(state));
}

const std::string& Result::path() const { return state_->path; }
const Attributes& Result::attributes() const { return state_->attributes; }
const std::vector<Axis>& Result::axes() const { return state_->axes; }
const std::vector<DatasetInfo>& Result::datasets() const { return state_->datasets; }

const std::string& Result::text(std::string_view name) const {
  const AttributeValue* value = find_attribute(attributes(), name);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  if (!text) refuse(path(), fmt::format("no text \"{}\" among its attributes (alongside info lists them)", name));
  return *text;
}

std::int64_t Result::integer(std::string_view name) const {
  const AttributeValue* value = find_attribute(attributes(), name);
  const auto* number = value ? std::get_if<std::int64_t>(value) : nullptr;
  if (!number) refuse(path(), fmt::format("no number \"{}\" among its attributes (alongside info lists them)", name));
  return *number;
}

const Axis& Result::axis(std::string_view name) const {
  const auto at = std::ranges::find(axes(), name, &Axis::name);
  if (at == axes().end()) refuse(path(), fmt::format("no axis \"{}\" (alongside info lists them)", name));
  return *at;
}

bool Result::has(std::string_view path) const {
  return std::ranges::find(datasets(), path, &DatasetInfo::path) != datasets().end();
}

const DatasetInfo& Result::dataset(std::string_view path) const {
  const auto at = std::ranges::find(datasets(), path, &DatasetInfo::path);
  if (at != datasets().end()) return *at;
  std::vector<std::string> paths;
  for (const DatasetInfo& info : datasets()) paths.push_back(info.path);
  const std::string near = nearest_name(path, paths);
  refuse(this->path(), fmt::format("no dataset \"{}\" ({})", path, did_you_mean(near, "alongside info lists them")));
}

namespace {

// Checks a request and hands dataset, selected space and number of values to `read`.
template <class Read>
auto read_values(const Result& result, hid_t file, std::string_view path, const Slab* slab, Read&& read) {
  const DatasetInfo& info = result.dataset(path);
  return guarded(result.path(), [&] {
    const h5::Dataset dataset(H5Dopen2(file, info.path.c_str(), H5P_DEFAULT), "open a dataset");
    const h5::Space space(H5Dget_space(dataset), "open a dataset");
    if (!slab) return read(dataset, space, count(info.shape));
    bool inside = slab->start.size() == info.shape.size() && slab->count.size() == info.shape.size();
    for (std::size_t i = 0; inside && i < info.shape.size(); ++i) {
      inside = slab->start[i] <= info.shape[i] && slab->count[i] <= info.shape[i] - slab->start[i];
    }
    if (!inside) refuse(result.path(), fmt::format("{}: the values asked for lie outside of it", path));
    if (!info.shape.empty()) {
      h5::check(H5Sselect_hyperslab(space, H5S_SELECT_SET, h5::sizes(slab->start).data(), nullptr,
                                    h5::sizes(slab->count).data(), nullptr), "select values");
    }
    return read(dataset, space, count(slab->count));
  });
}

void expect(const Result& result, std::string_view path, bool fits, std::string_view wanted) {
  if (fits) return;
  refuse(result.path(), fmt::format("{} holds {} ({} asked for)", path, name_of(result.dataset(path).element), wanted));
}

std::vector<double> numbers_of(const Result& result, hid_t file, std::string_view path, const Slab* slab) {
  expect(result, path, result.dataset(path).element != Element::text, "numbers are");
  return read_values(result, file, path, slab, h5::read_numbers);
}

std::vector<std::int64_t> integers_of(const Result& result, hid_t file, std::string_view path, const Slab* slab) {
  const Element element = result.dataset(path).element;
  const bool whole = element != Element::text && !is_float(element);
  expect(result, path, whole, "whole numbers are");
  return read_values(result, file, path, slab, h5::read_integers);
}

std::vector<std::string> texts_of(const Result& result, hid_t file, std::string_view path, const Slab* slab) {
  expect(result, path, result.dataset(path).element == Element::text, "text is");
  return read_values(result, file, path, slab, h5::read_texts);
}

}  // namespace

std::vector<double> Result::numbers(std::string_view path) const {
  return numbers_of(*this, state_->file, path, nullptr);
}
std::vector<double> Result::numbers(std::string_view path, const Slab& slab) const {
  return numbers_of(*this, state_->file, path, &slab);
}
std::vector<std::int64_t> Result::integers(std::string_view path) const {
  return integers_of(*this, state_->file, path, nullptr);
}
std::vector<std::int64_t> Result::integers(std::string_view path, const Slab& slab) const {
  return integers_of(*this, state_->file, path, &slab);
}
std::vector<std::string> Result::texts(std::string_view path) const {
  return texts_of(*this, state_->file, path, nullptr);
}
std::vector<std::string> Result::texts(std::string_view path, const Slab& slab) const {
  return texts_of(*this, state_->file, path, &slab);
}

}  // namespace alongside::record
