#include "sim/run/kept_worlds.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace alongside::run {
namespace {

std::size_t flat(const record::TaskPlace& place, const record::TaskPlace& lengths) { return (place[0] * lengths[1] + place[1]) * lengths[2] + place[2]; }

bool inside(const record::TaskPlace& place, const record::TaskPlace& lengths) { return place[0] < lengths[0] && place[1] < lengths[1] && place[2] < lengths[2]; }

}  // namespace

KeptWorlds::KeptWorlds(const std::string& path, const Plan& smaller, const Plan& larger)
    : result_(record::Result::open(path)), larger_(larger), lengths_(smaller.study.lengths()), status_(result_.numbers("/task_status")) {
  if (result_.text("plan_identity") != smaller.identity()) throw DataError(fmt::format("{}: is no result of the round before (another scenario, or another program) give another -o", path));
  const record::TaskPlace all = larger.study.lengths();
  if (lengths_[0] != all[0] || lengths_[1] > all[1] || lengths_[2] > all[2]) throw InternalError("a round keeps the worlds of the last only when it has them all");
}

std::vector<bool> KeptWorlds::put(std::size_t shard, record::ShardWriter& writer) const {
  const record::Boxes& boxes = larger_.layout.boxes();
  const record::TaskRange range = boxes.range(shard);
  const std::vector<std::size_t>& recorded = larger_.layout.schema().recorded();
  std::vector<bool> known(range.size(), false);
  for (std::size_t task = range.first; task < range.last; ++task) {
    const record::TaskPlace place = boxes.place(task);
    known[task - range.first] = inside(place, lengths_) && status_[flat(place, lengths_)] == 0 && !std::ranges::binary_search(recorded, task);
  }
  if (std::ranges::find(known, true) == known.end()) return known;
  for (std::size_t output = 0; output < larger_.outputs.size(); ++output)
    if (larger_.outputs[output].spec.kind == record::Kind::task) put_dataset(output, shard, known, writer);
  return known;
}

void KeptWorlds::put_dataset(std::size_t output, std::size_t shard, const std::vector<bool>& known, record::ShardWriter& writer) const {
  const record::Boxes& boxes = larger_.layout.boxes();
  const record::DatasetSpec& spec = larger_.outputs[output].spec;
  const std::vector<std::size_t>& shape = result_.dataset(spec.path).shape;
  const record::TaskPlace offset = boxes.offset(shard), extent = boxes.extent(shard);
  // The part of the shard's box that the smaller plan has.
  record::Slab slab{std::vector<std::size_t>(shape.size(), 0), shape};
  record::TaskPlace part;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    part[axis] = std::min(extent[axis], lengths_[axis] - std::min(lengths_[axis], offset[axis]));
    slab.start[axis] = offset[axis], slab.count[axis] = part[axis];
  }
  const std::size_t of_task = std::accumulate(shape.begin() + 3, shape.end(), std::size_t{1}, std::multiplies<>());
  const auto put = [&](const auto& values) {
    using Values = std::decay_t<decltype(values)>;
    const record::TaskRange range = boxes.range(shard);
    for (std::size_t task = range.first; task < range.last; ++task) {
      if (!known[task - range.first]) continue;
      record::TaskPlace place = boxes.place(task);
      for (std::size_t axis = 0; axis < 3; ++axis) place[axis] -= offset[axis];
      const auto from = values.begin() + static_cast<std::ptrdiff_t>(flat(place, part) * of_task);
      writer.put(larger_.datasets[output], task, Values(from, from + static_cast<std::ptrdiff_t>(of_task)));
    }
  };
  if (spec.element == record::Element::f64) put(result_.numbers(spec.path, slab));
  else put(result_.integers(spec.path, slab));
}

}  // namespace alongside::run
