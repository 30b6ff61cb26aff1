#include "sim/record/result.hpp"

#include <cstdlib>

#include "sim/record/end_mark.hpp"
#include "sim/record/h5.hpp"
#include "sim/record/memory_file.hpp"
#include "sim/record/merge.hpp"
#include "tests/catch.hpp"
#include "tests/record/plan.hpp"

using namespace alongside;
using namespace alongside::record;
using namespace alongside::record::test;

namespace {

std::vector<std::byte> make_result(const Folder& folder, const PlanSize& size = {}) {
  const Layout layout = make_layout(size);
  std::filesystem::create_directory(folder / "parts");
  make_parts(layout, folder / "parts");
  merge_shards(layout, folder / "parts", folder / "R.h5");
  return file_bytes(folder / "R.h5");
}

std::string refusal(const std::string& path) {
  try {
    Result::open(path);
  } catch (const DataError& error) {
    const std::string message = error.what();
    CHECK_THAT(message, Catch::Matchers::StartsWith(path + ": "));
    CHECK(message.find('\n') == std::string::npos);
    return message;
  }
  return "accepted";
}

// A sound HDF5 file with an end mark and these root attributes.
void write_hdf5(const std::string& path, const Attributes& attributes) {
  h5::initialise();
  MemoryFile file(0);
  {
    const h5::Group root(H5Gopen2(file.id(), "/", H5P_DEFAULT), "open");
    for (const auto& [name, value] : attributes) h5::write_attribute(root, name, value);
  }
  const Pages pages = file.close();
  std::vector<std::byte> bytes(pages.bytes().begin(), pages.bytes().end());
  const EndMark mark = end_mark(bytes);
  const auto tail = std::as_bytes(std::span(&mark, 1));
  bytes.insert(bytes.end(), tail.begin(), tail.end());
  overwrite(path, bytes);
}

std::string interpreter() {
  for (const std::string python : {"python3", "/usr/bin/python3"}) {
    if (std::system((python + " -c 'import h5py' > /dev/null 2>&1").c_str()) == 0) return python;
  }
  return {};
}

}  // namespace

TEST_CASE("a result tells what it holds") {
  const Folder folder;
  make_result(folder);
  const Result result = Result::open(folder / "R.h5");
  CHECK(result.text("kind") == "alongside result");
  CHECK(result.integer("seed") == 42);
  CHECK(result.text("scenario").size() == 100000);
  CHECK(result.attributes().front().first == "plan_identity");
  CHECK(result.axes().size() == 8);
  CHECK(std::get<std::vector<std::string>>(result.axis("arm").values) == std::vector<std::string>{"usual", "péer"});
  CHECK(result.axis("week").unit == "1");
  CHECK(result.datasets().size() == 7);
  const DatasetInfo& info = result.dataset("/families/epds");
  CHECK(info.element == Element::u8);
  CHECK(info.axes == std::vector<std::string>{"world", "arm", "family", "week"});
  CHECK(info.shape == std::vector<std::size_t>{3, 2, 5000, 7});
  CHECK(info.chunk == std::vector<std::size_t>{1, 1, 4096, 7});
  REQUIRE(find_attribute(info.attributes, "_FillValue"));
  CHECK(std::get<std::int64_t>(*find_attribute(info.attributes, "_FillValue")) == 255);
  CHECK(std::get<std::string>(*find_attribute(result.dataset("/summary/epds").attributes, "long_name")) == "EPDS");
}

TEST_CASE("a box of a dataset is the same as cutting it from the whole") {
  const Folder folder;
  make_result(folder);
  const Result result = Result::open(folder / "R.h5");
  const std::vector<double> all = result.numbers("/weekly/engaged");
  const std::vector<double> part = result.numbers("/weekly/engaged", {{1, 0, 2, 1, 3}, {1, 2, 1, 1, 2}});
  const auto at = [&](std::size_t p, std::size_t d, std::size_t r, std::size_t a, std::size_t w) {
    return all[(((p * 3 + d) * 5 + r) * 2 + a) * 7 + w];
  };
  CHECK(part == std::vector<double>{at(1, 0, 2, 1, 3), at(1, 0, 2, 1, 4), at(1, 1, 2, 1, 3), at(1, 1, 2, 1, 4)});
}

TEST_CASE("questions a result cannot answer are data errors") {
  const Folder folder;
  make_result(folder);
  const Result result = Result::open(folder / "R.h5");
  CHECK_THROWS_WITH(result.numbers("/summary/epsd"), Catch::Matchers::Contains("did you mean \"/summary/epds\"?"));
  CHECK_THROWS_AS(result.numbers("/parameters/name"), DataError);
  CHECK_THROWS_AS(result.texts("/parameters/value"), DataError);
  CHECK_THROWS_AS(result.integers("/parameters/value"), DataError);
  CHECK_THROWS_AS(result.numbers("/parameters/value", {{1}, {3}}), DataError);
  CHECK_THROWS_AS(result.numbers("/parameters/value", {{SIZE_MAX}, {2}}), DataError);
  CHECK_THROWS_AS(result.numbers("/parameters/value", {{0, 0}, {1, 1}}), DataError);
  CHECK_THROWS_AS(result.axis("nothing"), DataError);
  CHECK_THROWS_AS(result.text("seed"), DataError);
  CHECK_THROWS_AS(result.stored_chunk("/summary/epds", {0, 0, 1, 0}), DataError);
}

TEST_CASE("a result cut at any length is refused") {
  const Folder folder;
  const std::vector<std::byte> bytes = make_result(folder, {.families = 50});
  const std::string path = folder / "cut.h5";
  for (std::size_t length = 0; length < bytes.size(); length += 1 + length / 100) {
    overwrite(path, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)});
    REQUIRE(refusal(path) != "accepted");
  }
  overwrite(path, bytes);
  CHECK(refusal(path) == "accepted");
}

TEST_CASE("a result with any byte changed is refused") {
  const Folder folder;
  const std::vector<std::byte> bytes = make_result(folder, {.families = 50});
  const std::string path = folder / "flipped.h5";
  for (std::size_t at = 0; at < bytes.size(); at += 97) {
    std::vector<std::byte> bad = bytes;
    bad[at] ^= std::byte{16};
    overwrite(path, bad);
    REQUIRE(refusal(path) != "accepted");
  }
}

TEST_CASE("files that are no results are refused with the reason") {
  const Folder folder;
  using Catch::Matchers::Contains;
  CHECK_THAT(refusal(folder / "none.h5"), Contains("No such file"));
  CHECK_THAT(refusal(folder.path()), Contains("a folder"));
  overwrite(folder / "empty.h5", {});
  CHECK_THAT(refusal(folder / "empty.h5"), Contains("it is empty"));
  overwrite(folder / "text.h5", std::vector<std::byte>(1000, std::byte{'a'}));
  CHECK_THAT(refusal(folder / "text.h5"), Contains("it is no HDF5 file"));
  write_hdf5(folder / "foreign.h5", {});
  CHECK_THAT(refusal(folder / "foreign.h5"), Contains("not a result of alongside"));
  write_hdf5(folder / "kind.h5", {{"kind", std::int64_t{1}}});
  CHECK_THAT(refusal(folder / "kind.h5"), Contains("not a result of alongside"));
  write_hdf5(folder / "unversioned.h5", {{"kind", std::string("alongside result")}});
  CHECK_THAT(refusal(folder / "unversioned.h5"), Contains("no format version"));
  write_hdf5(folder / "newer.h5", {{"kind", std::string("alongside result")}, {"format_version", std::int64_t{2}}});
  CHECK_THAT(refusal(folder / "newer.h5"), Contains("use a newer alongside"));
}

TEST_CASE("ncdump, h5py, netCDF and xarray open a result and each of its groups") {
  const Folder folder;
  const Layout layout = make_layout();
  std::filesystem::create_directory(folder / "parts");
  make_parts(layout, folder / "parts");
  ShardWriter writer(layout, 0);
  put_task(writer, layout, 0);
  writer.fail(1, "no supporters");
  write_safely(shard_path(folder / "parts", 0), writer.finish());
  merge_shards(layout, folder / "parts", folder / "R.h5", MergeOptions{GENERATE(std::size_t{0}, std::size_t{1} << 30)});
  const std::string python = interpreter();
  if (python.empty()) {
    WARN("skipped: no Python with h5py here");
    return;
  }
  const std::string script = std::string(ALONGSIDE_SOURCE_DIR) + "/tests/record/open_result.py";
  CHECK(std::system((python + " '" + script + "' '" + (folder / "R.h5") + "'").c_str()) == 0);
}
