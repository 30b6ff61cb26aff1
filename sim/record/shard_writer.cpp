#include <algorithm>
#include <cstring>
#include <string_view>

#include "sim/record/shard.hpp"
#include "sim/record/shard_format.hpp"

namespace alongside::record {
namespace {

using nlohmann::json;

// Copies the part of `values` (row by row over `shape`) that lies in the chunk at `offset` to its place in
// the chunk. Runs along the last axis, which is never cut.
void copy_box(std::span<const std::byte> values, const std::vector<std::size_t>& shape, std::size_t element,
              const std::vector<std::size_t>& offset, const std::vector<std::size_t>& chunk,
              std::span<std::byte> out) {
  const std::size_t run = shape.back() * element;
  const std::size_t rows = out.size() / run;
  for (std::size_t row = 0; row < rows; ++row) {
    std::size_t rest = row;
    std::size_t source = 0;
    std::size_t stride = 1;
    bool inside = true;
    for (std::size_t axis = shape.size() - 1; axis-- > 0;) {
      const std::size_t at = offset[axis] + rest % chunk[axis];
      inside = inside && at < shape[axis];
      source += at * stride;
      stride *= shape[axis];
      rest /= chunk[axis];
    }
    if (inside) std::memcpy(out.data() + row * run, values.data() + source * run, run);
  }
}

void repeat(std::span<const std::byte> value, std::span<std::byte> out) {
  for (std::size_t i = 0; i < out.size(); i += value.size()) std::ranges::copy(value, out.begin() + i);
}

void append(std::vector<std::byte>& image, std::span<const std::byte> bytes) {
  image.insert(image.end(), bytes.begin(), bytes.end());
}

std::vector<std::byte> assemble(const json& header, std::span<const PackedChunk* const> chunks) {
  // A reason may hold any bytes; those that are no UTF-8 are replaced.
  const std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
  ShardPreamble preamble;
  preamble.header_size = text.size();
  preamble.file_size = sizeof(preamble) + text.size() + chunks.size() * sizeof(ChunkRecord) + sizeof(Digest);
  for (const PackedChunk* chunk : chunks) preamble.file_size += chunk->stored.size();
  std::vector<std::byte> image;
  image.reserve(preamble.file_size);
  append(image, std::as_bytes(std::span(&preamble, 1)));
  append(image, std::as_bytes(std::span(text)));
  for (const PackedChunk* chunk : chunks) {
    const ChunkRecord record{chunk->stored.size(), chunk->raw_size, static_cast<std::uint32_t>(chunk->packing), 0, chunk->raw_digest};
    append(image, std::as_bytes(std::span(&record, 1)));
  }
  for (const PackedChunk* chunk : chunks) append(image, chunk->stored);
  append(image, sha256(image));
  return image;
}

}  // namespace

json plan_facts(const Schema& schema) {
  constexpr std::size_t short_text = 200;
  json facts = json::object();
  for (const auto& [name, value] : schema.attributes()) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      if (text->size() <= short_text) facts[name] = *text;
    } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
      facts[name] = *whole;
    } else if (const auto* number = std::get_if<double>(&value)) {
      facts[name] = *number;
    }
  }
  return facts;
}

ShardWriter::ShardWriter(const Layout& layout, std::size_t shard)
    : layout_(&layout), shard_(shard), tasks_(layout.boxes().range(shard)), failed_(tasks_.size()) {
  const std::size_t datasets = layout.schema().datasets().size();
  raw_.resize(datasets);
  given_.resize(datasets);
  for (const std::size_t dataset : layout.datasets(Kind::task)) {
    // Slots that no task fills, at the ends of the plan, hold the missing value too.
    raw_[dataset].resize(layout.chunk_bytes(dataset));
    repeat(layout.schema().fill(dataset), raw_[dataset]);
    given_[dataset].resize(tasks_.size());
  }
  const TaskRange recorded = layout.worlds(shard);
  for (std::size_t world = recorded.first; world < recorded.last; ++world) {
    for (const std::size_t dataset : layout.datasets(Kind::world)) {
      worlds_.push_back(
          {dataset, layout.schema().recorded()[world], layout.world_chunks(dataset, world), {}});
    }
  }
}

void ShardWriter::put(std::size_t dataset, std::size_t task, std::span<const std::byte> values) {
  ALONGSIDE_EXPECTS(tasks_.contains(task) && dataset != Schema::status);
  ALONGSIDE_EXPECTS(values.size() == layout_->task_bytes(dataset));
  if (layout_->schema().datasets()[dataset].kind == Kind::world) {
    put_world(world_slot(dataset, task), values);
  } else {
    std::ranges::copy(values, task_values(dataset, task).begin());
    given_[dataset][task - tasks_.first] = 1;
  }
}

void ShardWriter::fail(std::size_t task, std::string reason) {
  ALONGSIDE_EXPECTS(tasks_.contains(task));
  failed_[task - tasks_.first] = std::move(reason);
}

ShardWriter::WorldSlot& ShardWriter::world_slot(std::size_t dataset, std::size_t task) {
  const auto at = std::ranges::find_if(
      worlds_, [&](const WorldSlot& slot) { return slot.dataset == dataset && slot.task == task; });
  ALONGSIDE_EXPECTS(at != worlds_.end());
  return *at;
}

void ShardWriter::put_world(WorldSlot& slot, std::span<const std::byte> values) const {
  const Schema& schema = layout_->schema();
  const std::size_t element = size_of(schema.datasets()[slot.dataset].element);
  // The values are of one world; the world axis is left out here.
  const auto tail = [](const std::vector<std::size_t>& lengths) {
    return std::vector<std::size_t>(lengths.begin() + 1, lengths.end());
  };
  const std::vector<std::size_t> shape = tail(schema.shape(slot.dataset));
  const std::vector<std::size_t> chunk_shape = tail(layout_->chunk_shape(slot.dataset));
  const std::vector<std::byte> fill = schema.fill(slot.dataset);
  slot.chunks.clear();
  for (const ChunkPlace& place : slot.places) {
    std::vector<std::byte> raw(layout_->chunk_bytes(slot.dataset));
    repeat(fill, raw);
    copy_box(values, shape, element, tail(place.offset), chunk_shape, raw);
    slot.chunks.push_back(pack_chunk(raw, element));
  }
}

std::span<std::byte> ShardWriter::task_values(std::size_t dataset, std::size_t task) {
  const std::size_t bytes = layout_->task_bytes(dataset);
  return std::span(raw_[dataset]).subspan(layout_->boxes().slot(task) * bytes, bytes);
}

void ShardWriter::fill_task(std::size_t dataset, std::size_t task) {
  repeat(layout_->schema().fill(dataset), task_values(dataset, task));
}

void ShardWriter::settle_failures() {
  const Schema& schema = layout_->schema();
  for (std::size_t task = tasks_.first; task < tasks_.last; ++task) {
    const std::size_t slot = task - tasks_.first;
    const bool failed = failed_[slot].has_value();
    task_values(Schema::status, task)[0] = std::byte{failed};
    given_[Schema::status][slot] = 1;
    if (!failed) continue;
    for (const std::size_t dataset : layout_->datasets(Kind::task)) {
      if (dataset != Schema::status) fill_task(dataset, task);
      given_[dataset][slot] = 1;
    }
  }
  for (WorldSlot& slot : worlds_) {
    if (!failed_[slot.task - tasks_.first]) continue;
    std::vector<std::byte> missing(layout_->task_bytes(slot.dataset));
    repeat(schema.fill(slot.dataset), missing);
    put_world(slot, missing);
  }
}

void ShardWriter::check_complete(std::size_t dataset) const {
  const auto gap = std::ranges::find(given_[dataset], 0);
  if (gap == given_[dataset].end()) return;
  throw InternalError(fmt::format("{}: no values for task {} (the shard was closed too early)",
                                  layout_->schema().datasets()[dataset].path,
                                  tasks_.first + static_cast<std::size_t>(gap - given_[dataset].begin())));
}

std::vector<FailedTask> ShardWriter::failures() const {
  std::vector<FailedTask> failures;
  for (std::size_t i = 0; i < failed_.size(); ++i) {
    if (failed_[i]) failures.push_back({tasks_.first + i, *failed_[i]});
  }
  return failures;
}

std::vector<std::byte> ShardWriter::finish() {
  const Schema& schema = layout_->schema();
  settle_failures();
  json header{{"plan", schema.identity()},
              {"facts", plan_facts(schema)},
              {"shard", shard_},
              {"tasks", {tasks_.first, tasks_.last}},
              {"failed", json::array()}};
  for (const FailedTask& failed : failures()) {
    header["failed"].push_back({{"task", failed.task}, {"reason", failed.reason}});
  }
  std::vector<PackedChunk> packed(raw_.size());
  std::vector<const PackedChunk*> chunks;
  for (const std::size_t dataset : layout_->datasets(Kind::task)) {
    check_complete(dataset);
    packed[dataset] = pack_chunk(raw_[dataset], size_of(schema.datasets()[dataset].element));
    raw_[dataset] = {};
    chunks.push_back(&packed[dataset]);
  }
  for (const WorldSlot& slot : worlds_) {
    if (slot.chunks.empty()) {
      throw InternalError(fmt::format("{}: no values for the world of task {}", schema.datasets()[slot.dataset].path, slot.task));
    }
    for (const PackedChunk& chunk : slot.chunks) chunks.push_back(&chunk);
  }
  header["chunks"] = chunks.size();
  return assemble(header, chunks);
}

}  // namespace alongside::record
