#pragma once
// Datasets of a result as long tables: a column per coordinate, then the values.

#include <cstdio>
#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "sim/record/result.hpp"

namespace alongside::data {

/// Paths of the datasets that a path names: itself, or all in that group with the same axes as its first. Throws
/// DataError, with the nearest path, when there are none.
std::vector<std::string> datasets_under(const record::Result& result, const std::string& path);

/// Writes datasets of the same axes as one CSV table or JSON array of rows; read row block by row block, so that
/// large ones fit. Throws OutputError when `out` cannot be written.
void export_datasets(const record::Result& result, const std::vector<std::string>& paths, Format format, std::FILE* out);

}  // namespace alongside::data
