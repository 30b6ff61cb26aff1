#pragma once
// A process of the benchmark's own: it stands after matching, counts the blocks that pass, weighs the run at its
// end, and can write the world down in the week of enrolment. It changes nothing.

#include <cstdint>
#include <string>
#include <vector>

#include "sim/process/process.hpp"

namespace alongside::bench {

/// What a probe has seen of its last run.
struct Seen {
  std::int64_t blocks = 0, supported_blocks = 0;  ///< block-weeks; those with a supported family
  std::int64_t supported = 0;                     ///< family-weeks in support
  double bytes_per_family = 0;                    ///< of the running world, its results apart
  double seconds = 0;                             ///< of the weeks from enrolment on, matching of the first week apart
};

/// Hands a place for what is seen, and a folder to write to (or none), to the probe's step, without a global.
class Probe {
 public:
  Probe();
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  /// The model's week with this probe in it.
  std::vector<const process::Process*> week() const;

  Seen seen;
  std::string folder;

 private:
  struct Part : declare::Declarations {
    Probe* probe = nullptr;
  };
  static std::unique_ptr<process::Step> bind(const process::Binding& binding);
  Part part_;
  process::Process process_;
};

/// Writes the columns, the network, the schedule and all parameters for family_week.py.
void write_down(const std::string& folder, const process::Binding& binding, const process::Run& run);

}  // namespace alongside::bench
