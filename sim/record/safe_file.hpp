#pragma once
// Files that are either whole or not there: temporary name, write, check, fsync, rename, fsync the folder.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace alongside::record {

/// Throws OutputError unless a file of that path can be made: the folder exists and can be written, and
/// the path itself is no folder. Cheap; meant for before the work.
void require_writable(const std::string& path);

/// Writes the bytes to `path`, replacing a file there. Throws OutputError; then no file of that name was
/// made or changed, and the temporary one is gone.
void write_safely(const std::string& path, std::span<const std::byte> bytes);

/// The bytes of a file, or nothing when there is none. Throws DataError when it cannot be read.
std::optional<std::vector<std::byte>> read_if_exists(const std::string& path);

/// A file under a temporary name (host, process and a random part, so that no two writers meet) that gets
/// its final name by commit(), and is removed when that does not happen. Throws OutputError everywhere.
class TemporaryFile {
 public:
  /// Creates the file beside `final_path`. From here on SIGXFSZ is ignored in the process, so that a
  /// file-size limit is an error to report and not a death.
  explicit TemporaryFile(std::string final_path);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  /// The temporary name.
  const std::string& path() const { return path_; }
  /// Writes at the end of the file.
  void append(std::span<const std::byte> bytes);
  /// Reserves room for a file of `bytes` on the disk without changing its size.
  void reserve(std::size_t bytes);
  /// Size of the file now.
  std::size_t size() const;
  /// Flushes to the disk.
  void sync();
  /// Flushes, checks that the size is `expected` bytes and gives the file its final name.
  void commit(std::size_t expected);

 private:
  [[noreturn]] void fail(int error) const;
  void close();

  std::string final_path_;
  std::string path_;
  int descriptor_ = -1;
};

}  // namespace alongside::record
