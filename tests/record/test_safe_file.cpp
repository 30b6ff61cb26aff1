#include "sim/record/safe_file.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

#include "sim/core/error.hpp"
#include "tests/catch.hpp"
#include "tests/record/plan.hpp"

using namespace alongside;
using namespace alongside::record;
using namespace alongside::record::test;

TEST_CASE("a file is written whole and replaces the old one") {
  const Folder folder;
  const std::vector<std::byte> bytes(100000, std::byte{7});
  write_safely(folder / "a", std::vector<std::byte>(3));
  write_safely(folder / "a", bytes);
  CHECK(file_bytes(folder / "a") == bytes);
  CHECK(names_in(folder.path()) == std::vector<std::string>{"a"});
}

TEST_CASE("paths that cannot be written are refused before the work") {
  const Folder folder;
  CHECK_NOTHROW(require_writable(folder / "new.h5"));
  CHECK_THROWS_AS(require_writable(folder.path()), OutputError);
  CHECK_THROWS_WITH(require_writable(folder / "no/new.h5"), Catch::Matchers::Contains("No such file or directory"));
  write_safely(folder / "file", {});
  CHECK_THROWS_AS(require_writable(folder / "file/new.h5"), OutputError);
}

TEST_CASE("a file that is not committed goes away") {
  const Folder folder;
  { TemporaryFile(folder / "a").append(std::vector<std::byte>(10)); }
  CHECK(names_in(folder.path()).empty());
}

TEST_CASE("a full disk is an error that says what to do, and leaves the old file") {
  const Folder folder;
  write_safely(folder / "a", std::vector<std::byte>(10, std::byte{1}));
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{65536, 65536};
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_safely(folder / "a", std::vector<std::byte>(1000000));
    } catch (const OutputError& error) {
      _exit(std::string(error.what()).find("ulimit -f") == std::string::npos ? 1 : 74);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 74);
  CHECK(names_in(folder.path()) == std::vector<std::string>{"a"});
  CHECK(file_bytes(folder / "a").size() == 10);
}
