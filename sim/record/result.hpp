#pragma once
// Reading a result file: for every command that looks at a finished run.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/record/digest.hpp"
#include "sim/record/schema.hpp"

namespace alongside::record {

/// What is known of a dataset without reading its values.
struct DatasetInfo {
  std::string path;
  Element element = Element::f64;
  std::vector<std::string> axes;
  std::vector<std::size_t> shape;
  std::vector<std::size_t> chunk;  // empty when not chunked
  Attributes attributes;
};

/// A box of a dataset: first index and number of values along each axis.
struct Slab {
  std::vector<std::size_t> start;
  std::vector<std::size_t> count;
};

/// An open result. To be used by one thread at a time.
class Result {
 public:
  /// Opens for reading. Throws DataError with one line when the file cannot be read, is no HDF5 file, no
  /// result of alongside, damaged, truncated or of a newer format. Reads the whole file once.
  static Result open(const std::string& path);
  /// The same for the bytes of a file that lie in memory, without their end mark; they must stay. `name` stands for the
  /// file in messages.
  static Result open(std::span<const std::byte> image, const std::string& name);
  Result(Result&&) noexcept;
  Result& operator=(Result&&) noexcept;
  ~Result();

  const std::string& path() const;
  /// Root attributes in the order they were written.
  const Attributes& attributes() const;
  /// A root attribute that is text, or a whole number. Throws DataError when there is none.
  const std::string& text(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;

  /// Coordinates in the order they were written.
  const std::vector<Axis>& axes() const;
  /// The coordinate of that name. Throws DataError when there is none.
  const Axis& axis(std::string_view name) const;

  /// All datasets but the coordinates, group by group.
  const std::vector<DatasetInfo>& datasets() const;
  bool has(std::string_view path) const;
  /// The dataset at a path. Throws DataError, with the nearest path, when there is none.
  const DatasetInfo& dataset(std::string_view path) const;

  /// Values row by row: all, or those in a box. Integers are given as doubles where doubles are asked for.
  /// Throws DataError for an unknown path, a box outside of the dataset, text asked of numbers, the
  /// reverse, or whole numbers asked of a dataset of others.
  std::vector<double> numbers(std::string_view path) const;
  std::vector<double> numbers(std::string_view path, const Slab& slab) const;
  std::vector<std::int64_t> integers(std::string_view path) const;
  std::vector<std::int64_t> integers(std::string_view path, const Slab& slab) const;
  std::vector<std::string> texts(std::string_view path) const;
  std::vector<std::string> texts(std::string_view path, const Slab& slab) const;

  /// A chunk as it is stored, packed. Throws DataError when there is none at that offset.
  std::vector<std::byte> stored_chunk(std::string_view path, const std::vector<std::size_t>& offset) const;
  /// The hash of all values of a dataset that is not chunked.
  Digest digest(std::string_view path) const;
  /// payload_sha worked out anew from all values; equals text("payload_sha") in a sound file.
  std::string payload() const;

 private:
  struct State;
  explicit Result(std::unique_ptr<State> state);
  static Result of(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace alongside::record
