#include "sim/core/names.hpp"
#include "tests/catch.hpp"

using namespace alongside;

TEST_CASE("edit distance counts inserts, deletes, changes and swaps") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("threads", "threads") == 0);
  CHECK(edit_distance("thraeds", "threads") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest name is offered only when it is near") {
  const std::vector<std::string> names{"symptoms.persistence", "threads", "seed"};
  CHECK(nearest_name("thread", names) == "threads");
  CHECK(nearest_name("persistence", names) == "symptoms.persistence");
  CHECK(nearest_name("elephant", names).empty());
}
