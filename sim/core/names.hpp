#pragma once
// Nearest names, for "did you mean".

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alongside {

/// Number of single-letter edits (insert, delete, change, swap of neighbours) from one word to the other.
int edit_distance(std::string_view a, std::string_view b);

/// The nearest of `names` if it is near enough to be meant (a third of the word's length, at least 2), else "".
std::string nearest_name(std::string_view word, std::span<const std::string> names);

/// The remedy of a message about an unknown name: the question whether `near` was meant, or `otherwise` where nothing is near.
std::string did_you_mean(std::string_view near, std::string_view otherwise);

}  // namespace alongside
