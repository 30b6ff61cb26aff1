#pragma once
// payload_sha: one hash over all that a result says, whatever library versions packed and stored it.
// Results of two machines are compared by it.

#include <map>
#include <string>
#include <vector>

#include "sim/record/digest.hpp"
#include "sim/record/schema.hpp"

namespace alongside::record {

/// SHA-256 over the datasets in order of their paths; of each one the path, type, shape and SHA-256 of the
/// raw chunks in order (of all values where it is not chunked). Datasets may be fed in any order and
/// interleaved, chunks of one dataset only in theirs.
class PayloadHash {
 public:
  /// Starts a dataset. A path twice breaks the contract.
  void begin(const std::string& path, Element element, const std::vector<std::size_t>& shape);
  /// The hash of the dataset's next chunk.
  void add(const std::string& path, const Digest& chunk);
  /// The hash in hexadecimal; used up then.
  std::string finish();

 private:
  std::map<std::string, Sha256, std::less<>> datasets_;
};

/// The hash of a whole dataset's or axis's values: of their bytes, or of the texts, each with its length.
Digest values_digest(const Values& values, Element element);

}  // namespace alongside::record
