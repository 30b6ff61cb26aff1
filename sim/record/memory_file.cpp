#include "sim/record/memory_file.hpp"

#include <cstdint>
#include <cstring>
#include <new>

#include "sim/core/error.hpp"
#include "sim/record/result_writer.hpp"

namespace alongside::record {
namespace {

// HDF5 asks for its memory here. Nothing may be thrown through C.
void* resize(void*, std::size_t size, H5FD_file_image_op_t, void* user) {
  auto& bytes = *static_cast<std::vector<std::byte>*>(user);
  try {
    bytes.resize(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
  return bytes.data();
}

void* allocate(std::size_t size, H5FD_file_image_op_t operation, void* user) {
  return resize(nullptr, size, operation, user);
}

void* copy(void* to, const void* from, std::size_t size, H5FD_file_image_op_t, void*) {
  return std::memcpy(to, from, size);
}

// The bytes stay when the file is closed: that is what all this is for.
herr_t keep(void*, H5FD_file_image_op_t, void*) { return 0; }
void* same(void* user) { return user; }
herr_t keep_user(void*) { return 0; }

h5::File create(std::vector<std::byte>& bytes) {
  constexpr std::size_t step = 1 << 20;
  const h5::Properties access(H5Pcreate(H5P_FILE_ACCESS), "make properties");
  fix_format(access);
  h5::check(H5Pset_fapl_core(access, step, false), "make a file in memory");
  H5FD_file_image_callbacks_t callbacks{allocate, copy, resize, keep, same, keep_user, &bytes};
  h5::check(H5Pset_file_image_callbacks(access, &callbacks), "make a file in memory");
  return h5::File(H5Fcreate("result in memory", H5F_ACC_TRUNC, creation_properties(), access),
                  "make a file in memory");
}

}  // namespace

MemoryFile::MemoryFile(std::size_t expected) {
  bytes_.reserve(expected);
  file_ = create(bytes_);
}

std::vector<std::byte> MemoryFile::close() {
  // Where the first block of the 1.8 format holds the end of the file. Memory was taken in steps, so that
  // what follows is unused.
  constexpr std::size_t version_at = 8;
  constexpr std::size_t end_at = 28;
  file_.finish("close a file");
  std::uint64_t end = 0;
  ALONGSIDE_EXPECTS(bytes_.size() > end_at + sizeof(end) && bytes_[version_at] == std::byte{2});
  std::memcpy(&end, bytes_.data() + end_at, sizeof(end));
  ALONGSIDE_EXPECTS(end <= bytes_.size());
  bytes_.resize(end);
  return std::move(bytes_);
}

}  // namespace alongside::record
