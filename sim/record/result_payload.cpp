// The raw side of a result: stored chunks and the hash over all values.

#include "sim/record/chunk.hpp"
#include "sim/record/payload.hpp"
#include "sim/record/result_state.hpp"

namespace alongside::record {
namespace {

struct RawChunk {
  std::vector<std::byte> stored;
  Packing packing = Packing::none;
};

RawChunk read_chunk(hid_t dataset, const std::vector<std::size_t>& offset) {
  const std::vector<hsize_t> at = h5::sizes(offset);
  hsize_t bytes = 0;
  h5::check(H5Dget_chunk_storage_size(dataset, at.data(), &bytes), "measure a chunk");
  if (bytes == 0) throw h5::Failure("a chunk is missing");
  RawChunk chunk;
  chunk.stored.resize(bytes);
  std::uint32_t mask = 0;
  h5::check(H5Dread_chunk(dataset, H5P_DEFAULT, at.data(), &mask, chunk.stored.data()), "read a chunk");
  chunk.packing = mask == 0 ? Packing::shuffle_deflate : Packing::none;
  return chunk;
}

// The offset of the chunk after the one at `at`, row by row; empty after the last.
std::vector<std::size_t> next_chunk(std::vector<std::size_t> at, const DatasetInfo& info) {
  for (std::size_t axis = at.size(); axis-- > 0;) {
    at[axis] += info.chunk[axis];
    if (at[axis] < info.shape[axis]) return at;
    at[axis] = 0;
  }
  return {};
}

Digest chunk_digest(hid_t dataset, const DatasetInfo& info, const std::vector<std::size_t>& offset) {
  const RawChunk chunk = read_chunk(dataset, offset);
  const std::size_t element = size_of(info.element);
  return sha256(unpack_chunk(chunk.stored, chunk.packing, count(info.chunk) * element, element));
}

}  // namespace

std::vector<std::byte> Result::stored_chunk(std::string_view path, const std::vector<std::size_t>& offset) const {
  const DatasetInfo& info = dataset(path);
  return guarded(state_->path, [&] {
    h5::Dataset& dataset = state_->open[info.path];
    if (dataset < 0) dataset = h5::Dataset(H5Dopen2(state_->file, info.path.c_str(), H5P_DEFAULT), "open a dataset");
    return read_chunk(dataset, offset).stored;
  });
}

Digest Result::digest(std::string_view path) const {
  const DatasetInfo& info = dataset(path);
  if (info.element == Element::text) return values_digest(texts(path), info.element);
  if (info.element == Element::f32 || info.element == Element::f64) return values_digest(numbers(path), info.element);
  return values_digest(integers(path), info.element);
}

std::string Result::payload() const {
  PayloadHash hash;
  for (const Axis& axis : axes()) {
    hash.begin("/" + axis.name, axis.element(), {axis.length()});
    hash.add("/" + axis.name, values_digest(axis.values, axis.element()));
  }
  for (const DatasetInfo& info : datasets()) {
    hash.begin(info.path, info.element, info.shape);
    if (info.chunk.empty()) {
      hash.add(info.path, digest(info.path));
      continue;
    }
    guarded(state_->path, [&] {
      const h5::Dataset dataset(H5Dopen2(state_->file, info.path.c_str(), H5P_DEFAULT), "open a dataset");
      std::vector<std::size_t> at(info.shape.size(), 0);
      for (; !at.empty(); at = next_chunk(at, info)) hash.add(info.path, chunk_digest(dataset, info, at));
    });
  }
  return hash.finish();
}

}  // namespace alongside::record
