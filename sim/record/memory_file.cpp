#include "sim/record/memory_file.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <utility>

#include "sim/core/error.hpp"
#include "sim/record/result_writer.hpp"

namespace alongside::record {
namespace {

// HDF5 asks for its memory here. Nothing may be thrown through C.
void* resize(void*, std::size_t size, H5FD_file_image_op_t, void* user) {
  auto& pages = *static_cast<Pages*>(user);
  try {
    pages.resize(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
  return pages.data();
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

// For reading, every copy that HDF5 wants of the bytes is the bytes themselves.
void* the_bytes(std::size_t, H5FD_file_image_op_t, void* user) { return user; }
void* no_copy(void* to, const void*, std::size_t, H5FD_file_image_op_t, void*) { return to; }
void* no_resize(void*, std::size_t, H5FD_file_image_op_t, void*) { return nullptr; }

// HDF5 looks for a file of the name on the disk, and tells files in memory apart by it: so no path that can be, and none that
// two open ones share.
std::string name_of(const void* memory) { return fmt::format("/dev/null/{}", memory); }

h5::File create(Pages& pages) {
  constexpr std::size_t step = 1 << 20;
  const h5::Properties access(H5Pcreate(H5P_FILE_ACCESS), "make properties");
  fix_format(access);
  h5::check(H5Pset_fapl_core(access, step, false), "make a file in memory");
  H5FD_file_image_callbacks_t callbacks{allocate, copy, resize, keep, same, keep_user, &pages};
  h5::check(H5Pset_file_image_callbacks(access, &callbacks), "make a file in memory");
  return h5::File(H5Fcreate(name_of(&pages).c_str(), H5F_ACC_TRUNC, creation_properties(), access),
                  "make a file in memory");
}

}  // namespace

Pages::Pages(Pages&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)), reserved_(std::exchange(other.reserved_, 0)) {}

Pages& Pages::operator=(Pages&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(reserved_, other.reserved_);
  return *this;
}

Pages::~Pages() {
  if (data_) munmap(data_, reserved_);
}

void Pages::reserve(std::size_t bytes) {
  constexpr std::size_t huge_page = std::size_t{2} << 20;
  if (bytes <= reserved_) return;
  const std::size_t wanted = (bytes + huge_page - 1) / huge_page * huge_page;
  void* at = data_ ? mremap(data_, reserved_, wanted, MREMAP_MAYMOVE)
                   : mmap(nullptr, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<std::byte*>(at);
  reserved_ = wanted;
  // Only advice: where the system has none to give, nothing but speed is lost.
  madvise(data_, reserved_, MADV_HUGEPAGE);
}

void Pages::resize(std::size_t bytes) {
  if (bytes > reserved_) reserve(std::max(bytes, reserved_ * 2));
  // What is given up must be zero when it is taken again.
  if (bytes < size_) std::memset(data_ + bytes, 0, size_ - bytes);
  size_ = bytes;
}

MemoryFile::MemoryFile(std::size_t expected) {
  pages_.reserve(expected);
  file_ = create(pages_);
}

Pages MemoryFile::close() {
  // Where the first block of the 1.8 format holds the end of the file. Memory was taken in steps, so that
  // what follows is unused.
  constexpr std::size_t version_at = 8;
  constexpr std::size_t end_at = 28;
  file_.finish("close a file");
  std::uint64_t end = 0;
  ALONGSIDE_EXPECTS(pages_.size() > end_at + sizeof(end) && pages_.data()[version_at] == std::byte{2});
  std::memcpy(&end, pages_.data() + end_at, sizeof(end));
  ALONGSIDE_EXPECTS(end <= pages_.size());
  pages_.resize(end);
  return std::move(pages_);
}

h5::File open_image(std::span<const std::byte> image) {
  const h5::Properties access(H5Pcreate(H5P_FILE_ACCESS), "make properties");
  fix_format(access);
  h5::check(H5Pset_fapl_core(access, 0, false), "open a file in memory");
  // HDF5 asks for memory that it may write to, and does not in a file opened for reading.
  void* bytes = const_cast<std::byte*>(image.data());
  H5FD_file_image_callbacks_t callbacks{the_bytes, no_copy, no_resize, keep, same, keep_user, bytes};
  h5::check(H5Pset_file_image_callbacks(access, &callbacks), "open a file in memory");
  h5::check(H5Pset_file_image(access, bytes, image.size()), "open a file in memory");
  return h5::File(H5Fopen(name_of(bytes).c_str(), H5F_ACC_RDONLY, access), "open a file in memory");
}

}  // namespace alongside::record
