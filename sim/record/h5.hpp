#pragma once
// HDF5 behind handles that close themselves and errors that are thrown. One thread at a time.

#include <hdf5.h>

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/record/schema.hpp"

namespace alongside::record::h5 {

/// HDF5 refused a call. Callers turn it into a DataError or OutputError that names the file.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// To be called before anything else of HDF5, any number of times: no file locks (they fail on some
/// network file systems), no messages on stderr, no clean-up at exit (it crashes on a full disk).
void initialise();

/// Throws Failure: what was tried, and HDF5's reason.
[[noreturn]] void refuse(std::string_view what);

/// The result of an HDF5 call. Throws Failure with HDF5's own reason when it is negative.
template <class T>
T check(T result, std::string_view what) {
  if (result < 0) refuse(what);
  return result;
}

/// An HDF5 identifier with its closing function.
template <auto close>
class Handle {
 public:
  Handle() = default;
  /// Takes over an identifier. Throws Failure when it is negative.
  Handle(hid_t id, std::string_view what) : id_(check(id, what)) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close(id_);
  }
  operator hid_t() const { return id_; }
  /// Closes now. Throws Failure when HDF5 cannot.
  void finish(std::string_view what) { check(close(std::exchange(id_, H5I_INVALID_HID)), what); }
  /// Gives the identifier up without closing it.
  void abandon() { id_ = H5I_INVALID_HID; }

 private:
  hid_t id_ = H5I_INVALID_HID;
};

using File = Handle<H5Fclose>;
using Group = Handle<H5Gclose>;
using Dataset = Handle<H5Dclose>;
using Attribute = Handle<H5Aclose>;
using Space = Handle<H5Sclose>;
using Type = Handle<H5Tclose>;
using Properties = Handle<H5Pclose>;
using Object = Handle<H5Oclose>;

/// The little-endian file type of an element; for text variable-length UTF-8.
Type type_of(Element element);
/// The element that a stored type is. Throws Failure for types that a result does not have.
Element element_of_type(hid_t type);

/// A data space of these lengths; none at all is a scalar.
Space space_of(const std::vector<std::size_t>& shape);
/// The lengths of a data space.
std::vector<std::size_t> shape_of(hid_t space);
/// Lengths as HDF5 wants them.
std::vector<hsize_t> sizes(const std::vector<std::size_t>& lengths);

/// Writes an attribute. Numbers are of `element`'s type when one is given, else f64 and i64.
void write_attribute(hid_t object, const std::string& name, const AttributeValue& value,
                     std::optional<Element> element = std::nullopt);
/// All attributes of an object in order of creation, but for those that belong to dimension scales.
Attributes read_attributes(hid_t object);
/// A short fixed-length text attribute, "" when there is none: the names in dimension scales.
std::string read_label(hid_t object, const char* name);

/// Values of a dataset in a box of it, as doubles, whole numbers or text after its type.
std::vector<double> read_numbers(hid_t dataset, hid_t file_space, std::size_t count);
std::vector<std::int64_t> read_integers(hid_t dataset, hid_t file_space, std::size_t count);
std::vector<std::string> read_texts(hid_t dataset, hid_t file_space, std::size_t count);

}  // namespace alongside::record::h5
