#pragma once
// Being asked to stop: SIGTERM, SIGINT, SIGUSR1.

namespace alongside::run {

/// From here on the signals only ask to stop; a second SIGINT ends the program at once.
void watch_for_stop();
/// Whether one of the signals has come.
bool stop_asked();

}  // namespace alongside::run
