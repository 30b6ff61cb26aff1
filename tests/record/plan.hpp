#pragma once
// A small plan with every kind of dataset, filled with values that are functions of their place.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

#include "sim/record/safe_file.hpp"
#include "sim/record/shard.hpp"
#include "tests/support/folder.hpp"

namespace alongside::record::test {

using tests::Folder;

inline Axis whole_axis(std::string name, std::size_t length) {
  std::vector<std::int64_t> values(length);
  for (std::size_t i = 0; i < length; ++i) values[i] = static_cast<std::int64_t>(i);
  return {.name = std::move(name), .long_name = "a count", .unit = "1", .values = values};
}

struct PlanSize {
  TaskPlace lengths{2, 3, 5};
  std::size_t families = 5000;  // more than one chunk of families
  std::size_t weeks = 7;
  std::size_t tasks_per_shard = 2;
};

inline Schema make_schema(const PlanSize& size = {}, const std::string& identity = "plan-a") {
  Schema schema(whole_axis("point", size.lengths[0]), whole_axis("draw", size.lengths[1]),
                whole_axis("replicate", size.lengths[2]), identity);
  schema.add_axis({.name = "arm", .long_name = "arm", .unit = "",
                   .values = std::vector<std::string>{"usual", "péer"}});
  schema.add_axis(whole_axis("week", size.weeks));
  schema.add_axis(whole_axis("family", size.families));
  schema.add_axis({.name = "parameter", .long_name = "parameter", .unit = "",
                   .values = std::vector<std::string>{"a.b", "c", "d"}});
  schema.record_worlds({1, 2, 8});
  schema.add_attribute("kind", std::string("alongside result"));
  schema.add_attribute("format_version", std::int64_t{1});
  schema.add_attribute("seed", std::int64_t{42});
  schema.add_attribute("scenario", std::string(100000, 's'));
  // More than eight attributes are stored in another way by HDF5.
  for (std::int64_t i = 0; i < 12; ++i) schema.add_attribute("note_" + std::to_string(i), i);
  const std::vector<std::string> leading{"point", "draw", "replicate", "arm"};
  std::vector<std::string> weekly = leading;
  weekly.push_back("week");
  schema.add({.path = "/summary/epds", .element = Element::f64, .axes = leading,
              .attributes = {{"unit", std::string("points")}, {"long_name", std::string("EPDS")}}});
  schema.add({.path = "/weekly/engaged", .element = Element::f32, .axes = weekly});
  schema.add({.path = "/weekly/contacts", .element = Element::i64, .axes = weekly});
  schema.add({.path = "/families/epds", .element = Element::u8, .axes = {"world", "arm", "family", "week"},
              .attributes = {{"_FillValue", std::int64_t{255}}}, .kind = Kind::world});
  schema.add({.path = "/parameters/name", .element = Element::text, .axes = {"parameter"}, .kind = Kind::fixed,
              .values = std::vector<std::string>{"first", "", "Überlänge"}});
  schema.add({.path = "/parameters/value", .element = Element::f64, .axes = {"parameter"}, .kind = Kind::fixed,
              .values = std::vector<double>{1.5, -2, 1e300}});
  return schema;
}

inline Layout make_layout(const PlanSize& size = {}, const std::string& identity = "plan-a") {
  return Layout(make_schema(size, identity), size.tasks_per_shard);
}

/// Value number `i` of a task in a dataset.
inline std::uint64_t value_at(std::size_t dataset, std::size_t task, std::size_t i) {
  return dataset * 1000003 + task * 7919 + i % 251 + i / 1000;
}

inline std::vector<std::byte> task_values(const Layout& layout, std::size_t dataset, std::size_t task) {
  std::vector<std::byte> bytes;
  const Element element = layout.schema().datasets()[dataset].element;
  const std::size_t values = layout.task_bytes(dataset) / size_of(element);
  with_type(element, [&](auto zero) {
    std::vector<decltype(zero)> numbers(values);
    for (std::size_t i = 0; i < values; ++i) numbers[i] = static_cast<decltype(zero)>(value_at(dataset, task, i));
    const auto view = std::as_bytes(std::span(numbers));
    bytes.assign(view.begin(), view.end());
  });
  return bytes;
}

inline bool is_recorded(const Layout& layout, std::size_t task) {
  const auto& recorded = layout.schema().recorded();
  return std::find(recorded.begin(), recorded.end(), task) != recorded.end();
}

inline void put_task(ShardWriter& writer, const Layout& layout, std::size_t task) {
  for (const std::size_t dataset : layout.datasets(Kind::task)) {
    if (dataset != Schema::status) writer.put(dataset, task, task_values(layout, dataset, task));
  }
  if (!is_recorded(layout, task)) return;
  for (const std::size_t dataset : layout.datasets(Kind::world)) {
    writer.put(dataset, task, task_values(layout, dataset, task));
  }
}

inline std::vector<std::byte> make_shard(const Layout& layout, std::size_t shard) {
  ShardWriter writer(layout, shard);
  const TaskRange tasks = layout.boxes().range(shard);
  for (std::size_t task = tasks.first; task < tasks.last; ++task) put_task(writer, layout, task);
  return writer.finish();
}

/// All shards of the plan, in a folder that exists.
inline void make_parts(const Layout& layout, const std::string& folder) {
  for (std::size_t shard = 0; shard < layout.boxes().shards(); ++shard) {
    write_safely(shard_path(folder, shard), make_shard(layout, shard));
  }
}

inline std::vector<std::byte> file_bytes(const std::string& path) { return *read_if_exists(path); }

inline void overwrite(const std::string& path, const std::vector<std::byte>& bytes) {
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()),
                                              static_cast<std::streamsize>(bytes.size()));
}

/// Names in a folder.
inline std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace alongside::record::test
