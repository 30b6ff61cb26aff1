#include "sim/record/shard.hpp"

#include <algorithm>
#include <cstring>
#include <random>
#include <thread>

#include "tests/catch.hpp"
#include "tests/record/plan.hpp"

using namespace alongside;
using namespace alongside::record;
using namespace alongside::record::test;

namespace {

ShardFault fault_of(std::vector<std::byte> image, const Layout& layout, std::size_t shard) {
  try {
    ShardFile::parse(std::move(image), "R.h5.parts/000000.shard", layout, shard);
  } catch (const ShardError& error) {
    CHECK_THAT(error.what(), Catch::Matchers::Contains("000000.shard: "));
    CHECK(error.shard() == shard);
    return error.fault();
  }
  FAIL("no fault found");
  return {};
}

}  // namespace

TEST_CASE("a shard is the same bytes for any order of puts and any threads") {
  const PlanSize size{.tasks_per_shard = 15};
  const Layout layout = make_layout(size);
  const std::vector<std::byte> expected = make_shard(layout, 0);
  std::vector<std::size_t> tasks(15);
  for (std::size_t i = 0; i < 15; ++i) tasks[i] = i;
  std::mt19937 engine(7);
  for (int trial = 0; trial < 3; ++trial) {
    std::shuffle(tasks.begin(), tasks.end(), engine);
    ShardWriter writer(layout, 0);
    std::vector<std::jthread> threads;
    for (std::size_t part = 0; part < 3; ++part) {
      threads.emplace_back([&, part] {
        for (std::size_t i = part; i < tasks.size(); i += 3) put_task(writer, layout, tasks[i]);
      });
    }
    threads.clear();
    CHECK(writer.finish() == expected);
  }
}

TEST_CASE("a shard gives back the chunks that were put, padded with missing values") {
  const Layout layout(([&] {
    Schema schema(whole_axis("point", 1), whole_axis("draw", 1), whole_axis("replicate", 5), "p");
    schema.add({.path = "/m", .element = Element::f64, .axes = {"point", "draw", "replicate"}});
    return schema;
  })(), 3);
  ShardWriter writer(layout, 1);
  writer.put(1, 3, std::vector<double>{30});
  writer.put(1, 4, std::vector<double>{40});
  const ShardFile file = ShardFile::parse(writer.finish(), "s", layout, 1);
  REQUIRE(file.chunks().size() == 2);
  const StoredChunk& chunk = file.chunks()[1];
  CHECK(chunk.place.offset == std::vector<std::size_t>{0, 0, 3});
  const std::vector<std::byte> raw = unpack_chunk(chunk.stored, chunk.packing, chunk.raw_size, 8);
  CHECK(sha256(raw) == chunk.raw_digest);
  std::vector<double> values(3);
  std::memcpy(values.data(), raw.data(), raw.size());
  CHECK(values[0] == 30);
  CHECK(values[1] == 40);
  CHECK(std::isnan(values[2]));
}

TEST_CASE("a shard names what is wrong with it") {
  const Layout layout = make_layout();
  const std::vector<std::byte> image = make_shard(layout, 0);
  CHECK_NOTHROW(ShardFile::parse(image, "s", layout, 0));
  for (std::size_t length = 0; length < image.size(); length += 1 + length / 20) {
    std::vector<std::byte> cut(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(length));
    CHECK(fault_of(cut, layout, 0) == ShardFault::truncated);
  }
  for (std::size_t at = 32; at < image.size(); at += 1 + at / 20) {
    std::vector<std::byte> bad = image;
    bad[at] ^= std::byte{1};
    CHECK(fault_of(bad, layout, 0) == ShardFault::damaged);
  }
  for (std::size_t at = 0; at < 32; ++at) {
    std::vector<std::byte> bad = image;
    bad[at] ^= std::byte{64};
    fault_of(bad, layout, 0);
  }
  std::vector<std::byte> longer = image;
  longer.push_back(std::byte{0});
  CHECK(fault_of(longer, layout, 0) == ShardFault::damaged);
  CHECK(fault_of(std::vector<std::byte>(5000, std::byte{'x'}), layout, 0) == ShardFault::foreign);
  std::vector<std::byte> newer = image;
  newer[8] = std::byte{3};
  CHECK(fault_of(newer, layout, 0) == ShardFault::newer);
  std::vector<std::byte> older = image;
  older[8] = std::byte{1};
  CHECK(fault_of(older, layout, 0) == ShardFault::other_plan);
  CHECK(fault_of(image, layout, 1) == ShardFault::other_plan);
  CHECK(fault_of(image, make_layout({}, "plan-b"), 0) == ShardFault::other_plan);
  CHECK(fault_of(image, make_layout({.weeks = 8}), 0) == ShardFault::other_plan);
}

TEST_CASE("sizes that cannot be are refused, though the hash is right") {
  const Layout layout = make_layout();
  const std::vector<std::byte> image = make_shard(layout, 0);
  std::uint64_t header = 0;
  std::memcpy(&header, image.data() + 24, sizeof(header));
  // Of the first chunk: bytes stored, bytes raw, filter.
  for (const std::size_t field : {0, 8, 16}) {
    for (const std::uint64_t value : {std::uint64_t{1}, std::uint64_t{1} << 40 | 5, ~std::uint64_t{0}}) {
      std::vector<std::byte> bad = image;
      std::memcpy(bad.data() + 32 + header + field, &value, field == 16 ? 4 : 8);
      const Digest digest = sha256(std::span(bad).first(bad.size() - sizeof(Digest)));
      std::ranges::copy(digest, bad.end() - sizeof(Digest));
      CHECK(fault_of(bad, layout, 0) == ShardFault::other_plan);
    }
  }
}

TEST_CASE("a shard of another plan says in what the plans differ") {
  Schema ours = make_schema({}, "plan-a");
  Schema theirs = make_schema({}, "plan-b");
  ours.add_attribute("revision", std::string("abc"));
  theirs.add_attribute("revision", std::string("def"));
  const Layout mine(ours, 2);
  const Layout other(theirs, 2);
  try {
    ShardFile::parse(make_shard(other, 0), "s", mine, 0);
    FAIL("accepted");
  } catch (const ShardError& error) {
    CHECK_THAT(error.what(), Catch::Matchers::Contains("revision: \"def\" there, \"abc\" here"));
  }
}

TEST_CASE("a missing shard is told from a bad one") {
  const Folder folder;
  const Layout layout = make_layout();
  const std::string path = shard_path(folder.path(), 3);
  REQUIRE(find_fault(path, layout, 3));
  CHECK(find_fault(path, layout, 3)->fault() == ShardFault::missing);
  write_safely(path, make_shard(layout, 3));
  CHECK_FALSE(find_fault(path, layout, 3));
}

TEST_CASE("a failed task leaves missing values, a status and a reason") {
  const Layout layout = make_layout();
  ShardWriter writer(layout, 0);
  put_task(writer, layout, 0);
  put_task(writer, layout, 1);
  writer.fail(1, "no \xff supporters");
  const ShardFile file = ShardFile::parse(writer.finish(), "s", layout, 0);
  REQUIRE(file.failed().size() == 1);
  CHECK(file.failed()[0].task == 1);
  CHECK_THAT(file.failed()[0].reason, Catch::Matchers::StartsWith("no "));
  const auto raw = [&](std::size_t i) {
    const StoredChunk& chunk = file.chunks()[i];
    const Element element = layout.schema().datasets()[chunk.place.dataset].element;
    return unpack_chunk(chunk.stored, chunk.packing, chunk.raw_size, size_of(element));
  };
  CHECK(raw(0)[0] == std::byte{0});
  CHECK(raw(0)[1] == std::byte{1});
  std::vector<double> epds(4);
  std::memcpy(epds.data(), raw(1).data(), 32);
  CHECK(epds[1] == static_cast<double>(value_at(1, 0, 1)));
  CHECK(std::isnan(epds[2]));
  CHECK(raw(file.chunks().size() - 1)[0] == std::byte{255});
}

TEST_CASE("a shard with a gap, a wrong size, a wrong type or a foreign task is refused") {
  const Layout layout = make_layout();
  ShardWriter writer(layout, 0);
  put_task(writer, layout, 0);
  CHECK_THROWS_AS(writer.put(1, 0, std::vector<double>(3)), InternalError);
  CHECK_THROWS_AS(writer.put(1, 0, std::vector<float>(2)), InternalError);
  CHECK_THROWS_AS(writer.put(1, 2, std::vector<double>(2)), InternalError);
  CHECK_THROWS_AS(writer.finish(), InternalError);
}
