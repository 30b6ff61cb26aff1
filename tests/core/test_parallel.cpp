// A loop inside a loop is finished whatever happens to the outer one.

#include "sim/core/parallel.hpp"

#include <tbb/task.h>

#include <atomic>

#include "tests/catch.hpp"

using namespace alongside;

TEST_CASE("a loop inside one that was given up still does all its work", "[core][parallel]") {
  std::atomic<int> done{0}, left{0};
  tbb::parallel_for(0, 1, [&](int) {
    // What an exception in another part of the outer loop does to this one.
    tbb::task::current_context()->cancel_group_execution();
    tbb::parallel_for(0, 100, [&](int) { ++left; });
    core::parallel_for(0, 100, [&](int) { ++done; });
  });
  CHECK(done == 100);
  CHECK(left == 0);  // which is why core::parallel_for is there
}

TEST_CASE("an exception leaves a loop inside a loop", "[core][parallel]") {
  const auto outer = [] {
    core::parallel_for(0, 4, [&](int) {
      core::parallel_for(0, 100, [&](int i) {
        if (i == 50) throw 1;
      });
    });
  };
  CHECK_THROWS_AS(outer(), int);
}
