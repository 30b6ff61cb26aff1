#include "sim/record/payload.hpp"

#include "sim/core/error.hpp"

namespace alongside::record {

void PayloadHash::begin(const std::string& path, Element element, const std::vector<std::size_t>& shape) {
  const auto [at, fresh] = datasets_.try_emplace(path);
  ALONGSIDE_EXPECTS(fresh);
  Sha256& hash = at->second;
  hash.add_text(path);
  hash.add_text(name_of(element));
  hash.add_number(shape.size());
  for (const std::size_t length : shape) hash.add_number(length);
}

void PayloadHash::add(const std::string& path, const Digest& chunk) {
  const auto at = datasets_.find(path);
  ALONGSIDE_EXPECTS(at != datasets_.end());
  at->second.add(chunk);
}

std::string PayloadHash::finish() {
  Sha256 all;
  for (auto& [path, hash] : datasets_) all.add(hash.finish());
  return to_hex(all.finish());
}

Digest values_digest(const Values& values, Element element) {
  const auto* texts = std::get_if<std::vector<std::string>>(&values);
  if (!texts) return sha256(encode(values, element));
  Sha256 hash;
  for (const std::string& text : *texts) hash.add_text(text);
  return hash.finish();
}

}  // namespace alongside::record
