#include "sim/record/boxes.hpp"

#include <set>

#include "sim/core/error.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::record;

namespace {

void check_cover(const Boxes& boxes, std::size_t wanted) {
  CHECK(boxes.box_tasks() <= wanted);
  std::size_t next = 0;
  for (std::size_t shard = 0; shard < boxes.shards(); ++shard) {
    const TaskRange range = boxes.range(shard);
    REQUIRE(range.first == next);
    REQUIRE(range.size() > 0);
    REQUIRE(range.size() <= boxes.box_tasks());
    next = range.last;
    std::set<std::size_t> slots;
    for (std::size_t task = range.first; task < range.last; ++task) {
      const TaskPlace at = boxes.place(task);
      REQUIRE(boxes.task(at) == task);
      REQUIRE(boxes.shard_of(task) == shard);
      for (std::size_t i = 0; i < 3; ++i) {
        REQUIRE(at[i] >= boxes.offset(shard)[i]);
        REQUIRE(at[i] < boxes.offset(shard)[i] + boxes.extent(shard)[i]);
        REQUIRE(boxes.offset(shard)[i] % boxes.box()[i] == 0);
      }
      REQUIRE(boxes.slot(task) < boxes.box_tasks());
      slots.insert(boxes.slot(task));
    }
    REQUIRE(slots.size() == range.size());
  }
  CHECK(next == boxes.tasks());
}

}  // namespace

TEST_CASE("boxes cover all tasks exactly once and in order") {
  for (const TaskPlace lengths : {TaskPlace{1, 1, 1}, TaskPlace{2, 3, 5}, TaskPlace{7, 1, 4}, TaskPlace{1, 9, 1},
                                  TaskPlace{5, 4, 1}, TaskPlace{1, 1, 23}}) {
    for (std::size_t wanted = 1; wanted <= 130; ++wanted) check_cover(Boxes(lengths, wanted), wanted);
  }
}

TEST_CASE("boxes take replicates first, then draws, then points") {
  CHECK(Boxes({4, 6, 10}, 5).box() == TaskPlace{1, 1, 5});
  CHECK(Boxes({4, 6, 10}, 10).box() == TaskPlace{1, 1, 10});
  CHECK(Boxes({4, 6, 10}, 35).box() == TaskPlace{1, 3, 10});
  CHECK(Boxes({4, 6, 10}, 130).box() == TaskPlace{2, 6, 10});
  CHECK(Boxes({4, 6, 10}, 100000).box() == TaskPlace{4, 6, 10});
}

TEST_CASE("boxes are as even as can be") { CHECK(Boxes({1, 1, 10}, 9).box() == TaskPlace{1, 1, 5}); }

TEST_CASE("an empty plan and a task outside of the plan break the contract") {
  CHECK_THROWS_AS(Boxes({1, 0, 1}, 5), InternalError);
  CHECK_THROWS_AS(Boxes({1, 1, 1}, 0), InternalError);
  CHECK_THROWS_AS(Boxes({1, 1, 3}, 1).place(3), InternalError);
}
