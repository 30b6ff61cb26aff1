#pragma once
// A temporary folder for files that a test or the benchmark writes or reads.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "sim/core/error.hpp"

namespace alongside::tests {

/// A folder of its own that goes, with its files, when its owner goes.
class Folder {
 public:
  Folder() {
    path_ = (std::filesystem::temp_directory_path() / "alongside_test_XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) throw InternalError("no temporary folder for a test");
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  /// Writes a file and returns its path.
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(*this / name, std::ios::binary) << text;
    return *this / name;
  }

 private:
  std::string path_;
};

}  // namespace alongside::tests
