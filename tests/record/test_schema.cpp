#include "sim/record/schema.hpp"

#include "sim/core/error.hpp"
#include "tests/catch.hpp"
#include "tests/record/plan.hpp"

using namespace alongside;
using namespace alongside::record;
using namespace alongside::record::test;

namespace {
const std::vector<std::string> leading{"point", "draw", "replicate"};
}

TEST_CASE("a schema finds its things by name") {
  const Schema schema = make_schema();
  CHECK(schema.datasets()[Schema::status].path == "/task_status");
  CHECK(schema.index("/summary/epds") == 1);
  CHECK(schema.axis("week").length() == 7);
  CHECK(schema.shape(schema.index("/families/epds")) == std::vector<std::size_t>{3, 2, 5000, 7});
  CHECK_THROWS_AS(schema.index("/nothing"), InternalError);
  CHECK_THROWS_AS(schema.axis("nothing"), InternalError);
}

TEST_CASE("a schema refuses what would not make a readable file") {
  Schema schema = make_schema();
  const auto refuses = [&](DatasetSpec dataset) { CHECK_THROWS_AS(schema.add(std::move(dataset)), InternalError); };
  refuses({.path = "/summary/epds", .axes = leading});
  refuses({.path = "/summary", .axes = leading});
  refuses({.path = "/summary/epds/more", .axes = leading});
  refuses({.path = "no_slash", .axes = leading});
  refuses({.path = "/a//b", .axes = leading});
  refuses({.path = "/a b", .axes = leading});
  refuses({.path = "/summary/arm", .axes = leading});
  refuses({.path = "/x", .axes = {"point", "draw"}});
  refuses({.path = "/x", .axes = {"point", "draw", "replicate", "nothing"}});
  refuses({.path = "/x", .axes = {"point", "draw", "replicate", "arm", "arm"}});
  refuses({.path = "/x", .element = Element::text, .axes = leading});
  refuses({.path = "/x", .axes = {"arm", "week"}, .kind = Kind::world});
  refuses({.path = "/x", .element = Element::u8, .axes = {}, .kind = Kind::fixed,
           .values = std::vector<std::int64_t>{256}});
  refuses({.path = "/x", .element = Element::u8, .axes = {}, .kind = Kind::fixed, .values = std::vector<double>{1}});
  refuses({.path = "/x", .axes = {"arm"}, .kind = Kind::fixed, .values = std::vector<double>{1}});
  CHECK_THROWS_AS(schema.add_axis(whole_axis("arm", 3)), InternalError);
  CHECK_THROWS_AS(schema.add_axis(whole_axis("empty", 0)), InternalError);
  CHECK_THROWS_AS(schema.add_attribute("seed", 1.0), InternalError);
}

TEST_CASE("numbers are encoded as the little-endian bytes of their element") {
  CHECK(encode(std::vector<std::int64_t>{258}, Element::u16) == std::vector{std::byte{2}, std::byte{1}});
  CHECK(encode(std::vector<double>{1.0}, Element::f32) ==
        std::vector{std::byte{0}, std::byte{0}, std::byte{0x80}, std::byte{0x3f}});
}

TEST_CASE("a layout puts every chunk of every dataset into exactly one shard") {
  const Layout layout = make_layout();
  std::vector<std::size_t> chunks(layout.schema().datasets().size());
  for (std::size_t shard = 0; shard < layout.boxes().shards(); ++shard) {
    for (const ChunkPlace& place : layout.chunks(shard)) ++chunks[place.dataset];
  }
  CHECK(chunks[Schema::status] == layout.boxes().shards());
  CHECK(chunks[layout.schema().index("/families/epds")] == 3 * 2 * 2);
  CHECK(chunks[layout.schema().index("/parameters/name")] == 0);
}
