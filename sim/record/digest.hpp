#pragma once
// SHA-256, for telling whether bytes are still the bytes that were written.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace alongside::record {

using Digest = std::array<std::byte, 32>;

/// The digest as 64 lower-case hexadecimal digits.
std::string to_hex(const Digest& digest);

/// SHA-256 of bytes that come in pieces. One object belongs to one thread at a time.
class Sha256 {
 public:
  Sha256();
  /// Appends bytes to the message.
  void add(std::span<const std::byte> bytes);
  /// Appends a length (8 bytes) and the text, so that two texts in a row cannot be read as two others.
  void add_text(std::string_view text);
  /// Appends one number as 8 little-endian bytes.
  void add_number(std::uint64_t number);
  /// The digest of everything added; the object is used up.
  Digest finish();

 private:
  struct Closer {
    void operator()(void* context) const noexcept;
  };
  std::unique_ptr<void, Closer> context_;
};

/// SHA-256 of bytes in one piece.
Digest sha256(std::span<const std::byte> bytes);

}  // namespace alongside::record
