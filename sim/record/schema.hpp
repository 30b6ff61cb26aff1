#pragma once
// What a result holds: its axes, its datasets and its root attributes. Made once by the plan; says
// nothing of files.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace alongside::record {

/// Types of stored values. `text` is variable-length UTF-8, and only for fixed datasets and axes.
enum class Element { u8, u16, i32, i64, f32, f64, text };

/// Bytes of one value; text has none and breaks the contract.
std::size_t size_of(Element element);
/// "u8", "f32", "text" ...
std::string_view name_of(Element element);

/// Values of one column in memory: f32 and f64 as double, integers as int64, text as string.
using Values = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

using AttributeValue =
    std::variant<std::string, double, std::int64_t, std::vector<double>, std::vector<std::int64_t>>;
using Attributes = std::vector<std::pair<std::string, AttributeValue>>;

/// A coordinate: in the file a one-dimensional dataset in the root that is a dimension scale.
struct Axis {
  std::string name;
  std::string long_name;
  std::string unit;
  Values values;

  std::size_t length() const;
  /// i64, f64 or text, after the values.
  Element element() const;
};

/// Where the values of a dataset come from.
enum class Kind {
  task,   // [point, draw, replicate, ...]: one piece per task, from the shards
  world,  // [world, ...]: one piece per recorded world, from the shard that holds its task
  fixed,  // given whole in `values`
};

/// One dataset. A `_FillValue` among the attributes marks missing values, and is what failed tasks get;
/// without it they get NaN or 0.
struct DatasetSpec {
  std::string path;  // "/summary/epds_12wk"
  Element element = Element::f64;
  std::vector<std::string> axes;
  Attributes attributes = {};  // unit, long_name ...
  Kind kind = Kind::task;
  Values values = std::vector<double>{};  // fixed datasets only, row by row
};

/// Everything a result holds. The first dataset is always /task_status: 0 = done, 1 = failed.
class Schema {
 public:
  static constexpr std::size_t status = 0;

  /// Starts with the axes of the plan, which must be named point, draw and replicate. `identity` is the
  /// hash of the plan: shards of another identity are never mixed with these.
  Schema(Axis point, Axis draw, Axis replicate, std::string identity);

  /// Adds an axis. Throws InternalError when the name is taken or not a plain name, or it is empty.
  void add_axis(Axis axis);
  /// Names the tasks whose worlds are recorded in world datasets (ascending): makes the axis `world`.
  void record_worlds(const std::vector<std::size_t>& tasks);
  /// Adds a dataset and gives its index. Throws InternalError for a path that is taken or malformed, an
  /// unknown axis, leading axes that do not suit the kind, or fixed values of wrong type, range or number.
  std::size_t add(DatasetSpec dataset);
  /// Adds a root attribute. Throws InternalError when the name is taken.
  void add_attribute(std::string name, AttributeValue value);

  const std::string& identity() const { return identity_; }
  const std::vector<Axis>& axes() const { return axes_; }
  const std::vector<DatasetSpec>& datasets() const { return datasets_; }
  const Attributes& attributes() const { return attributes_; }
  /// Recorded tasks in ascending order; empty when none are.
  const std::vector<std::size_t>& recorded() const { return recorded_; }

  /// The axis of that name. Throws InternalError when there is none.
  const Axis& axis(std::string_view name) const;
  /// The index of the dataset at that path. Throws InternalError when there is none.
  std::size_t index(std::string_view path) const;
  /// Lengths of a dataset's axes.
  std::vector<std::size_t> shape(std::size_t dataset) const;
  /// The value that stands for "missing" in a numeric dataset, as its bytes.
  std::vector<std::byte> fill(std::size_t dataset) const;

 private:
  const Axis* find_axis(std::string_view name) const;
  void check_axes(const DatasetSpec& dataset) const;
  void check_path(const DatasetSpec& dataset) const;
  void check_values(const DatasetSpec& dataset) const;

  std::string identity_;
  std::vector<Axis> axes_;
  std::vector<DatasetSpec> datasets_;
  Attributes attributes_;
  std::vector<std::size_t> recorded_;
};

/// Little-endian bytes of numbers as `element`. Throws InternalError when a number does not fit or the
/// element is text.
std::vector<std::byte> encode(const Values& values, Element element);

/// The product of lengths: values in a box of that shape.
std::size_t count(const std::vector<std::size_t>& shape);

/// The attribute of that name, if there is one.
const AttributeValue* find_attribute(const Attributes& attributes, std::string_view name);

}  // namespace alongside::record
