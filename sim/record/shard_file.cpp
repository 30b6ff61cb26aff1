#include <algorithm>
#include <cstring>
#include <string_view>

#include "sim/record/safe_file.hpp"
#include "sim/record/shard.hpp"
#include "sim/record/shard_format.hpp"

namespace alongside::record {
namespace {

using nlohmann::json;

// Where the shard stands, for messages.
struct Subject {
  const std::string& name;
  std::size_t shard;

  [[noreturn]] void refuse(ShardFault fault, std::string_view problem, std::string_view remedy) const {
    throw ShardError(fault, shard, fmt::format("{}: {} {}", name, problem, remedy));
  }
};

constexpr std::string_view run_again = "remove it and run again: its tasks are then simulated anew";

ShardPreamble check_bytes(std::span<const std::byte> image, const Subject& subject) {
  ShardPreamble preamble;
  const ShardPreamble expected;
  const auto magic = std::as_bytes(std::span(expected.magic));
  const std::size_t known = std::min(image.size(), magic.size());
  if (!std::ranges::equal(image.first(known), magic.first(known))) {
    subject.refuse(ShardFault::foreign, "not a shard (its first bytes are another program's)", "move it away");
  }
  if (image.size() < sizeof(preamble) + sizeof(Digest)) {
    subject.refuse(ShardFault::truncated, fmt::format("truncated ({} bytes are left)", image.size()), run_again);
  }
  std::memcpy(&preamble, image.data(), sizeof(preamble));
  if (preamble.version > expected.version) {
    subject.refuse(ShardFault::newer, fmt::format("shard format {} (this program reads {})", preamble.version,
                                                  expected.version), "use the program that made it");
  }
  if (preamble.version < expected.version) {
    subject.refuse(ShardFault::other_plan, fmt::format("belongs to another plan (shard format {} there, {} here)", preamble.version,
                                                       expected.version), "give another -o, or run with --force");
  }
  if (image.size() < preamble.file_size) {
    subject.refuse(ShardFault::truncated,
                   fmt::format("truncated ({} of {} bytes)", image.size(), preamble.file_size), run_again);
  }
  const std::size_t body = image.size() - sizeof(Digest);
  const Digest digest = sha256(image.first(body));
  if (image.size() != preamble.file_size || !std::ranges::equal(digest, image.subspan(body)) ||
      preamble.header_size > body - sizeof(preamble)) {
    subject.refuse(ShardFault::damaged, "damaged (its SHA-256 does not match)", run_again);
  }
  return preamble;
}

std::string difference(const json& theirs, const json& ours) {
  std::string text;
  for (const auto& [key, value] : ours.items()) {
    if (key == "plan_identity" || (theirs.contains(key) && theirs[key] == value)) continue;
    text += fmt::format("{}{}: {} there, {} here", text.empty() ? "" : "; ", key,
                        theirs.contains(key) ? theirs[key].dump() : "nothing", value.dump());
  }
  return text.empty() ? "the scenario or the options differ" : text;
}

void check_plan(const json& header, const Layout& layout, const Subject& subject) {
  if (header.at("plan") != layout.schema().identity()) {
    subject.refuse(ShardFault::other_plan,
                   fmt::format("belongs to another plan ({})",
                               difference(header.at("facts"), plan_facts(layout.schema()))),
                   "give another -o, or run with --force");
  }
  const TaskRange tasks = layout.boxes().range(subject.shard);
  if (header.at("shard") != subject.shard || header.at("tasks") != json{tasks.first, tasks.last}) {
    subject.refuse(ShardFault::other_plan,
                   fmt::format("holds tasks {} (tasks {} to {} are wanted)", header.at("tasks").dump(), tasks.first,
                               tasks.last), run_again);
  }
}

// Whether the sizes are such as pack_chunk makes: what did not become smaller is stored as it is.
bool could_be(const ChunkRecord& record) {
  if (record.packing == static_cast<std::uint32_t>(Packing::none)) return record.stored_size == record.raw_size;
  return record.packing == static_cast<std::uint32_t>(Packing::shuffle_deflate) && record.stored_size > 0 && record.stored_size < record.raw_size;
}

// `body` is the table of chunks and the chunks themselves. Sizes are held against what is there, since the hash says that the
// bytes are as they were written, not by whom. What packed bytes unpack to, HDF5 holds against the chunk's size.
std::vector<StoredChunk> read_chunks(const json& header, std::span<const std::byte> body, const Layout& layout,
                                     const Subject& subject) {
  std::vector<ChunkPlace> places = layout.chunks(subject.shard);
  const std::size_t table = places.size() * sizeof(ChunkRecord);
  bool fits = header.at("chunks") == places.size() && table <= body.size();
  std::span<const std::byte> payload = fits ? body.subspan(table) : body;
  std::vector<StoredChunk> chunks;
  for (std::size_t i = 0; fits && i < places.size(); ++i) {
    ChunkRecord record;
    std::memcpy(&record, body.data() + i * sizeof(record), sizeof(record));
    fits = record.raw_size == layout.chunk_bytes(places[i].dataset) && record.stored_size <= payload.size() && could_be(record);
    if (!fits) break;
    chunks.push_back({std::move(places[i]), payload.first(record.stored_size), static_cast<Packing>(record.packing), record.raw_size, record.raw_digest});
    payload = payload.subspan(record.stored_size);
  }
  if (!fits || !payload.empty()) {
    subject.refuse(ShardFault::other_plan, "holds other chunks (the plan's shape differs)", run_again);
  }
  return chunks;
}

}  // namespace

ShardFile ShardFile::parse(std::vector<std::byte> image, const std::string& name, const Layout& layout,
                           std::size_t shard) {
  const Subject subject{name, shard};
  ShardFile file;
  file.image_ = std::move(image);
  const std::span<const std::byte> bytes(file.image_);
  const ShardPreamble preamble = check_bytes(bytes, subject);
  const auto text = bytes.subspan(sizeof(preamble), preamble.header_size);
  const std::size_t start = sizeof(preamble) + preamble.header_size;
  try {
    const json header = json::parse(reinterpret_cast<const char*>(text.data()),
                                    reinterpret_cast<const char*>(text.data() + text.size()));
    check_plan(header, layout, subject);
    file.chunks_ = read_chunks(header, bytes.subspan(start, bytes.size() - start - sizeof(Digest)), layout, subject);
    for (const json& failed : header.at("failed")) file.failed_.push_back({failed.at("task"), failed.at("reason")});
  } catch (const json::exception& error) {
    subject.refuse(ShardFault::damaged, fmt::format("damaged (its header cannot be read: {})", error.what()),
                   run_again);
  }
  return file;
}

ShardFile ShardFile::open(const std::string& path, const Layout& layout, std::size_t shard) {
  std::optional<std::vector<std::byte>> image = read_if_exists(path);
  if (!image) Subject{path, shard}.refuse(ShardFault::missing, "missing (not simulated yet)", "run again");
  return parse(std::move(*image), path, layout, shard);
}

std::string shard_name(std::size_t shard) { return fmt::format("{:06}.shard", shard); }

std::string shard_path(const std::string& folder, std::size_t shard) {
  return fmt::format("{}/{}", folder, shard_name(shard));
}

std::optional<ShardError> find_fault(const std::string& path, const Layout& layout, std::size_t shard) {
  try {
    ShardFile::open(path, layout, shard);
    return std::nullopt;
  } catch (const ShardError& error) {
    return error;
  }
}

}  // namespace alongside::record
