#include "sim/run/stop.hpp"

#include <csignal>
#include <atomic>

namespace alongside::run {
namespace {

// A signal handler can reach nothing else.
std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void ask(int signal) {
  asked.store(true, std::memory_order_relaxed);
  if (signal == SIGINT) std::signal(SIGINT, SIG_DFL);
}

}  // namespace

void watch_for_stop() {
  struct sigaction action {};
  action.sa_handler = ask;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) sigaction(signal, &action, nullptr);
}

bool stop_asked() { return asked.load(std::memory_order_relaxed); }

}  // namespace alongside::run
