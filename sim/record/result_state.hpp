#pragma once
// The inside of an open result, for the files that implement Result.

#include <map>
#include <string>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/record/h5.hpp"
#include "sim/record/result.hpp"

namespace alongside::record {

struct Result::State {
  std::string path;
  h5::File file;
  Attributes attributes;
  std::vector<Axis> axes;
  std::vector<DatasetInfo> datasets;
  std::map<std::string, h5::Dataset, std::less<>> open;  // for chunk after chunk, before file goes
};

/// Adds the coordinates and datasets of a group and its groups, in order of creation; links to coordinates
/// inside of groups are left out. `prefix` is the path of the group, "" for the root. Throws h5::Failure.
void read_index(hid_t group, const std::string& prefix, std::vector<Axis>& axes, std::vector<DatasetInfo>& datasets);

/// Throws DataError: the file and the problem.
[[noreturn]] inline void refuse(const std::string& path, std::string_view problem) {
  throw DataError(fmt::format("{}: {}", path, problem));
}

/// Runs an action on an open file; what HDF5 refuses is the file's fault, and becomes a DataError.
template <class Action>
auto guarded(const std::string& path, Action&& action) {
  try {
    return action();
  } catch (const h5::Failure& failure) {
    refuse(path, fmt::format("cannot be read ({}) make it again with alongside run", failure.what()));
  }
}

}  // namespace alongside::record
