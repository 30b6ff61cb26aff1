#pragma once
// Loops that run on several threads.

#include <tbb/parallel_for.h>
#include <tbb/task_group.h>

namespace alongside::core {

/// tbb::parallel_for for a loop that may run inside another one. It is finished even when the outer one is given up because of
/// an exception elsewhere: oneTBB would otherwise leave it without a word, and its caller would read results that nobody made.
template <class... Arguments>
void parallel_for(const Arguments&... arguments) {
  tbb::task_group_context own(tbb::task_group_context::isolated);
  tbb::parallel_for(arguments..., own);
}

}  // namespace alongside::core
