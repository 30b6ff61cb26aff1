// What a result file holds, found by walking through it once.

#include <array>

#include "sim/record/result_state.hpp"

namespace alongside::record {
namespace {

using h5::check;

std::string child_name(hid_t group, hsize_t index) {
  const ssize_t length = check(
      H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, index, nullptr, 0, H5P_DEFAULT), "list a group");
  std::string name(static_cast<std::size_t>(length), '\0');
  check(H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, index, name.data(), name.size() + 1,
                           H5P_DEFAULT),
        "list a group");
  return name;
}

// The names of the scales that a dataset refers to.
std::vector<std::string> axis_names(hid_t dataset) {
  if (check(H5Aexists(dataset, "DIMENSION_LIST"), "look for axes") == 0) return {};
  const h5::Attribute attribute(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT), "read axes");
  const h5::Space space(H5Aget_space(attribute), "read axes");
  const h5::Type type(H5Tvlen_create(H5T_STD_REF_OBJ), "read axes");
  std::vector<hvl_t> lists(count(h5::shape_of(space)));
  check(H5Aread(attribute, type, lists.data()), "read axes");
  std::vector<std::string> names;
  for (const hvl_t& list : lists) {
    if (list.len == 0) continue;
    const h5::Object scale(H5Rdereference2(dataset, H5P_DEFAULT, H5R_OBJECT, list.p), "read axes");
    names.push_back(h5::read_label(scale, "NAME"));
  }
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, lists.data());
  return names;
}

std::vector<std::size_t> chunk_of(hid_t dataset, std::size_t rank) {
  const h5::Properties properties(H5Dget_create_plist(dataset), "read a dataset");
  if (H5Pget_layout(properties) != H5D_CHUNKED) return {};
  std::vector<hsize_t> chunk(rank);
  check(H5Pget_chunk(properties, static_cast<int>(rank), chunk.data()), "read a dataset");
  return {chunk.begin(), chunk.end()};
}

DatasetInfo describe(hid_t dataset, const std::string& path) {
  const h5::Space space(H5Dget_space(dataset), "read a dataset");
  const h5::Type type(H5Dget_type(dataset), "read a dataset");
  DatasetInfo info{.path = path,
                   .element = h5::element_of_type(type),
                   .axes = axis_names(dataset),
                   .shape = h5::shape_of(space),
                   .chunk = {},
                   .attributes = h5::read_attributes(dataset)};
  info.chunk = chunk_of(dataset, info.shape.size());
  return info;
}

std::string text_or_nothing(const Attributes& attributes, std::string_view name) {
  const AttributeValue* value = find_attribute(attributes, name);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? *text : std::string();
}

Axis read_axis(hid_t dataset, const std::string& name) {
  const DatasetInfo info = describe(dataset, "/" + name);
  const std::size_t length = count(info.shape);
  Axis axis{.name = name,
            .long_name = text_or_nothing(info.attributes, "long_name"),
            .unit = text_or_nothing(info.attributes, "unit"),
            .values = {}};
  if (info.element == Element::text) axis.values = h5::read_texts(dataset, H5S_ALL, length);
  else if (info.element == Element::f64) axis.values = h5::read_numbers(dataset, H5S_ALL, length);
  else axis.values = h5::read_integers(dataset, H5S_ALL, length);
  return axis;
}

}  // namespace

void read_index(hid_t group, const std::string& prefix, std::vector<Axis>& axes, std::vector<DatasetInfo>& datasets) {
  H5G_info_t info;
  check(H5Gget_info(group, &info), "list a group");
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    const std::string name = child_name(group, i);
    const h5::Object object(H5Oopen(group, name.c_str(), H5P_DEFAULT), "open " + name);
    if (H5Iget_type(object) == H5I_GROUP) {
      read_index(object, prefix + "/" + name, axes, datasets);
    } else if (H5Iget_type(object) != H5I_DATASET) {
      throw h5::Failure("an object that results do not have");
    } else if (h5::read_label(object, "CLASS") != "DIMENSION_SCALE") {
      datasets.push_back(describe(object, prefix + "/" + name));
    } else if (prefix.empty()) {
      axes.push_back(read_axis(object, name));
    }
  }
}

}  // namespace alongside::record
