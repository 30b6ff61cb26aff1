#pragma once
// The draws of a result as tables that other programs of health economics read: a row per draw, a column per option.

#include "analysis/data/table.hpp"
#include "analysis/economics/draws.hpp"

namespace alongside::economics {

/// One table with columns draw, cost_<option>, effect_<option> and every parameter, a row per replicate: what `cea --psa`
/// reads.
data::OutputTable psa_table(const Draws& draws);

/// Costs or effects, a row per draw (mean of its replicates), a column per option: matrices for BCEA (cost, eff), data frames
/// for voi (c, e) and dampack (cost, effectiveness).
data::OutputTable costs_table(const DrawMeans& means);
data::OutputTable effects_table(const DrawMeans& means);
/// Parameters, a row per draw: inputs of voi, parameters of dampack.
data::OutputTable parameters_table(const DrawMeans& means);

}  // namespace alongside::economics
