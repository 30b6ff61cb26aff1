#include "sim/record/chunk.hpp"

#include <random>

#include "sim/core/error.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::record;

TEST_CASE("a chunk comes back as it was packed") {
  std::mt19937 engine(1);
  for (const std::size_t size : {1, 2, 4, 8}) {
    for (const std::size_t values : {1, 7, 1000}) {
      std::vector<std::byte> raw(values * size);
      for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::byte>(i % size ? 0 : engine() & 3);
      const PackedChunk chunk = pack_chunk(raw, size);
      CHECK(chunk.raw_digest == sha256(raw));
      CHECK(unpack_chunk(chunk.stored, chunk.packing, raw.size(), size) == raw);
      if (values == 1000) CHECK(chunk.stored.size() < raw.size() / 2);
    }
  }
}

TEST_CASE("a chunk that does not shrink is stored as it is") {
  std::mt19937 engine(2);
  std::vector<std::byte> raw(4096);
  for (std::byte& byte : raw) byte = static_cast<std::byte>(engine());
  const PackedChunk chunk = pack_chunk(raw, 8);
  CHECK(chunk.packing == Packing::none);
  CHECK(chunk.stored == raw);
}

TEST_CASE("a damaged chunk cannot be unpacked") {
  const std::vector<std::byte> raw(4096);
  PackedChunk chunk = pack_chunk(raw, 4);
  chunk.stored[chunk.stored.size() / 2] ^= std::byte{255};
  CHECK_THROWS_AS(unpack_chunk(chunk.stored, chunk.packing, raw.size(), 4), DataError);
  CHECK_THROWS_AS(unpack_chunk(raw, Packing::none, raw.size() + 4, 4), DataError);
}

TEST_CASE("SHA-256 of the empty message and of abc are the published ones") {
  CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::string abc = "abc";
  const Digest digest = sha256(std::as_bytes(std::span(abc)));
  CHECK(to_hex(digest) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
