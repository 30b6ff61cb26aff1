#include "sim/record/merge.hpp"

#include <algorithm>
#include <filesystem>
#include <span>
#include <vector>

#include "sim/record/end_mark.hpp"
#include "sim/record/h5.hpp"
#include "sim/record/memory_file.hpp"
#include "sim/record/payload.hpp"
#include "sim/record/result.hpp"
#include "sim/record/result_writer.hpp"
#include "sim/record/safe_file.hpp"
#include "sim/record/shard.hpp"

namespace alongside::record {
namespace {

std::vector<std::byte> as_bytes(const EndMark& mark) {
  const auto bytes = std::as_bytes(std::span(&mark, 1));
  return {bytes.begin(), bytes.end()};
}

// A bound on the size of the result that depends on the plan alone: what the shards hold, the values in
// memory, and HDF5's own book-keeping.
std::size_t estimate(const Layout& layout, const std::string& folder) {
  constexpr std::size_t per_object = 8192;
  constexpr std::size_t per_chunk = 256;
  const Schema& schema = layout.schema();
  std::size_t bytes = (schema.datasets().size() + schema.axes().size() + 8) * per_object;
  const auto add_values = [&](const Values& values) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) {
      for (const std::string& text : *texts) bytes += text.size() + 64;
    } else {
      bytes += 8 * std::visit([](const auto& column) { return column.size(); }, values);
    }
  };
  for (const Axis& axis : schema.axes()) add_values(axis.values);
  for (const DatasetSpec& dataset : schema.datasets()) add_values(dataset.values);
  for (const auto& [name, value] : schema.attributes()) {
    if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
  }
  for (std::size_t shard = 0; shard < layout.boxes().shards(); ++shard) {
    const std::string path = shard_path(folder, shard);
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error) ShardFile::open(path, layout, shard);  // throws, naming the shard
    bytes += size + per_chunk * layout.datasets(Kind::task).size();
  }
  return bytes;
}

std::string fill(hid_t file, const Layout& layout, const std::string& folder, std::size_t& failed) {
  ResultWriter writer(file, layout);
  for (std::size_t shard = 0; shard < layout.boxes().shards(); ++shard) {
    const ShardFile source = ShardFile::open(shard_path(folder, shard), layout, shard);
    failed += source.failed().size();
    writer.add(source);
  }
  return writer.finish();
}

void merge_in_memory(const Layout& layout, const std::string& folder, std::size_t room, TemporaryFile& out,
                     MergeReport& report) {
  MemoryFile file(room);
  report.payload_sha = fill(file.id(), layout, folder, report.failed_tasks);
  const std::vector<std::byte> image = file.close();
  out.append(image);
  out.append(as_bytes(end_mark(image)));
}

// H5Fcreate would cut the file and give the reserved room back. So the file starts as the image of an
// empty one, which HDF5 then opens as it is.
void merge_on_disk(const Layout& layout, const std::string& folder, std::size_t room, TemporaryFile& out,
                   MergeReport& report) {
  out.append(MemoryFile(0).close());
  out.reserve(room);
  const h5::Properties access(H5Pcreate(H5P_FILE_ACCESS), "make properties");
  fix_format(access);
  h5::File file(H5Fopen(out.path().c_str(), H5F_ACC_RDWR, access), "open a file for writing");
  try {
    report.payload_sha = fill(file, layout, folder, report.failed_tasks);
    file.finish("close a file");
  } catch (const h5::Failure& failure) {
    file.abandon();
    throw UncleanOutputError(fmt::format("{}: cannot be written ({}) check the disk and run again: finished shards "
                                         "are kept", out.path(), failure.what()));
  }
  out.append(as_bytes(end_mark_of_file(out.path())));
}

// The file as another program will find it: every chunk is compared with its shard's.
void verify(const std::string& written, const Layout& layout, const std::string& folder, const MergeReport& report) {
  const Result result = Result::open(written);
  const Schema& schema = layout.schema();
  bool same = result.text("payload_sha") == report.payload_sha;
  for (std::size_t i = 0; i < schema.datasets().size(); ++i) {
    const DatasetSpec& spec = schema.datasets()[i];
    const DatasetInfo& info = result.dataset(spec.path);
    same = same && info.element == spec.element && info.axes == spec.axes && info.shape == schema.shape(i);
    if (spec.kind == Kind::fixed) {
      same = same && result.digest(spec.path) == values_digest(spec.values, spec.element);
    }
  }
  for (std::size_t shard = 0; same && shard < layout.boxes().shards(); ++shard) {
    const ShardFile source = ShardFile::open(shard_path(folder, shard), layout, shard);
    for (const StoredChunk& chunk : source.chunks()) {
      const std::string& path = schema.datasets()[chunk.place.dataset].path;
      same = same && std::ranges::equal(result.stored_chunk(path, chunk.place.offset), chunk.stored);
    }
  }
  if (!same) throw OutputError(fmt::format("{}: read back otherwise than written (the disk may be bad) check it and "
                                           "run again: finished shards are kept", written));
}

}  // namespace

MergeReport merge_shards(const Layout& layout, const std::string& folder, const std::string& path,
                         const MergeOptions& options) {
  h5::initialise();
  MergeReport report;
  const std::size_t room = estimate(layout, folder);
  TemporaryFile out(path);
  try {
    if (room <= options.in_memory_bytes) {
      merge_in_memory(layout, folder, room, out, report);
    } else {
      merge_on_disk(layout, folder, room, out, report);
    }
  } catch (const h5::Failure& failure) {
    throw OutputError(fmt::format("{}: cannot be made ({}) check the disk and run again", path, failure.what()));
  }
  report.bytes = out.size();
  out.sync();
  verify(out.path(), layout, folder, report);
  out.commit(report.bytes);
  return report;
}

}  // namespace alongside::record
