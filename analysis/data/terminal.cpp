#include "analysis/data/terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace alongside::data {

bool shows_colours() {
  const char* const no = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && !(no && *no) && terminal && std::string_view(terminal) != "dumb";
}

std::string inked(std::string text, Ink ink) {
  if (ink == Ink::plain || text.empty() || !shows_colours()) return text;
  return (ink == Ink::strong ? "\x1b[1m" : "\x1b[2m") + text + "\x1b[0m";
}

}  // namespace alongside::data
