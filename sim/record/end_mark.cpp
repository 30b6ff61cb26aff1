#include "sim/record/end_mark.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include "sim/core/error.hpp"

namespace alongside::record {
namespace {

constexpr std::array<char, 8> hdf5_magic{'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};

[[noreturn]] void refuse(const std::string& path, std::string_view problem) {
  throw DataError(fmt::format("{}: {}", path, problem));
}

EndMark sealed(std::uint64_t length, std::uint32_t checksum) {
  EndMark mark;
  mark.length = length;
  mark.checksum = checksum;
  mark.own = libdeflate_crc32(0, &mark, offsetof(EndMark, own));
  return mark;
}

std::ifstream open(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) refuse(path, "a folder (a result is one file) give the .h5 file");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(path, fmt::format("cannot be read ({}) check the path", std::strerror(errno)));
  return file;
}

// CRC-32 of the next `length` bytes; stops at the end of the file.
std::uint32_t checksum(std::ifstream& file, std::uint64_t length) {
  constexpr std::uint64_t block = 1 << 20;
  std::vector<char> buffer(block);
  std::uint32_t sum = 0;
  while (length > 0 && file) {
    file.read(buffer.data(), static_cast<std::streamsize>(std::min(block, length)));
    const auto count = static_cast<std::size_t>(file.gcount());
    sum = libdeflate_crc32(sum, buffer.data(), count);
    length -= count;
  }
  return sum;
}

}  // namespace

EndMark end_mark(std::span<const std::byte> bytes) {
  return sealed(bytes.size(), libdeflate_crc32(0, bytes.data(), bytes.size()));
}

EndMark end_mark_of_file(const std::string& path) {
  std::ifstream file = open(path);
  const std::uint64_t length = std::filesystem::file_size(path);
  return sealed(length, checksum(file, length));
}

void check_end_mark(const std::string& path) {
  std::ifstream file = open(path);
  std::array<char, 8> first{};
  file.read(first.data(), first.size());
  if (file.gcount() == 0) refuse(path, "not a result of alongside (it is empty) give the .h5 file of a run");
  if (!std::equal(first.begin(), first.begin() + file.gcount(), hdf5_magic.begin())) {
    refuse(path, "not a result of alongside (it is no HDF5 file) give the .h5 file of a run");
  }
  file.clear();
  const std::uint64_t size = std::filesystem::file_size(path);
  EndMark mark;
  const EndMark expected;
  if (size >= sizeof(mark)) {
    file.seekg(static_cast<std::streamoff>(size - sizeof(mark)));
    file.read(reinterpret_cast<char*>(&mark), sizeof(mark));
  }
  if (size < sizeof(mark) || mark.magic != expected.magic) {
    refuse(path, "not a whole result of alongside (its end mark is missing: it is truncated, was changed by "
                 "another program, or is another kind of HDF5 file) make it again with alongside run");
  }
  file.seekg(0);
  const bool fits = mark.length == size - sizeof(mark) && mark.own == sealed(mark.length, mark.checksum).own;
  if (!fits || checksum(file, mark.length) != mark.checksum) {
    refuse(path, "damaged (its checksum does not match) make it again with alongside run");
  }
}

}  // namespace alongside::record
