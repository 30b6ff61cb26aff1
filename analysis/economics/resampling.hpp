#pragma once
// Random words for resampling in analysis: fixed seed in, the same numbers out on every machine.

#include <cstdint>
#include <random>

namespace alongside::economics {

/// A stream of random words with our own transforms, since std:: distributions differ between libraries.
class Words {
 public:
  explicit Words(std::uint64_t seed) : engine_(seed) {}
  /// A whole number in [0, n), n > 0, by multiply and shift (Lemire 2019; bias below n / 2^64).
  std::size_t below(std::size_t n) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::size_t>((static_cast<Wide>(engine_()) * n) >> 64);
  }
  /// A number in (0, 1), both ends excluded, on a grid of 2^-53.
  double uniform() { return (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53; }
  /// A standard normal number (Box & Muller 1958).
  double normal();

 private:
  std::mt19937_64 engine_;
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace alongside::economics
