#pragma once
// The catalogue of the whole model.

#include "sim/process/process.hpp"

namespace alongside::process {
/// Everything the model declares: the parts of the world, what processes share, then the processes of the week.
declare::Catalogue model_catalogue();
/// The same with another list of processes; tests add inert ones.
declare::Catalogue model_catalogue(std::span<const Process* const> processes);
}  // namespace alongside::process
