#include "sim/record/h5.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "sim/core/error.hpp"
#include "sim/record/elements.hpp"

namespace alongside::record::h5 {
namespace {

herr_t keep_innermost(unsigned, const H5E_error2_t* entry, void* text) {
  if (entry->desc) *static_cast<std::string*>(text) = entry->desc;
  return 0;
}

hid_t numeric_type(Element element) {
  switch (element) {
    case Element::u8: return H5T_STD_U8LE;
    case Element::u16: return H5T_STD_U16LE;
    case Element::i32: return H5T_STD_I32LE;
    case Element::i64: return H5T_STD_I64LE;
    case Element::f32: return H5T_IEEE_F32LE;
    case Element::f64: return H5T_IEEE_F64LE;
    case Element::text: break;
  }
  throw InternalError("text where a number belongs");
}

Space memory_space(std::size_t count) {
  const hsize_t length = count;
  return Space(H5Screate_simple(1, &length, nullptr), "make a data space");
}

// Gives back what HDF5 allocated for variable-length text, whatever happens.
class TextBuffer {
 public:
  TextBuffer(const Type& type, const Space& space, std::size_t count)
      : type_(type), space_(space), texts_(count, nullptr) {}
  ~TextBuffer() { H5Dvlen_reclaim(type_, space_, H5P_DEFAULT, texts_.data()); }
  TextBuffer(const TextBuffer&) = delete;
  TextBuffer& operator=(const TextBuffer&) = delete;
  char** data() { return texts_.data(); }
  // HDF5 stores an empty text as no text.
  std::vector<std::string> copy() const {
    std::vector<std::string> texts;
    for (const char* text : texts_) texts.emplace_back(text ? text : "");
    return texts;
  }

 private:
  const Type& type_;
  const Space& space_;
  std::vector<char*> texts_;
};

void write_texts(const Attribute& attribute, const std::string& text) {
  const char* pointer = text.c_str();
  check(H5Awrite(attribute, type_of(Element::text), &pointer), "write an attribute");
}

AttributeValue read_attribute(const Attribute& attribute) {
  const Space space(H5Aget_space(attribute), "read an attribute");
  const Type type(H5Aget_type(attribute), "read an attribute");
  const Element element = element_of_type(type);
  const std::size_t length = record::count(shape_of(space));
  const bool scalar = H5Sget_simple_extent_type(space) == H5S_SCALAR;
  if (element == Element::text) {
    const Type text = type_of(Element::text);
    TextBuffer buffer(text, space, length);
    check(H5Aread(attribute, text, buffer.data()), "read an attribute");
    return length == 1 ? buffer.copy()[0] : std::string();
  }
  if (is_float(element)) {
    std::vector<double> numbers(length);
    check(H5Aread(attribute, H5T_NATIVE_DOUBLE, numbers.data()), "read an attribute");
    if (scalar) return numbers[0];
    return numbers;
  }
  std::vector<std::int64_t> whole(length);
  check(H5Aread(attribute, H5T_NATIVE_INT64, whole.data()), "read an attribute");
  if (scalar) return whole[0];
  return whole;
}

bool belongs_to_scales(std::string_view name) {
  constexpr std::array<std::string_view, 4> names{"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"};
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

void initialise() {
  static const bool done = [] {
    setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
    H5dont_atexit();
    check(H5open(), "start HDF5");
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    return true;
  }();
  static_cast<void>(done);
}

void refuse(std::string_view what) {
  std::string reason = "no reason given";
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_innermost, &reason);
  throw Failure(fmt::format("HDF5 cannot {}: {}", what, reason));
}

Type type_of(Element element) {
  if (element != Element::text) return Type(H5Tcopy(numeric_type(element)), "make a type");
  Type type(H5Tcopy(H5T_C_S1), "make a type");
  check(H5Tset_size(type, H5T_VARIABLE), "make a type");
  check(H5Tset_cset(type, H5T_CSET_UTF8), "make a type");
  return type;
}

Element element_of_type(hid_t type) {
  if (H5Tget_class(type) == H5T_STRING) return Element::text;
  for (const Element element : {Element::u8, Element::u16, Element::i32, Element::i64, Element::f32, Element::f64}) {
    if (H5Tequal(type, numeric_type(element)) > 0) return element;
  }
  throw Failure("a type that results do not have");
}

std::vector<hsize_t> sizes(const std::vector<std::size_t>& lengths) { return {lengths.begin(), lengths.end()}; }

Space space_of(const std::vector<std::size_t>& shape) {
  if (shape.empty()) return Space(H5Screate(H5S_SCALAR), "make a data space");
  return Space(H5Screate_simple(static_cast<int>(shape.size()), sizes(shape).data(), nullptr), "make a data space");
}

std::vector<std::size_t> shape_of(hid_t space) {
  const int rank = check(H5Sget_simple_extent_ndims(space), "read a shape");
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  if (rank > 0) check(H5Sget_simple_extent_dims(space, lengths.data(), nullptr), "read a shape");
  return {lengths.begin(), lengths.end()};
}

void write_attribute(hid_t object, const std::string& name, const AttributeValue& value,
                     std::optional<Element> element) {
  const auto create = [&](const Type& type, const Space& space) {
    return Attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), "make attribute " + name);
  };
  const auto write = [&](const Values& numbers, Element fallback, const Space& space) {
    const Type type = type_of(element.value_or(fallback));
    const std::vector<std::byte> bytes = encode(numbers, element.value_or(fallback));
    check(H5Awrite(create(type, space), type, bytes.data()), "write attribute " + name);
  };
  const Space scalar = space_of({});
  if (const auto* text = std::get_if<std::string>(&value)) {
    write_texts(create(type_of(Element::text), scalar), *text);
  } else if (const auto* number = std::get_if<double>(&value)) {
    write(std::vector{*number}, Element::f64, scalar);
  } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    write(std::vector{*whole}, Element::i64, scalar);
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
    write(*numbers, Element::f64, space_of({numbers->size()}));
  } else {
    const auto& integers = std::get<std::vector<std::int64_t>>(value);
    write(integers, Element::i64, space_of({integers.size()}));
  }
}

Attributes read_attributes(hid_t object) {
  const int number = check(H5Aget_num_attrs(object), "count attributes");
  Attributes attributes;
  for (hsize_t i = 0; i < static_cast<hsize_t>(number); ++i) {
    const Attribute attribute(
        H5Aopen_by_idx(object, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, H5P_DEFAULT, H5P_DEFAULT), "open an attribute");
    const ssize_t length = check(H5Aget_name(attribute, 0, nullptr), "read an attribute's name");
    std::string name(static_cast<std::size_t>(length), '\0');
    check(H5Aget_name(attribute, name.size() + 1, name.data()), "read an attribute's name");
    if (!belongs_to_scales(name)) attributes.emplace_back(name, read_attribute(attribute));
  }
  return attributes;
}

std::string read_label(hid_t object, const char* name) {
  if (check(H5Aexists(object, name), "look for an attribute") == 0) return {};
  const Attribute attribute(H5Aopen(object, name, H5P_DEFAULT), "open an attribute");
  const Type type(H5Aget_type(attribute), "read an attribute");
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0) return {};
  std::string text(H5Tget_size(type), '\0');
  check(H5Aread(attribute, type, text.data()), "read an attribute");
  return text.c_str();
}

std::vector<double> read_numbers(hid_t dataset, hid_t file_space, std::size_t count) {
  std::vector<double> numbers(count);
  check(H5Dread(dataset, H5T_NATIVE_DOUBLE, memory_space(count), file_space, H5P_DEFAULT, numbers.data()),
        "read a dataset");
  return numbers;
}

std::vector<std::int64_t> read_integers(hid_t dataset, hid_t file_space, std::size_t count) {
  std::vector<std::int64_t> numbers(count);
  check(H5Dread(dataset, H5T_NATIVE_INT64, memory_space(count), file_space, H5P_DEFAULT, numbers.data()),
        "read a dataset");
  return numbers;
}

std::vector<std::string> read_texts(hid_t dataset, hid_t file_space, std::size_t count) {
  const Type type = type_of(Element::text);
  const Space memory = memory_space(count);
  TextBuffer buffer(type, memory, count);
  check(H5Dread(dataset, type, memory, file_space, H5P_DEFAULT, buffer.data()), "read a dataset");
  return buffer.copy();
}

}  // namespace alongside::record::h5
