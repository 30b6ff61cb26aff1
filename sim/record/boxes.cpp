#include "sim/record/boxes.hpp"

#include <algorithm>

#include "sim/core/error.hpp"

namespace alongside::record {
namespace {

std::size_t pieces(std::size_t length, std::size_t piece) { return (length + piece - 1) / piece; }

// The most even split of `length` into the fewest pieces of at most `wanted`.
std::size_t even(std::size_t length, std::size_t wanted) {
  if (wanted >= length) return length;
  return pieces(length, pieces(length, wanted));
}

TaskPlace unravel(std::size_t index, const TaskPlace& lengths) {
  return {index / (lengths[1] * lengths[2]), index / lengths[2] % lengths[1], index % lengths[2]};
}

std::size_t ravel(const TaskPlace& place, const TaskPlace& lengths) {
  return (place[0] * lengths[1] + place[1]) * lengths[2] + place[2];
}

}  // namespace

Boxes::Boxes(TaskPlace lengths, std::size_t wanted) : lengths_(lengths), box_{1, 1, 1} {
  ALONGSIDE_EXPECTS(wanted > 0);
  ALONGSIDE_EXPECTS(std::ranges::all_of(lengths, [](std::size_t length) { return length > 0; }));
  const std::size_t row = lengths[2];
  const std::size_t layer = lengths[1] * lengths[2];
  if (wanted < row) {
    box_ = {1, 1, even(row, wanted)};
  } else if (wanted < layer) {
    box_ = {1, even(lengths[1], wanted / row), row};
  } else {
    box_ = {even(lengths[0], wanted / layer), lengths[1], row};
  }
  for (std::size_t i = 0; i < 3; ++i) grid_[i] = pieces(lengths_[i], box_[i]);
}

TaskPlace Boxes::place(std::size_t task) const {
  ALONGSIDE_EXPECTS(task < tasks());
  return unravel(task, lengths_);
}

std::size_t Boxes::task(const TaskPlace& place) const {
  ALONGSIDE_EXPECTS(place[0] < lengths_[0] && place[1] < lengths_[1] && place[2] < lengths_[2]);
  return ravel(place, lengths_);
}

std::size_t Boxes::shard_of(std::size_t task) const {
  const TaskPlace at = place(task);
  return ravel({at[0] / box_[0], at[1] / box_[1], at[2] / box_[2]}, grid_);
}

TaskPlace Boxes::offset(std::size_t shard) const {
  ALONGSIDE_EXPECTS(shard < shards());
  const TaskPlace at = unravel(shard, grid_);
  return {at[0] * box_[0], at[1] * box_[1], at[2] * box_[2]};
}

TaskPlace Boxes::extent(std::size_t shard) const {
  const TaskPlace from = offset(shard);
  TaskPlace extent{};
  for (std::size_t i = 0; i < 3; ++i) extent[i] = std::min(box_[i], lengths_[i] - from[i]);
  return extent;
}

TaskRange Boxes::range(std::size_t shard) const {
  const TaskPlace size = extent(shard);
  const std::size_t first = ravel(offset(shard), lengths_);
  return {first, first + size[0] * size[1] * size[2]};
}

std::size_t Boxes::slot(std::size_t task) const {
  const TaskPlace at = place(task);
  return ravel({at[0] % box_[0], at[1] % box_[1], at[2] % box_[2]}, box_);
}

}  // namespace alongside::record
