// A waiting list against the plainest list that there is: all who wait, sorted anew at every look.

#include <algorithm>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/process/waiting.hpp"
#include "tests/catch.hpp"

namespace alongside::process {
namespace {

class PlainList {
 public:
  void add(const Waiting& one) { all_.push_back(one); }
  const Waiting* next(int week) {
    std::erase_if(all_, [&](const Waiting& one) { return one.until <= week; });
    std::sort(all_.begin(), all_.end(), [](const Waiting& a, const Waiting& b) { return a.goes_before(b); });
    return all_.empty() ? nullptr : &all_.front();
  }
  void take() { all_.erase(all_.begin()); }

 private:
  std::vector<Waiting> all_;
};

/// Weeks of comings and goings; `lots` few make ties, `priorities` many make places in the middle of the list.
void compare(std::uint32_t lots, std::uint32_t priorities, std::uint32_t seed) {
  WaitingList list;
  PlainList plain;
  std::uint32_t families = 0, taken = 0;
  for (int week = 0; week < 150; ++week) {
    const core::Words4 w = core::threefry({static_cast<std::uint32_t>(week), 0, 0, 0}, std::uint64_t{seed});
    for (std::uint32_t i = 0; i < w[0] % 12; ++i) {
      const core::Words4 v = core::threefry({static_cast<std::uint32_t>(week), i, 1, 0}, std::uint64_t{seed});
      const int priority = v[0] % 5 == 0 ? after_supporter_left : static_cast<int>(v[1] % priorities);
      const Waiting one{families++, priority, week, week + static_cast<int>(v[2] % 30), v[3] % lots, static_cast<int>(v[0] % 3), 0};
      list.add(one), plain.add(one);
    }
    for (std::uint32_t i = 0; i < w[1] % 10; ++i) {
      const Waiting *mine = list.next(week), *other = plain.next(week);
      REQUIRE((mine == nullptr) == (other == nullptr));
      if (!mine) break;
      REQUIRE(mine->family == other->family);
      list.take(), plain.take();
      ++taken;
    }
  }
  CHECK(taken > 300);
  while (const Waiting* other = plain.next(150)) {
    REQUIRE(list.next(150));
    CHECK(list.next(150)->family == other->family);
    list.take(), plain.take();
  }
  CHECK(list.next(150) == nullptr);
  CHECK(list.empty());
}

}  // namespace

TEST_CASE("families are taken off a waiting list in their order, past those who gave up") {
  compare(0xffffffff, 1, 1);
  compare(0xffffffff, 31, 2);
  compare(2, 1, 3);
  compare(2, 5, 4);
}

TEST_CASE("a waiting family's place says what it was made of") {
  for (const int since : {0, 1, 299, 1300})
    for (const int mode : {0, 3}) {
      const Waiting one{77, after_supporter_left, since, since + 9, 0xfffffffe, mode, 12};
      CHECK(one.since() == since);
      CHECK(one.mode() == mode);
      CHECK(one.again());
      CHECK_FALSE(Waiting{77, 30, since, since + 9, 0, mode, 0}.again());
    }
  const Waiting first{5, 0, 3, 50, 100, 0, 0};
  CHECK(Waiting(9, 1, 8, 50, 900, 0, 0).goes_before(first));
  CHECK(first.goes_before(Waiting(4, 0, 4, 50, 0, 0, 0)));
  CHECK(first.goes_before(Waiting(4, 0, 3, 50, 101, 0, 0)));
  CHECK(first.goes_before(Waiting(6, 0, 3, 50, 100, 0, 0)));
  CHECK(first.goes_before(Waiting(6, 0, 3, 50, 100, 3, 0)));
}

}  // namespace alongside::process
