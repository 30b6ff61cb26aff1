#include "sim/record/merge.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdlib>
#include <thread>

#include "sim/record/h5.hpp"
#include "sim/record/result.hpp"
#include "tests/catch.hpp"
#include "tests/record/plan.hpp"

using namespace alongside;
using namespace alongside::record;
using namespace alongside::record::test;

namespace {

struct Parts {
  Folder folder;
  Layout layout = make_layout();
  std::string parts = folder / "parts";
  Parts() {
    std::filesystem::create_directory(parts);
    make_parts(layout, parts);
  }
};

constexpr MergeOptions on_disk{.in_memory_bytes = 0};

// Exit code of an action in a child process under a file-size limit.
template <class Action>
int under_limit(rlim_t bytes, Action&& action) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      action();
    } catch (const OutputError&) {
      _exit(74);
    } catch (...) {
      _exit(1);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("a merged file gives back every value that the tasks put, read by HDF5's own filters") {
  Parts plan;
  const MergeOptions options = GENERATE(MergeOptions{}, on_disk);
  const MergeReport report = merge_shards(plan.layout, plan.parts, plan.folder / "R.h5", options);
  CHECK(report.bytes == file_bytes(plan.folder / "R.h5").size());
  const Result result = Result::open(plan.folder / "R.h5");
  const Schema& schema = plan.layout.schema();
  for (const std::size_t dataset : plan.layout.datasets(Kind::task)) {
    if (dataset == Schema::status) continue;
    const std::vector<double> values = result.numbers(schema.datasets()[dataset].path);
    const std::size_t piece = values.size() / plan.layout.boxes().tasks();
    for (std::size_t i = 0; i < values.size(); ++i) {
      REQUIRE(values[i] == static_cast<float>(value_at(dataset, i / piece, i % piece)));
    }
  }
  const std::size_t epds = schema.index("/families/epds");
  const std::vector<std::int64_t> families = result.integers("/families/epds");
  const std::size_t piece = families.size() / 3;
  for (std::size_t i = 0; i < families.size(); ++i) {
    REQUIRE(families[i] == static_cast<std::uint8_t>(value_at(epds, schema.recorded()[i / piece], i % piece)));
  }
  CHECK(result.texts("/parameters/name") == std::vector<std::string>{"first", "", "Überlänge"});
  CHECK(result.numbers("/parameters/value") == std::vector<double>{1.5, -2, 1e300});
}

TEST_CASE("two merges a second apart are the same bytes, whatever was in the memory before") {
  Parts plan;
  const MergeOptions options = GENERATE(MergeOptions{}, on_disk);
  merge_shards(plan.layout, plan.parts, plan.folder / "A.h5", options);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  merge_shards(plan.layout, plan.parts, plan.folder / "B.h5", options);
  CHECK(file_bytes(plan.folder / "A.h5") == file_bytes(plan.folder / "B.h5"));
}

TEST_CASE("a merge of the same plan in a process with other memory is the same bytes", "[.merge-once]") {
  const char* path = std::getenv("ALONGSIDE_TEST_MERGE");
  REQUIRE(path);
  Parts plan;
  const bool disk = std::getenv("ALONGSIDE_TEST_ON_DISK") != nullptr;
  merge_shards(plan.layout, plan.parts, path, disk ? on_disk : MergeOptions{});
}

TEST_CASE("merges under different memory fillings are the same bytes") {
  const Folder folder;
  for (const std::string disk : {"", "ALONGSIDE_TEST_ON_DISK=1 "}) {
    for (const std::string fill : {"17", "99"}) {
      const std::string command = disk + "MALLOC_PERTURB_=" + fill + " ALONGSIDE_TEST_MERGE=" + (folder / fill) + " '" +
                                  std::filesystem::read_symlink("/proc/self/exe").string() +
                                  "' '[.merge-once]' > /dev/null";
      REQUIRE(std::system(command.c_str()) == 0);
    }
    CHECK(file_bytes(folder / "17") == file_bytes(folder / "99"));
  }
}

TEST_CASE("the payload hash does not depend on how the file was written, and on every value") {
  Parts plan;
  const MergeReport a = merge_shards(plan.layout, plan.parts, plan.folder / "A.h5");
  const MergeReport b = merge_shards(plan.layout, plan.parts, plan.folder / "B.h5", on_disk);
  CHECK(a.payload_sha == b.payload_sha);
  const Result result = Result::open(plan.folder / "A.h5");
  CHECK(result.text("payload_sha") == a.payload_sha);
  CHECK(result.payload() == a.payload_sha);
  ShardWriter writer(plan.layout, 2);
  const TaskRange tasks = plan.layout.boxes().range(2);
  for (std::size_t task = tasks.first; task < tasks.last; ++task) put_task(writer, plan.layout, task);
  writer.put(1, tasks.first, std::vector<double>{1, 2});
  write_safely(shard_path(plan.parts, 2), writer.finish());
  CHECK(merge_shards(plan.layout, plan.parts, plan.folder / "C.h5").payload_sha != a.payload_sha);
}

TEST_CASE("failed tasks are named in the result") {
  Parts plan;
  ShardWriter writer(plan.layout, 0);
  put_task(writer, plan.layout, 0);
  writer.fail(1, "no supporters");
  write_safely(shard_path(plan.parts, 0), writer.finish());
  const MergeReport report = merge_shards(plan.layout, plan.parts, plan.folder / "R.h5");
  CHECK(report.failed_tasks == 1);
  const Result result = Result::open(plan.folder / "R.h5");
  CHECK(result.payload() == report.payload_sha);
  CHECK(result.integers("/task_status", {{0, 0, 0}, {1, 1, 3}}) == std::vector<std::int64_t>{0, 1, 0});
  CHECK(std::isnan(result.numbers("/summary/epds", {{0, 0, 1, 0}, {1, 1, 1, 1}})[0]));
  CHECK(std::get<std::vector<std::int64_t>>(result.axis("failed_task").values) == std::vector<std::int64_t>{1});
  CHECK(result.texts("/failed_reason") == std::vector<std::string>{"no supporters"});
  CHECK(result.integers("/families/epds", {{0, 0, 0, 0}, {1, 1, 1, 1}}) == std::vector<std::int64_t>{255});
}

TEST_CASE("a missing or damaged shard is named and leaves no result") {
  Parts plan;
  const std::string shard = shard_path(plan.parts, 4);
  const MergeOptions options = GENERATE(MergeOptions{}, on_disk);
  const auto fault = [&] {
    try {
      merge_shards(plan.layout, plan.parts, plan.folder / "R.h5", options);
    } catch (const ShardError& error) {
      CHECK_THAT(error.what(), Catch::Matchers::StartsWith(shard));
      CHECK(error.shard() == 4);
      return error.fault();
    }
    FAIL("merged");
    return ShardFault::foreign;
  };
  std::vector<std::byte> bytes = file_bytes(shard);
  bytes[bytes.size() / 2] ^= std::byte{4};
  overwrite(shard, bytes);
  CHECK(fault() == ShardFault::damaged);
  std::filesystem::remove(shard);
  CHECK(fault() == ShardFault::missing);
  CHECK(names_in(plan.folder.path()) == std::vector<std::string>{"parts"});
}

TEST_CASE("a full disk leaves the shards and no result, and is an output error") {
  Parts plan;
  const MergeOptions options = GENERATE(MergeOptions{}, on_disk);
  const std::size_t whole = merge_shards(plan.layout, plan.parts, plan.folder / "R.h5", options).bytes;
  std::filesystem::remove(plan.folder / "R.h5");
  for (const std::size_t limit : {std::size_t{0}, std::size_t{4096}, whole / 2, whole - 1}) {
    CHECK(under_limit(limit, [&] { merge_shards(plan.layout, plan.parts, plan.folder / "R.h5", options); }) == 74);
    CHECK(names_in(plan.folder.path()) == std::vector<std::string>{"parts"});
  }
  CHECK(names_in(plan.parts).size() == plan.layout.boxes().shards());
  CHECK(under_limit(RLIM_INFINITY, [&] { merge_shards(plan.layout, plan.parts, plan.folder / "R.h5", options); }) == 0);
}

TEST_CASE("a folder that cannot be written is an output error before HDF5 is asked") {
  Parts plan;
  CHECK_THROWS_AS(merge_shards(plan.layout, plan.parts, plan.folder / "no/R.h5"), OutputError);
  CHECK_THROWS_AS(merge_shards(plan.layout, plan.parts, plan.parts), OutputError);
}
