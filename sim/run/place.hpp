#pragma once
// Where a result lies: the file, its folder of parts, and what is there already.

#include <string>

#include "sim/run/plan.hpp"

namespace alongside::run {

/// What stands at the result's path.
enum class Found { nothing, same_plan, other_plan };
struct Existing {
  Found found = Found::nothing;
  std::string difference;     ///< from another plan, in words
  std::size_t failed = 0;     ///< worlds that failed, in a result of the same plan
};

/// Looks at a path. Throws DataError when a file there is no result of alongside, or damaged.
Existing look_at(const std::string& path, const Plan& plan);

/// "R.h5.parts".
std::string parts_of(const std::string& path);
/// "R.run.json" for "R.h5".
std::string provenance_of(const std::string& path);

/// Renames a file or folder to PATH.old, or PATH.old.2 and so on where that is taken. Returns the new name.
std::string move_aside(const std::string& path);

/// Removes temporary files beside `path` that processes of this host left behind when they died.
void remove_stale_temporaries(const std::string& path);

}  // namespace alongside::run
