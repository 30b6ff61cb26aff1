#include "cli/calibrate_simulator.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>

#include "revision.hpp"
#include "sim/core/names.hpp"
#include "sim/core/numeric.hpp"
#include "sim/record/digest.hpp"
#include "sim/sampling/uncertainty.hpp"

namespace alongside::cli {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using explore::Point;

/// Parameters by which settings differ: not fitted, but part of how far a trial may lie from the model.
constexpr std::string_view settings[] = {"symptoms.setting", "feeding.setting"};
constexpr double half_width = 1.959963984540054;

double natural(const declare::Parameter& p, double z) { return sampling::quantile(p, p.spread, std::clamp(core::normal_cdf64(z), 1e-12, 1 - 1e-12)); }

/// Standard deviation of a setting parameter.
double setting_sd(const declare::Parameter& p) { return (p.spread.high - p.spread.low) / (2 * half_width); }

double on_scale(const Observed& row, double value) { return row.on_log_scale() ? std::log(value) : value; }

std::string key_of(char stage, std::uint32_t first_world, const Point& at) {
  const auto bytes = std::as_bytes(std::span(at.data(), static_cast<std::size_t>(at.size())));
  return fmt::format("{}{}:{}", stage, first_world, record::to_hex(record::sha256(bytes)));
}

}  // namespace

Memory::Memory(std::string path, const std::string& plan) : path_(std::move(path)) {
  const std::string head = "evaluations " + plan;
  std::ifstream in(path_);
  std::string line;
  if (in && std::getline(in, line) && line == head) {
    // A line that a stopped run left unfinished has no end mark.
    while (std::getline(in, line)) {
      std::istringstream words(line);
      std::string key, word;
      std::vector<double> values;
      words >> key;
      while (words >> word && word != ".") values.push_back(std::strtod(word.c_str(), nullptr));
      if (word == ".") known_[key] = values;
    }
  }
  in.close();
  if (!known_.empty()) return;
  std::ofstream out(path_);
  if (!(out << head << "\n") || !out.flush()) throw OutputError(fmt::format("{} cannot be written (evaluations are kept there) choose another --outfile", path_));
}

const std::vector<double>* Memory::find(const std::string& key) const {
  const auto found = known_.find(key);
  return found == known_.end() ? nullptr : &found->second;
}

void Memory::keep(const std::string& key, const std::vector<double>& values) {
  known_[key] = values;
  std::string line = "\n" + key;
  for (const double v : values) {
    char text[40];
    std::snprintf(text, sizeof text, " %a", v);
    line += text;
  }
  std::ofstream out(path_, std::ios::app);
  if (!(out << line << " .\n") || !out.flush()) throw OutputError(fmt::format("{} cannot be written (is the disk full?) make room and run again", path_));
}

void Memory::forget() {
  std::error_code error;
  std::filesystem::remove(path_, error);
}

CalibrationModel::CalibrationModel(const declare::Catalogue& catalogue, const std::string& file, const CalibrationSize& size, const std::string& memory) : catalogue_(catalogue), size_(size) {
  scenario::Issues issues;
  ObservedFile read = read_observed(file, issues);
  issues.throw_if_any();
  for (Observed& row : read.rows)
    if (row.direction == 0 && (row.fit || !row.sets.empty())) rows_.push_back(std::move(row));
  choose(read.calibrate, issues);
  studies_ = observed_studies(catalogue, rows_, {size.replicates, 0, "", size.families}, issues);
  issues.throw_if_any();
  small_studies_ = observed_studies(catalogue, rows_, {1, 0, "", size.families / 4}, issues);
  std::vector<double> values;
  for (std::size_t s = 0; s < studies_.size(); ++s)
    for (std::size_t r = 0; r < studies_[s].rows().size(); ++r) {
      if (studies_[s].is_control(r)) continue;
      places_.push_back({s, r});
      values.push_back(on_scale(*studies_[s].rows()[r], studies_[s].rows()[r]->value));
    }
  targets_ = Eigen::Map<VectorXd>(values.data(), static_cast<Index>(values.size()));
  memory_ = std::make_unique<Memory>(memory, plan_identity(file));
}

void CalibrationModel::choose(const CalibrateSection& section, scenario::Issues& issues) {
  for (const auto& [name, place] : section.parameters) {
    const declare::Parameter* p = catalogue_.find_parameter(name);
    std::vector<std::string> names;
    for (const declare::Parameter* one : catalogue_.parameters()) names.emplace_back(one->name);
    const std::string near = p ? "" : nearest_name(name, names);
    if (!p) issues.add(place, fmt::format("unknown parameter \"{}\" (nothing could be fitted) {}", name, did_you_mean(near, "see alongside describe parameters")));
    else if (p->spread.shape == declare::Shape::none) issues.add(place, fmt::format("{} has no declared spread (which is the prior) fit another", name));
    else if (std::find(parameters_.begin(), parameters_.end(), p) != parameters_.end()) issues.add(place, fmt::format("{} stands twice (it would be fitted twice) delete one", name));
    else parameters_.push_back(p), names_.emplace_back(name);
  }
  if (section.parameters.empty()) issues.add({rows_.empty() ? "" : rows_[0].file, 0, 0}, "there are no parameters to fit (the section [calibrate] names them) add [calibrate] and parameters = [\"name\", ..]");
}

std::string CalibrationModel::plan_identity(const std::string& file) const {
  record::Sha256 hash;
  std::ifstream in(file, std::ios::binary);
  hash.add_text(std::string(std::istreambuf_iterator<char>(in), {}));
  hash.add_text(program_revision);
  hash.add_number(size_.replicates);
  hash.add_number(static_cast<std::uint64_t>(size_.families * 1e6));
  for (const ObservedStudy& study : studies_) hash.add_text(study.study().scenario().resolved);
  return record::to_hex(hash.finish());
}

VectorXd CalibrationModel::answer(const std::vector<ObservedStudy>& studies, std::size_t s, const Point& at, WorldRange worlds, const Nudge& nudge) const {
  const ObservedStudy& study = studies[s];
  ArmRows arms = study.base();
  for (std::size_t p = 0; p < parameters_.size(); ++p) study.change(arms, *parameters_[p], natural(*parameters_[p], at[static_cast<Index>(p)]));
  if (nudge.parameter) study.change(arms, *nudge.parameter, nudge.value);
  std::vector<double> shifts;
  if (nudge.control_shift != 0 && nudge.study == s) {
    shifts.assign(study.controls(), 0.0);
    shifts[nudge.control] = nudge.control_shift;
  }
  const std::optional<StudyAnswer> answer = study.simulate_possible(std::move(arms), worlds, shifts);
  VectorXd all = VectorXd::Zero(targets_.size());
  for (std::size_t t = 0; t < places_.size(); ++t) {
    if (places_[t].study != s) continue;
    const std::size_t row = places_[t].row;
    all[static_cast<Index>(t)] = answer ? on_scale(*studies_[s].rows()[row], answer->rows[row].value) : std::numeric_limits<double>::quiet_NaN();
  }
  return all;
}

MatrixXd CalibrationModel::simulate(const std::vector<ObservedStudy>& studies, const std::vector<Task>& tasks) {
  // Batches small enough that a stopped run loses little.
  constexpr std::size_t batch = 16;
  const char stage = &studies == &studies_ ? 'r' : 's';
  MatrixXd rows(static_cast<Index>(tasks.size()), targets_.size());
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (const std::vector<double>* known = memory_->find(key_of(stage, tasks[i].worlds.first, tasks[i].at))) rows.row(static_cast<Index>(i)) = Eigen::Map<const Eigen::RowVectorXd>(known->data(), targets_.size());
    else missing.push_back(i);
  }
  for (std::size_t first = 0; first < missing.size(); first += batch) {
    const std::size_t count = std::min(batch, missing.size() - first);
    std::vector<std::vector<VectorXd>> found(count, std::vector<VectorXd>(studies.size()));
    tbb::parallel_for(std::size_t{0}, count * studies.size(), [&](std::size_t part) {
      const std::size_t i = part / studies.size(), s = part % studies.size();
      const Task& task = tasks[missing[first + i]];
      found[i][s] = answer(studies, s, task.at, task.worlds, {});
    });
    for (std::size_t i = 0; i < count; ++i) {
      VectorXd all = VectorXd::Zero(targets_.size());
      for (const VectorXd& one : found[i]) all += one;
      const Task& task = tasks[missing[first + i]];
      rows.row(static_cast<Index>(missing[first + i])) = all;
      memory_->keep(key_of(stage, task.worlds.first, task.at), {all.data(), all.data() + all.size()});
    }
  }
  return rows;
}

/// Sampling error and discrepancy on the diagonal; what settings and control arms may be off by moves all rows of a study together.
MatrixXd CalibrationModel::covariance(const Point& at) {
  MatrixXd covariance = MatrixXd::Zero(targets_.size(), targets_.size());
  for (std::size_t t = 0; t < places_.size(); ++t) {
    const Observed& row = *studies_[places_[t].study].rows()[places_[t].row];
    covariance(static_cast<Index>(t), static_cast<Index>(t)) = row.se * row.se + row.discrepancy * row.discrepancy;
  }
  add_nudges(covariance, at);
  return covariance;
}

void CalibrationModel::add_nudges(MatrixXd& covariance, const Point& at) const {
  std::vector<Nudge> nudges;
  for (std::size_t s = 0; s < studies_.size(); ++s) {
    for (const std::string_view name : settings)
      if (const declare::Parameter* p = catalogue_.find_parameter(name)) nudges.push_back({p, setting_sd(*p), s, 0, 0});
    for (std::size_t c = 0; c < studies_[s].controls(); ++c) nudges.push_back({nullptr, 0, s, c, 1});
  }
  std::vector<VectorXd> moves(nudges.size());
  tbb::parallel_for(std::size_t{0}, nudges.size(), [&](std::size_t n) {
    Nudge up = nudges[n], down = nudges[n];
    if (up.parameter) up.value = up.parameter->value + nudges[n].value, down.value = up.parameter->value - nudges[n].value;
    down.control_shift = -down.control_shift;
    moves[n] = 0.5 * (answer(studies_, up.study, at, {}, up) - answer(studies_, down.study, at, {}, down));
  });
  for (const VectorXd& move : moves)
    if (move.allFinite()) covariance += move * move.transpose();
}

explore::Simulator CalibrationModel::simulator() {
  return {[this](const Point& at) -> VectorXd { return simulate(small_studies_, {{at, {}}}).row(0); },
          [this](const std::vector<Point>& points, std::uint32_t first) {
            std::vector<Task> tasks;
            for (std::size_t i = 0; i < points.size(); ++i) tasks.push_back({points[i], {size_.replicates, (first + static_cast<std::uint32_t>(i)) * size_.replicates}});
            return simulate(studies_, tasks);
          },
          [this](const Point& at) { return covariance(at); }};
}

explore::CalibrationDescription CalibrationModel::description() const {
  explore::CalibrationDescription description;
  for (const declare::Parameter* p : parameters_)
    description.parameters.push_back({std::string(p->name), p->value, [p](double z) { return natural(*p, z); }});
  for (const Place& place : places_) {
    const Observed& row = *studies_[place.study].rows()[place.row];
    description.targets.push_back({row.id, studies_[place.study].name(), what_of(row), on_scale(row, row.value), std::sqrt(row.se * row.se + row.discrepancy * row.discrepancy), row.on_log_scale() ? " (log)" : ""});
  }
  return description;
}

}  // namespace alongside::cli
