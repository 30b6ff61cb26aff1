#include "sim/record/safe_file.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <random>
#include <utility>

#include "sim/core/error.hpp"

namespace alongside::record {
namespace {

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

std::string_view remedy(int error) {
  switch (error) {
    case ENOSPC: return "free some space and run again: finished shards are kept";
    case EDQUOT: return "free some of your quota and run again: finished shards are kept";
    case EFBIG: return "raise the file-size limit (ulimit -f) and run again: finished shards are kept";
    case ENOENT: return "make the folder, or choose another path with -o";
    case EACCES:
    case EPERM:
    case EROFS:
    case EISDIR:
    case ENOTDIR: return "choose another path with -o";
    default: return "check the disk and run again: finished shards are kept";
  }
}

[[noreturn]] void refuse(const std::string& path, int error) {
  throw OutputError(fmt::format("{}: cannot be written ({}) {}", path, std::strerror(error), remedy(error)));
}

std::string temporary_name(const std::string& path) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host = {'h', 'o', 's', 't'};
  std::random_device entropy;
  const std::uint64_t random = std::uint64_t{entropy()} << 32 | entropy();
  return fmt::format("{}.tmp-{}-{}-{:016x}", path, host.data(), getpid(), random);
}

void sync_folder(const std::string& path) {
  const int folder = ::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) refuse(path, errno);
  const int result = fsync(folder);
  const int error = errno;
  ::close(folder);
  // Some network file systems cannot flush a folder; the rename has happened all the same.
  if (result != 0 && error != EINVAL && error != ENOTSUP) refuse(path, error);
}

}  // namespace

void require_writable(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) refuse(path, EISDIR);
  const std::string folder = folder_of(path);
  if (stat(folder.c_str(), &info) != 0) refuse(path, errno);
  if (!S_ISDIR(info.st_mode)) refuse(path, ENOTDIR);
  if (access(folder.c_str(), W_OK | X_OK) != 0) refuse(path, errno);
}

void write_safely(const std::string& path, std::span<const std::byte> bytes) {
  TemporaryFile file(path);
  file.append(bytes);
  file.commit(bytes.size());
}

std::optional<std::vector<std::byte>> read_if_exists(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::nullopt;
  const auto refuse_reading = [&] {
    const int error = errno;
    if (file >= 0) ::close(file);
    throw DataError(fmt::format("{}: cannot be read ({}) check the path", path, std::strerror(error)));
  };
  struct stat info {};
  if (file < 0 || fstat(file, &info) != 0) refuse_reading();
  std::vector<std::byte> bytes(static_cast<std::size_t>(info.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(file, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse_reading();
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  ::close(file);
  return bytes;
}

TemporaryFile::TemporaryFile(std::string final_path)
    : final_path_(std::move(final_path)), path_(temporary_name(final_path_)) {
  std::signal(SIGXFSZ, SIG_IGN);
  require_writable(final_path_);
  descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor_ < 0) refuse(final_path_, errno);
}

TemporaryFile::~TemporaryFile() {
  close();
  if (!path_.empty()) unlink(path_.c_str());
}

void TemporaryFile::fail(int error) const { refuse(final_path_, error); }

void TemporaryFile::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void TemporaryFile::append(std::span<const std::byte> bytes) {
  if (lseek(descriptor_, 0, SEEK_END) < 0) fail(errno);
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(errno);
    if (count == 0) fail(EIO);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void TemporaryFile::reserve(std::size_t bytes) {
  // A reservation past the size of the file is not held against the file-size limit; the writes will be.
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && bytes > limit.rlim_cur) fail(EFBIG);
  int error = 0;
  do {
    error = fallocate(descriptor_, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes)) == 0 ? 0 : errno;
  } while (error == EINTR);
  // File systems that cannot reserve get the bytes written, which comes to the same.
  if (error == EOPNOTSUPP) error = posix_fallocate(descriptor_, 0, static_cast<off_t>(bytes));
  if (error != 0) fail(error);
}

std::size_t TemporaryFile::size() const {
  struct stat info {};
  if (fstat(descriptor_, &info) != 0) fail(errno);
  return static_cast<std::size_t>(info.st_size);
}

void TemporaryFile::sync() {
  if (fsync(descriptor_) != 0) fail(errno);
}

void TemporaryFile::commit(std::size_t expected) {
  sync();
  if (size() != expected) fail(EIO);
  // A network file system may report a failed write only now.
  if (::close(std::exchange(descriptor_, -1)) != 0) fail(errno);
  if (rename(path_.c_str(), final_path_.c_str()) != 0) fail(errno);
  path_.clear();
  sync_folder(final_path_);
}

}  // namespace alongside::record
