#pragma once
// A temporary folder for files that another program reads or writes.

#include <cstdlib>
#include <filesystem>
#include <string>

#include "sim/core/error.hpp"

namespace alongside::bench {

/// A folder that goes when its owner goes.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "alongside-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw InternalError("no temporary folder for the benchmark");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace alongside::bench
