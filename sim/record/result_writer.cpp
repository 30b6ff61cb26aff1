#include "sim/record/result_writer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "sim/core/error.hpp"
#include "sim/record/elements.hpp"

namespace alongside::record {
namespace {

using h5::check;

constexpr unsigned ordered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

// The entry of HDF5's dimension scales in REFERENCE_LIST. Written once by us and not by H5DSattach_scale,
// which deletes and rewrites the whole list at every call; padded by hand so that no byte is left to chance.
struct BackReference {
  hobj_ref_t dataset = 0;
  std::int32_t dimension = 0;
  std::int32_t padding = 0;
};
static_assert(sizeof(BackReference) == 16);

h5::Properties make_properties(hid_t kind) { return h5::Properties(H5Pcreate(kind), "make properties"); }

// Text of fixed length: what HDF5 wants in dimension scales.
void write_label(hid_t object, const char* name, const std::string& text) {
  const h5::Type type(H5Tcopy(H5T_C_S1), "make a type");
  check(H5Tset_size(type, text.size() + 1), "make a type");
  const h5::Attribute attribute(
      H5Acreate2(object, name, type, h5::space_of({}), H5P_DEFAULT, H5P_DEFAULT), "make a label");
  check(H5Awrite(attribute, type, text.c_str()), "write a label");
}

bool of_dataset_type(std::string_view attribute) {
  constexpr std::array<std::string_view, 6> names{"_FillValue",  "flag_values", "flag_masks",
                                                  "valid_range", "valid_min",   "valid_max"};
  return std::ranges::find(names, attribute) != names.end();
}

// netCDF wants the marks of a value in the type of the values.
void write_attributes(hid_t object, const Attributes& attributes, Element element) {
  for (const auto& [name, value] : attributes) {
    const bool typed = of_dataset_type(name) && element != Element::text;
    h5::write_attribute(object, name, value, typed ? std::optional(element) : std::nullopt);
  }
}

hobj_ref_t reference(hid_t file, const std::string& path) {
  hobj_ref_t reference = 0;
  check(H5Rcreate(&reference, file, path.c_str(), H5R_OBJECT, -1), "refer to " + path);
  return reference;
}

h5::Type back_reference_type() {
  h5::Type type(H5Tcreate(H5T_COMPOUND, sizeof(BackReference)), "make a type");
  check(H5Tinsert(type, "dataset", offsetof(BackReference, dataset), H5T_STD_REF_OBJ), "make a type");
  check(H5Tinsert(type, "dimension", offsetof(BackReference, dimension), H5T_STD_I32LE), "make a type");
  return type;
}

}  // namespace

h5::Properties creation_properties() {
  h5::Properties properties = make_properties(H5P_FILE_CREATE);
  check(H5Pset_link_creation_order(properties, ordered), "track the order of links");
  check(H5Pset_attr_creation_order(properties, ordered), "track the order of attributes");
  // File creation properties are those of the root group too; without this it would hold the time.
  check(H5Pset_obj_track_times(properties, false), "leave times out");
  return properties;
}

void fix_format(const h5::Properties& access) {
  check(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18), "fix the file format");
  check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "set how the file closes");
}

ResultWriter::ResultWriter(hid_t file, const Layout& layout) : file_(file), layout_(&layout) {
  const Schema& schema = layout.schema();
  const h5::Group root(H5Gopen2(file, "/", H5P_DEFAULT), "open the root group");
  write_attributes(root, schema.attributes(), Element::text);
  for (const Axis& axis : schema.axes()) make_axis(axis);
  for (std::size_t i = 0; i < schema.datasets().size(); ++i) {
    make_dataset(schema.datasets()[i], layout.chunk_shape(i));
  }
}

void ResultWriter::make_group(const std::string& path) {
  if (path.empty() || !made_.insert(path).second) return;
  make_group(path.substr(0, path.rfind('/')));
  const h5::Properties properties = make_properties(H5P_GROUP_CREATE);
  check(H5Pset_link_creation_order(properties, ordered), "track the order of links");
  check(H5Pset_attr_creation_order(properties, ordered), "track the order of attributes");
  check(H5Pset_obj_track_times(properties, false), "leave times out");
  h5::Group(H5Gcreate2(file_, path.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), "make group " + path);
}

h5::Dataset ResultWriter::create(const std::string& path, Element element, const std::vector<std::size_t>& shape,
                                 const std::vector<std::size_t>& chunk) {
  const h5::Properties properties = make_properties(H5P_DATASET_CREATE);
  check(H5Pset_obj_track_times(properties, false), "leave times out");
  check(H5Pset_attr_creation_order(properties, ordered), "track the order of attributes");
  if (!chunk.empty()) {
    // Every chunk is written, so nothing has to be filled before.
    check(H5Pset_fill_time(properties, H5D_FILL_TIME_NEVER), "leave out filling");
    check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), h5::sizes(chunk).data()), "set chunks");
    check(H5Pset_shuffle(properties), "set filters");
    check(H5Pset_deflate(properties, 1), "set filters");
  }
  payload_.begin(path, element, shape);
  return h5::Dataset(H5Dcreate2(file_, path.c_str(), h5::type_of(element), h5::space_of(shape), H5P_DEFAULT,
                                properties, H5P_DEFAULT),
                     "make dataset " + path);
}

void ResultWriter::write_values(const h5::Dataset& dataset, const std::string& path, const Values& values,
                                Element element) {
  const h5::Type type = h5::type_of(element);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
    std::vector<const char*> pointers;
    for (const std::string& text : *texts) pointers.push_back(text.c_str());
    check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), "write " + path);
  } else {
    check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, encode(values, element).data()), "write " + path);
  }
  payload_.add(path, values_digest(values, element));
}

void ResultWriter::make_axis(const Axis& axis) {
  const std::string path = "/" + axis.name;
  const h5::Dataset dataset = create(path, axis.element(), {axis.length()}, {});
  write_values(dataset, path, axis.values, axis.element());
  write_label(dataset, "CLASS", "DIMENSION_SCALE");
  write_label(dataset, "NAME", axis.name);
  if (!axis.long_name.empty()) h5::write_attribute(dataset, "long_name", axis.long_name);
  if (!axis.unit.empty()) h5::write_attribute(dataset, "unit", axis.unit);
  axes_.push_back(axis.name);
}

void ResultWriter::make_dataset(const DatasetSpec& spec, const std::vector<std::size_t>& chunk) {
  std::vector<std::size_t> shape;
  for (const std::string& name : spec.axes) shape.push_back(layout_->schema().axis(name).length());
  make_group(spec.path.substr(0, spec.path.rfind('/')));
  link_axes(spec);
  h5::Dataset dataset = create(spec.path, spec.element, shape, chunk);
  attach_axes(dataset, spec);
  write_attributes(dataset, spec.attributes, spec.element);
  if (spec.kind == Kind::fixed) {
    write_values(dataset, spec.path, spec.values, spec.element);
    datasets_.emplace_back();
  } else {
    datasets_.push_back(std::move(dataset));
  }
}

// A reader that opens one group alone finds the coordinates there; the parents are searched for
// dimensions only.
void ResultWriter::link_axes(const DatasetSpec& spec) {
  const std::string group = spec.path.substr(0, spec.path.rfind('/'));
  if (group.empty()) return;
  for (const std::string& name : spec.axes) {
    const std::string link = group + "/" + name;
    if (!made_.insert(link).second) continue;
    check(H5Lcreate_hard(file_, ("/" + name).c_str(), file_, link.c_str(), H5P_DEFAULT, H5P_DEFAULT), "link " + link);
  }
}

void ResultWriter::attach_axes(const h5::Dataset& dataset, const DatasetSpec& spec) {
  if (spec.axes.empty()) return;
  std::vector<hobj_ref_t> references;
  for (const std::string& name : spec.axes) references.push_back(reference(file_, "/" + name));
  std::vector<hvl_t> lists;
  for (hobj_ref_t& one : references) lists.push_back({1, &one});
  const h5::Type type(H5Tvlen_create(H5T_STD_REF_OBJ), "make a type");
  const h5::Attribute attribute(
      H5Acreate2(dataset, "DIMENSION_LIST", type, h5::space_of({lists.size()}), H5P_DEFAULT, H5P_DEFAULT),
      "attach axes");
  check(H5Awrite(attribute, type, lists.data()), "attach axes");
  for (std::size_t i = 0; i < spec.axes.size(); ++i) uses_[spec.axes[i]].emplace_back(spec.path, static_cast<int>(i));
}

void ResultWriter::add(const ShardFile& shard) {
  for (const StoredChunk& chunk : shard.chunks()) {
    const std::string& path = layout_->schema().datasets()[chunk.place.dataset].path;
    check(H5Dwrite_chunk(datasets_[chunk.place.dataset], H5P_DEFAULT, static_cast<std::uint32_t>(chunk.packing),
                         h5::sizes(chunk.place.offset).data(), chunk.stored.size(), chunk.stored.data()),
          "write a chunk of " + path);
    payload_.add(path, chunk.raw_digest);
  }
  failed_.insert(failed_.end(), shard.failed().begin(), shard.failed().end());
}

void ResultWriter::write_failed() {
  if (failed_.empty()) return;
  std::vector<std::int64_t> tasks;
  std::vector<std::string> reasons, replays;
  for (const FailedTask& failed : failed_) {
    tasks.push_back(static_cast<std::int64_t>(failed.task));
    reasons.push_back(failed.reason);
    // The file's own name is no part of the plan, and so not of the result either.
    const TaskPlace place = layout_->boxes().place(failed.task);
    replays.push_back(fmt::format("alongside replay SCENARIO.toml --point {} --draw {} --replicate {}", place[0], place[1], place[2]));
  }
  make_axis({.name = "failed_task",
             .long_name = "task whose world could not be simulated, counted over point, draw and replicate",
             .unit = "",
             .values = tasks});
  for (const auto& [path, texts] : {std::pair("/failed_reason", reasons), std::pair("/failed_replay", replays)}) {
    const DatasetSpec spec{.path = path, .element = Element::text, .axes = {"failed_task"}, .kind = Kind::fixed};
    const h5::Dataset dataset = create(spec.path, spec.element, {texts.size()}, {});
    attach_axes(dataset, spec);
    write_values(dataset, spec.path, texts, spec.element);
  }
}

void ResultWriter::write_references() {
  for (const std::string& name : axes_) {
    std::vector<BackReference> references;
    for (const auto& [path, dimension] : uses_[name]) references.push_back({reference(file_, path), dimension});
    if (references.empty()) continue;
    const h5::Dataset axis(H5Dopen2(file_, ("/" + name).c_str(), H5P_DEFAULT), "open axis " + name);
    const h5::Type type = back_reference_type();
    const h5::Attribute attribute(
        H5Acreate2(axis, "REFERENCE_LIST", type, h5::space_of({references.size()}), H5P_DEFAULT, H5P_DEFAULT),
        "attach axis " + name);
    check(H5Awrite(attribute, type, references.data()), "attach axis " + name);
  }
}

std::string ResultWriter::finish() {
  datasets_.clear();
  write_failed();
  write_references();
  const h5::Group root(H5Gopen2(file_, "/", H5P_DEFAULT), "open the root group");
  const std::string payload = payload_.finish();
  h5::write_attribute(root, "payload_sha", payload);
  return payload;
}

}  // namespace alongside::record
