#pragma once
// How long the economics take on draws of the usual size.

namespace alongside::bench {

/// Seconds of one thread.
struct EconomicsSpeed {
  double cea = 0;    ///< read, analyse and print 10,000 draws of 6 options, curve of 101 thresholds included
  double evppi = 0;  ///< 20 groups of one to eight parameters from 10,000 draws of 3 options at one threshold, errors included
};
EconomicsSpeed time_economics();

}  // namespace alongside::bench
