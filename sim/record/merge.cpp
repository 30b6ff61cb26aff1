#include "sim/record/merge.hpp"

#include <libdeflate.h>
#include <tbb/concurrent_queue.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <future>
#include <optional>
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
struct Estimate {
  std::size_t bytes = 0, largest_shard = 0;
};

Estimate estimate(const Layout& layout, const std::string& folder) {
  constexpr std::size_t per_object = 8192;
  constexpr std::size_t per_chunk = 256;
  const Schema& schema = layout.schema();
  Estimate found;
  std::size_t& bytes = found.bytes;
  bytes = (schema.datasets().size() + schema.axes().size() + 8) * per_object;
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
    found.largest_shard = std::max<std::size_t>(found.largest_shard, size);
    bytes += size + per_chunk * layout.datasets(Kind::task).size();
  }
  return found;
}

// What is kept of a chunk that was copied, to know it again in the file: so no shard has to be read twice.
struct Copied {
  std::size_t size = 0;
  std::uint32_t checksum = 0;
  bool operator==(const Copied&) const = default;
};

Copied trace_of(std::span<const std::byte> stored) {
  return {stored.size(), libdeflate_crc32(0, stored.data(), stored.size())};
}

// By shard: its chunks in the order of Layout::chunks.
using Trace = std::vector<std::vector<Copied>>;

struct Read {
  ShardFile shard;
  std::vector<Copied> chunks;
};

// Reads, hashes and parses the shards in order, in a thread of its own, while those before are copied. HDF5 has no part in it.
class Reader {
 public:
  Reader(const Layout& layout, const std::string& folder, std::size_t largest_shard) : layout_(layout), folder_(folder) {
    // Shards in memory: those that wait, the one that is copied and the one that is read.
    constexpr std::size_t room = std::size_t{64} << 20;
    const std::size_t held = room / std::max<std::size_t>(largest_shard, 1);
    read_.set_capacity(static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(held, 3, 256) - 2));
    thread_ = std::async(std::launch::async, [this] { read_all(); });
  }
  ~Reader() {
    // It may be about to hand over one shard more, for which there must be room.
    stop_ = true;
    for (Item item; read_.try_pop(item);) item = {};
    thread_.wait();
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The next shard. Throws what reading it threw.
  Read next() {
    Item item;
    try {
      read_.pop(item);
    } catch (const tbb::user_abort&) {
      thread_.get();  // throws why nothing more can be handed over
    }
    if (item.error) std::rethrow_exception(item.error);
    return std::move(*item.read);
  }

 private:
  struct Item {
    std::optional<Read> read;
    std::exception_ptr error;
  };

  void read_all() {
    for (std::size_t shard = 0; shard < layout_.boxes().shards() && !stop_; ++shard) {
      Item item;
      try {
        item.read = Read{ShardFile::open(shard_path(folder_, shard), layout_, shard), {}};
        for (const StoredChunk& chunk : item.read->shard.chunks()) item.read->chunks.push_back(trace_of(chunk.stored));
      } catch (...) {
        item.error = std::current_exception();
        stop_ = true;
      }
      try {
        read_.push(std::move(item));
      } catch (...) {
        stop_ = true;
        read_.abort();
        throw;
      }
    }
  }

  const Layout& layout_;
  const std::string& folder_;
  std::atomic<bool> stop_ = false;
  tbb::concurrent_bounded_queue<Item> read_;
  std::future<void> thread_;
};

Trace fill(hid_t file, const Layout& layout, Reader& reader, MergeReport& report) {
  const std::size_t shards = layout.boxes().shards();
  Trace trace;
  ResultWriter writer(file, layout);
  for (std::size_t shard = 0; shard < shards; ++shard) {
    Read read = reader.next();
    report.failed_tasks += read.shard.failed().size();
    writer.add(read.shard);
    trace.push_back(std::move(read.chunks));
  }
  report.payload_sha = writer.finish();
  return trace;
}

[[noreturn]] void refuse_written(const std::string& path) {
  throw OutputError(fmt::format("{}: read back otherwise than written (the disk may be bad) check it and "
                                "run again: finished shards are kept", path));
}

// The file as another program will find it: every chunk is compared with what was copied.
void verify(const Result& result, const Layout& layout, const Trace& trace, const MergeReport& report) {
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
  for (std::size_t shard = 0; same && shard < trace.size(); ++shard) {
    const std::vector<ChunkPlace> places = layout.chunks(shard);
    for (std::size_t i = 0; same && i < places.size(); ++i) {
      const std::string& path = schema.datasets()[places[i].dataset].path;
      same = trace_of(result.stored_chunk(path, places[i].offset)) == trace[shard][i];
    }
  }
  if (!same) refuse_written(result.path());
}

// Makes the file in memory. While one thread writes it, waits for the disk and reads the file against its checksum, the
// other opens the same bytes as a reader would and looks through them.
void merge_in_memory(const Layout& layout, Reader& reader, std::size_t room, TemporaryFile& out, MergeReport& report) {
  MemoryFile file(room);
  const Trace trace = fill(file.id(), layout, reader, report);
  const Pages image = file.close();
  std::future<void> written = std::async(std::launch::async, [&] {
    out.append(image.bytes());
    out.append(as_bytes(end_mark(image.bytes())));
    report.bytes = out.size();
    out.sync();
    try {
      check_end_mark(out.path());
    } catch (const DataError&) {
      refuse_written(out.path());
    }
  });
  verify(Result::open(image.bytes(), out.path()), layout, trace, report);
  written.get();
}

// H5Fcreate would cut the file and give the reserved room back. So the file starts as the image of an
// empty one, which HDF5 then opens as it is.
void merge_on_disk(const Layout& layout, Reader& reader, std::size_t room, TemporaryFile& out, MergeReport& report) {
  out.append(MemoryFile(0).close().bytes());
  out.reserve(room);
  const h5::Properties access(H5Pcreate(H5P_FILE_ACCESS), "make properties");
  fix_format(access);
  h5::File file(H5Fopen(out.path().c_str(), H5F_ACC_RDWR, access), "open a file for writing");
  Trace trace;
  try {
    trace = fill(file, layout, reader, report);
    file.finish("close a file");
  } catch (const h5::Failure& failure) {
    file.abandon();
    throw UncleanOutputError(fmt::format("{}: cannot be written ({}) check the disk and run again: finished shards "
                                         "are kept", out.path(), failure.what()));
  }
  out.append(as_bytes(end_mark_of_file(out.path())));
  report.bytes = out.size();
  // The disk takes its time; the file is looked through meanwhile.
  std::future<void> flushed = std::async(std::launch::async, [&out] { out.sync(); });
  verify(Result::open(out.path()), layout, trace, report);
  flushed.get();
}

}  // namespace

MergeReport merge_shards(const Layout& layout, const std::string& folder, const std::string& path,
                         const MergeOptions& options) {
  h5::initialise();
  MergeReport report;
  const Estimate expected = estimate(layout, folder);
  TemporaryFile out(path);
  Reader reader(layout, folder, expected.largest_shard);
  try {
    (expected.bytes <= options.in_memory_bytes ? merge_in_memory : merge_on_disk)(layout, reader, expected.bytes, out, report);
  } catch (const h5::Failure& failure) {
    throw OutputError(fmt::format("{}: cannot be made ({}) check the disk and run again", path, failure.what()));
  }
  out.commit(report.bytes);
  return report;
}

}  // namespace alongside::record
