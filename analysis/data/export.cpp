#include "analysis/data/export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::data {
namespace {

/// One column while a block of rows is written.
struct ColumnBlock {
  std::vector<double> numbers;
  std::vector<std::int64_t> whole;
  std::vector<std::string> texts;
  record::Element element;

  std::string csv(std::size_t i) const {
    if (element == record::Element::text) return csv_cell(texts[i]);
    if (!whole.empty()) return fmt::format("{}", whole[i]);
    return std::isnan(numbers[i]) ? "" : fmt::format("{}", numbers[i]);
  }
  nlohmann::json json(std::size_t i) const {
    if (element == record::Element::text) return texts[i];
    if (!whole.empty()) return whole[i];
    return std::isnan(numbers[i]) ? nlohmann::json(nullptr) : nlohmann::json(numbers[i]);
  }
};

ColumnBlock read_block(const record::Result& result, const std::string& path, const record::Slab& slab) {
  ColumnBlock block;
  block.element = result.dataset(path).element;
  if (block.element == record::Element::text) block.texts = result.texts(path, slab);
  else if (block.element == record::Element::f32 || block.element == record::Element::f64) block.numbers = result.numbers(path, slab);
  else block.whole = result.integers(path, slab);
  return block;
}

nlohmann::json coordinate(const record::Axis& axis, std::size_t at) {
  return std::visit([&](const auto& values) { return nlohmann::json(values[at]); }, axis.values);
}

std::string as_csv(const nlohmann::json& value) { return value.is_string() ? csv_cell(value.get<std::string>()) : value.dump(); }

void write(std::FILE* out, const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), out) != text.size()) throw OutputError("the export cannot be written (is the disk full?) free some space and export again");
}

/// Writes the rows of one table.
class Writer {
 public:
  Writer(const record::Result& result, const std::vector<std::string>& paths, Format format, std::FILE* out)
      : result_(result), paths_(paths), format_(format), out_(out), info_(result.dataset(paths.at(0))) {
    for (const std::string& name : info_.axes) axes_.push_back(&result.axis(name));
    for (const std::string& path : paths) names_.push_back(path.substr(path.rfind('/') + 1));
  }

  void table() {
    if (format_ == Format::json) write(out_, "[");
    else header();
    // Blocks of the first axis keep memory small.
    const std::size_t first = info_.shape.empty() ? 1 : info_.shape[0];
    for (std::size_t at = 0; at < first; ++at) block(at);
    write(out_, format_ == Format::json ? "\n]\n" : "");
    if (std::fflush(out_) != 0) write(out_, "");
  }

 private:
  void header() {
    std::string line;
    for (const std::string& name : info_.axes) line += csv_cell(name) + ",";
    for (std::size_t i = 0; i < names_.size(); ++i) line.append(i ? "," : "").append(csv_cell(names_[i]));
    write(out_, line + "\n");
  }

  void block(std::size_t at) {
    record::Slab slab{std::vector<std::size_t>(info_.shape.size(), 0), info_.shape};
    if (!info_.shape.empty()) slab.start[0] = at, slab.count[0] = 1;
    std::size_t rows = 1;
    for (const std::size_t n : slab.count) rows *= n;
    std::vector<ColumnBlock> columns;
    for (const std::string& path : paths_) columns.push_back(read_block(result_, path, slab));
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
      text += format_ == Format::json ? json_row(slab, columns, row) : csv_row(slab, columns, row);
      if (text.size() > 1 << 20) write(out_, std::exchange(text, {}));
    }
    write(out_, text);
  }

  std::vector<nlohmann::json> coordinates(const record::Slab& slab, std::size_t row) const {
    std::vector<nlohmann::json> values(axes_.size());
    for (std::size_t axis = axes_.size(); axis-- > 0; row /= slab.count[axis]) values[axis] = coordinate(*axes_[axis], slab.start[axis] + row % slab.count[axis]);
    return values;
  }

  std::string csv_row(const record::Slab& slab, const std::vector<ColumnBlock>& columns, std::size_t row) const {
    std::string line;
    for (const nlohmann::json& value : coordinates(slab, row)) line += as_csv(value) + ",";
    for (std::size_t i = 0; i < columns.size(); ++i) line.append(i ? "," : "").append(columns[i].csv(row));
    return line + "\n";
  }

  std::string json_row(const record::Slab& slab, const std::vector<ColumnBlock>& columns, std::size_t row) {
    nlohmann::ordered_json object;
    const std::vector<nlohmann::json> values = coordinates(slab, row);
    for (std::size_t i = 0; i < values.size(); ++i) object[info_.axes[i]] = values[i];
    for (std::size_t i = 0; i < columns.size(); ++i) object[names_[i]] = columns[i].json(row);
    return std::exchange(separator_, ",\n") + object.dump();
  }

  const record::Result& result_;
  const std::vector<std::string>& paths_;
  Format format_;
  std::FILE* out_;
  const record::DatasetInfo& info_;
  std::vector<const record::Axis*> axes_;
  std::vector<std::string> names_;
  std::string separator_ = "\n";
};

}  // namespace

std::vector<std::string> datasets_under(const record::Result& result, const std::string& path) {
  const std::string group = path.ends_with('/') ? path : path + "/";
  std::vector<std::string> paths, known;
  const record::DatasetInfo* first = nullptr;
  for (const record::DatasetInfo& info : result.datasets()) {
    known.push_back(info.path);
    if (info.path == path) return {path};
    if (!info.path.starts_with(group)) continue;
    known.push_back(info.path.substr(0, info.path.rfind('/')));
    if (!first) first = &info;
    if (info.axes == first->axes) paths.push_back(info.path);
  }
  if (!paths.empty()) return paths;
  const std::string near = nearest_name(path, known);
  throw DataError(fmt::format("{}: no dataset or group \"{}\" ({})", result.path(), path, did_you_mean(near, "alongside info lists them")));
}

void export_datasets(const record::Result& result, const std::vector<std::string>& paths, Format format, std::FILE* out) {
  Writer(result, paths, format, out).table();
}

}  // namespace alongside::data
