// Loaded into a program by LD_PRELOAD: kills it, as kill -9 would, at one of its calls that change files.
//
//   ALONGSIDE_KILL_AT=N     at call number N, counted from 1: half of a write is done first, nothing of any other call
//   ALONGSIDE_COUNT_TO=F    appends a line "NUMBER NAME" to file F at every call, to know what there is to count
//
// Writes to the terminal and to pipes do not count.

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

std::atomic<long> calls{0};

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

using Write = ssize_t(int, const void*, size_t);
using Pwrite = ssize_t(int, const void*, size_t, off_t);

bool is_file(int descriptor) {
  struct stat info {};
  return descriptor > 2 && fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
}

/// Counts a call; true when it is the one to die at.
bool is_last(const char* name) {
  const long number = ++calls;
  if (const char* path = std::getenv("ALONGSIDE_COUNT_TO")) {
    char line[64];
    const int length = std::snprintf(line, sizeof line, "%ld %s\n", number, name);
    const int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    next<Write>("write")(file, line, static_cast<size_t>(length));
    close(file);
  }
  const char* at = std::getenv("ALONGSIDE_KILL_AT");
  return at && number == std::atol(at);
}

[[noreturn]] void die() {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

template <class... A, class R>
R passed(const char* name, R (*)(A...), A... arguments) {
  if (is_last(name)) die();
  return next<R(A...)>(name)(arguments...);
}

ssize_t pwritten(const char* name, int descriptor, const void* bytes, size_t count, off_t at) {
  if (is_file(descriptor) && is_last(name)) {
    next<Pwrite>(name)(descriptor, bytes, count / 2, at);
    die();
  }
  return next<Pwrite>(name)(descriptor, bytes, count, at);
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t count) {
  if (is_file(descriptor) && is_last("write")) {
    next<Write>("write")(descriptor, bytes, count / 2);
    die();
  }
  return next<Write>("write")(descriptor, bytes, count);
}
ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t at) { return pwritten("pwrite", descriptor, bytes, count, at); }
ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t at) { return pwritten("pwrite64", descriptor, bytes, count, at); }
int fsync(int descriptor) { return passed("fsync", fsync, descriptor); }
int ftruncate(int descriptor, off_t length) noexcept { return passed("ftruncate", ftruncate, descriptor, length); }
int ftruncate64(int descriptor, off64_t length) noexcept { return passed("ftruncate64", ftruncate64, descriptor, length); }
int rename(const char* from, const char* to) noexcept { return passed("rename", rename, from, to); }
int unlink(const char* path) noexcept { return passed("unlink", unlink, path); }
int unlinkat(int folder, const char* path, int flags) noexcept { return passed("unlinkat", unlinkat, folder, path, flags); }

}  // extern "C"
