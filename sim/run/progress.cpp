#include "sim/run/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmath>

namespace alongside::run {

namespace {

/// Columns of the terminal; 80 where it does not say.
std::size_t columns_of(std::FILE* out) {
  winsize size{};
  return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

}  // namespace

std::string duration(double seconds) {
  const auto whole = static_cast<long long>(std::ceil(seconds));
  if (whole < 120) return fmt::format("{} s", whole);
  if (whole < 7200) return fmt::format("{} min", (whole + 59) / 60);
  if (whole < 48 * 3600) return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
  return fmt::format("{} days", whole / 86400);
}

Progress::Progress(double total, double done, std::FILE* out)
    : total_(total), done_(done), before_(done), out_(out), terminal_(isatty(fileno(out)) == 1), step_(static_cast<int>(20 * done / total)) {}

Progress::~Progress() {
  if (terminal_ && shown_ != start_) fmt::print(out_, "\n");
}

void Progress::add(double family_weeks) {
  const std::lock_guard lock(mutex_);
  done_ += family_weeks;
  const Clock::time_point now = Clock::now();
  if (terminal_) {
    if (now - shown_ < std::chrono::milliseconds(200) && done_ < total_) return;
    shown_ = now;
    return show();
  }
  const int step = static_cast<int>(20 * done_ / total_ + 1e-9);
  if (step == step_) return;
  step_ = step;
  show();
}

void Progress::show() {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const double rate = (done_ - before_) / std::max(seconds, 1e-9);
  const std::string text = fmt::format("{:3.0f}%  {:.1f} million family-weeks/s, {} left", std::floor(100 * done_ / total_ + 1e-9), rate / 1e6, duration((total_ - done_) / std::max(rate, 1.0)));
  // A line that wraps could not be written over; what is left of a longer one is erased.
  if (terminal_) fmt::print(out_, "\r{}\x1b[K", text.substr(0, columns_of(out_) - 1));
  else fmt::print(out_, "alongside: {}\n", text);
  std::fflush(out_);
}

}  // namespace alongside::run
