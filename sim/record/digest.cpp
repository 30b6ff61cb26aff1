#include "sim/record/digest.hpp"

#include <openssl/evp.h>

#include <bit>

#include "sim/core/error.hpp"

namespace alongside::record {

// Numbers go into digests and files as they lie in memory.
static_assert(std::endian::native == std::endian::little, "results are little-endian");

namespace {

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

std::string to_hex(const Digest& digest) {
  std::string hex;
  for (const std::byte byte : digest) hex += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
  return hex;
}

void Sha256::Closer::operator()(void* context) const noexcept { EVP_MD_CTX_free(as_context(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(as_context(context_.get()), EVP_sha256(), nullptr) != 1) {
    throw InternalError("SHA-256 is not available (the cryptography library refuses it)");
  }
}

void Sha256::add(std::span<const std::byte> bytes) {
  if (EVP_DigestUpdate(as_context(context_.get()), bytes.data(), bytes.size()) != 1) {
    throw InternalError("SHA-256 failed (digest already finished)");
  }
}

void Sha256::add_text(std::string_view text) {
  add_number(text.size());
  add(std::as_bytes(std::span(text)));
}

void Sha256::add_number(std::uint64_t number) { add(std::as_bytes(std::span(&number, 1))); }

Digest Sha256::finish() {
  Digest digest{};
  unsigned length = 0;
  auto* out = reinterpret_cast<unsigned char*>(digest.data());
  if (EVP_DigestFinal_ex(as_context(context_.get()), out, &length) != 1 || length != digest.size()) {
    throw InternalError("SHA-256 failed (digest already finished)");
  }
  return digest;
}

Digest sha256(std::span<const std::byte> bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.finish();
}

}  // namespace alongside::record
