#pragma once
// Colour on a terminal, and only there.

#include <string>

namespace alongside::data {

enum class Ink { plain, strong, faint };

/// Whether standard output is a terminal that shows colours: a tty, TERM not "dumb", and NO_COLOR (no-color.org) not set.
bool shows_colours();

/// Text in an ink, as a terminal is told; the text alone where it does not show colours.
std::string inked(std::string text, Ink ink);

}  // namespace alongside::data
