#include "sim/record/layout.hpp"

#include <algorithm>
#include <cstdint>

#include "sim/core/error.hpp"

namespace alongside::record {
namespace {

// Families of one world that share a chunk: few enough to read one family quickly, enough to pack well.
constexpr std::size_t families_per_chunk = 4096;

TaskPlace plan_lengths(const Schema& schema) {
  return {schema.axes()[0].length(), schema.axes()[1].length(), schema.axes()[2].length()};
}

}  // namespace

Layout::Layout(Schema schema, std::size_t tasks_per_shard)
    : schema_(std::move(schema)), boxes_(plan_lengths(schema_), tasks_per_shard) {
  for (std::size_t i = 0; i < schema_.datasets().size(); ++i) {
    chunks_.push_back(make_chunk(i));
    if (!chunks_[i].empty() && chunk_bytes(i) > UINT32_MAX) {
      throw InternalError(fmt::format("{}: a chunk of {} bytes (HDF5 takes 4 GiB) take fewer tasks per shard",
                                      schema_.datasets()[i].path, chunk_bytes(i)));
    }
  }
}

std::vector<std::size_t> Layout::make_chunk(std::size_t dataset) const {
  const Kind kind = schema_.datasets()[dataset].kind;
  if (kind == Kind::fixed) return {};
  std::vector<std::size_t> chunk = schema_.shape(dataset);
  if (kind == Kind::task) {
    std::ranges::copy(boxes_.box(), chunk.begin());
    return chunk;
  }
  // The last axis (weeks) stays whole, the one before (families) is cut, all others go one by one.
  for (std::size_t i = 0; i + 1 < chunk.size(); ++i) {
    const bool families = i > 0 && i + 2 == chunk.size();
    chunk[i] = families ? std::min(chunk[i], families_per_chunk) : 1;
  }
  return chunk;
}

std::size_t Layout::chunk_bytes(std::size_t dataset) const {
  return count(chunks_.at(dataset)) * size_of(schema_.datasets()[dataset].element);
}

std::size_t Layout::task_bytes(std::size_t dataset) const {
  const DatasetSpec& spec = schema_.datasets().at(dataset);
  ALONGSIDE_EXPECTS(spec.kind != Kind::fixed);
  const std::vector<std::size_t> shape = schema_.shape(dataset);
  const std::size_t leading = spec.kind == Kind::task ? 3 : 1;
  return count({shape.begin() + leading, shape.end()}) * size_of(spec.element);
}

std::size_t Layout::shard_bytes() const {
  std::size_t bytes = 0;
  for (const std::size_t dataset : datasets(Kind::task)) bytes += chunk_bytes(dataset);
  return bytes;
}

std::vector<ChunkPlace> Layout::chunks(std::size_t shard) const {
  std::vector<ChunkPlace> places;
  const TaskPlace from = boxes_.offset(shard);
  for (const std::size_t dataset : datasets(Kind::task)) {
    ChunkPlace place{dataset, std::vector<std::size_t>(chunks_[dataset].size(), 0)};
    std::ranges::copy(from, place.offset.begin());
    places.push_back(std::move(place));
  }
  const TaskRange recorded = worlds(shard);
  for (std::size_t world = recorded.first; world < recorded.last; ++world) {
    for (const std::size_t dataset : datasets(Kind::world)) {
      std::ranges::move(world_chunks(dataset, world), std::back_inserter(places));
    }
  }
  return places;
}

std::vector<ChunkPlace> Layout::world_chunks(std::size_t dataset, std::size_t world) const {
  const std::vector<std::size_t> shape = schema_.shape(dataset);
  const std::vector<std::size_t>& chunk = chunks_.at(dataset);
  std::vector<ChunkPlace> places;
  std::vector<std::size_t> offset(shape.size(), 0);
  offset[0] = world;
  while (offset[0] == world) {
    places.push_back({dataset, offset});
    // Counts up like an odometer; when every later axis has turned over, the world itself moves on.
    std::size_t axis = shape.size() - 1;
    while ((offset[axis] += chunk[axis]) >= shape[axis] && axis > 0) offset[axis--] = 0;
    if (axis == 0) break;
  }
  return places;
}

TaskRange Layout::worlds(std::size_t shard) const {
  const TaskRange tasks = boxes_.range(shard);
  const std::vector<std::size_t>& recorded = schema_.recorded();
  const auto first = std::ranges::lower_bound(recorded, tasks.first);
  const auto last = std::ranges::lower_bound(recorded, tasks.last);
  return {static_cast<std::size_t>(first - recorded.begin()), static_cast<std::size_t>(last - recorded.begin())};
}

std::vector<std::size_t> Layout::datasets(Kind kind) const {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < schema_.datasets().size(); ++i) {
    if (schema_.datasets()[i].kind == kind) indices.push_back(i);
  }
  return indices;
}

}  // namespace alongside::record
