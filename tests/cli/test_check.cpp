#include "cli/with_catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/scenario/small_catalogue.hpp"

using namespace alongside;
using namespace alongside::test;

namespace {
const cli::Command check{"check", "SCENARIO.toml", "Checks a scenario.", nullptr};
const cli::Command describe{"describe", "[SUBJECT]", "Describes.", nullptr};
}  // namespace

TEST_CASE("check says what a good scenario holds") {
  const auto s = read_text("format = 1\nreplicates = 10\n[[arm]]\nname = 'a'\n[sweep]\n'symptoms.shift' = [0, 1]\n[uncertainty]\ndraws = 5\n");
  CHECK(cli::summary_line(s) == "1 arm, 2 points, 5 draws of 5 uncertain parameters, 10 replicates: 100 worlds for every arm");
}

TEST_CASE("check takes the options that change a scenario, and refuses the rest") {
  const Folder folder;
  const std::string path = folder.write("s.toml", "format = 1\n[[arm]]\nname = 'a'\n");
  CHECK(cli::check_with(small_catalogue(), check, {path, "--set", "symptoms.shift=1", "--set", "seed=3", "--draws", "4"}) == 0);
  CHECK_THROWS_AS(cli::check_with(small_catalogue(), check, {path, "--set", "symptoms.shift=9"}), DataError);
  CHECK_THROWS_AS(cli::check_with(small_catalogue(), check, {path, "--sed", "3"}), UsageError);
  CHECK_THROWS_AS(cli::check_with(small_catalogue(), check, {}), UsageError);
  CHECK_THROWS_AS(cli::check_with(small_catalogue(), check, {folder.path() + "/none.toml"}), DataError);
}

TEST_CASE("describe refuses an unknown subject with the nearest name") {
  CHECK_THROWS_WITH(cli::describe_with(small_catalogue(), describe, {"parameter"}), Catch::Matchers::Contains("did you mean \"parameters\"?"));
  CHECK_THROWS_AS(cli::describe_with(small_catalogue(), describe, {"--format", "xml"}), UsageError);
}
