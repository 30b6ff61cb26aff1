#pragma once
// One dataset of a result together with how it is worked out from an arm of a world: stated once, so that the file's
// schema and its numbers cannot part.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sim/record/schema.hpp"
#include "sim/run/study.hpp"
#include "sim/trial/reduce.hpp"

namespace alongside::run {

/// One arm of one world, as outputs see it.
struct ArmView {
  const process::ArmResult& result;
  const double* row;  ///< all cells, for prices
};

/// Fill one arm's part of a dataset, row by row over the axes after arm. Parts start out as missing: NaN or 0, and
/// 255 for bytes.
using FillReal = std::function<void(const ArmView&, std::span<double>)>;
using FillWhole = std::function<void(const ArmView&, std::span<std::int64_t>)>;
using FillByte = std::function<void(const ArmView&, std::span<std::uint8_t>)>;
/// Fills a whole task's (or recorded world's) part with numbers of its trial; whole ones where the dataset is.
using FillTrial = std::function<void(const trial::Reduced&, std::span<double>)>;

struct Output {
  record::DatasetSpec spec;
  std::variant<FillReal, FillWhole, FillByte, FillTrial> fill;
};

/// What a dataset is, for readers.
struct Label {
  std::string path, unit, long_name;
};

/// A dataset [point, draw, replicate, arm, tail...] of real or whole numbers.
Output real_output(const Label& label, std::vector<std::string> tail, FillReal fill);
Output whole_output(const Label& label, std::vector<std::string> tail, FillWhole fill);

/// The outputs of each kind; they hold references to the study.
std::vector<Output> summary_outputs(const Study& study);   ///< /summary
std::vector<Output> follow_up_outputs(const Study& study);  ///< /follow_ups
std::vector<Output> stratum_outputs();                      ///< /summary_by
std::vector<Output> yearly_outputs(const Study& study);     ///< /yearly
std::vector<Output> weekly_outputs(const Study& study);     ///< /weekly, /by_age
std::vector<Output> ledger_outputs(const Study& study);     ///< /ledger but its prices
std::vector<Output> family_outputs(const Study& study);     ///< /families
std::vector<Output> trial_outputs(const Study& study);      ///< /trial
/// Those that the study's record level asks for, in the order of the file.
std::vector<Output> outputs_of(const Study& study);

/// Copies `rows` runs of `years` values to rows of the file, which may have more years.
template <class T>
void copy_rows(const std::vector<T>& from, std::size_t rows, int years, std::span<T> out) {
  const std::size_t n = static_cast<std::size_t>(years), wide = out.size() / rows;
  std::ranges::fill(out, T{});
  for (std::size_t r = 0; r < rows; ++r) std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(r * n), n, out.begin() + static_cast<std::ptrdiff_t>(r * wide));
}

}  // namespace alongside::run
