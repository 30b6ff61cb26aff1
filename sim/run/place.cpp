#include "sim/run/place.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <sstream>

#include "sim/record/result.hpp"

namespace alongside::run {
namespace fs = std::filesystem;
namespace {

/// The first line in which two texts differ.
std::string first_difference(const std::string& theirs, const std::string& ours) {
  std::istringstream a(theirs), b(ours);
  std::string left, right;
  for (std::size_t line = 1; a || b; ++line) {
    if (!std::getline(a, left)) left.clear();
    if (!std::getline(b, right)) right.clear();
    if (left != right) return fmt::format("scenario line {}: \"{}\" there, \"{}\" here", line, left, right);
  }
  return "";
}

std::string shown(const record::AttributeValue* value) {
  if (!value) return "nothing";
  if (const auto* text = std::get_if<std::string>(value)) return text->empty() ? "nothing" : *text;
  if (const auto* whole = std::get_if<std::int64_t>(value)) return fmt::format("{}", *whole);
  return "another value";
}

std::string differences(const record::Attributes& theirs, const record::Attributes& ours) {
  std::string text;
  const auto add = [&](const std::string& one) { text += (text.empty() || one.empty() ? "" : "; ") + one; };
  for (const auto& [name, value] : ours) {
    const record::AttributeValue* other = record::find_attribute(theirs, name);
    if (name == "plan_identity" || name == "scenario_sha" || (other && *other == value)) continue;
    if (name == "scenario") add(first_difference(other ? std::get<std::string>(*other) : "", std::get<std::string>(value)));
    else add(fmt::format("{}: {} there, {} here", name, shown(other), shown(&value)));
  }
  return text;
}

}  // namespace

Existing look_at(const std::string& path, const Plan& plan) {
  if (!fs::exists(path)) return {};
  const record::Result result = record::Result::open(path);
  if (result.text("plan_identity") == plan.identity())
    return {Found::same_plan, "", result.has("/failed_reason") ? result.dataset("/failed_reason").shape.at(0) : 0};
  return {Found::other_plan, differences(result.attributes(), plan.layout.schema().attributes()), 0};
}

std::string parts_of(const std::string& path) { return path + ".parts"; }

std::string provenance_of(const std::string& path) {
  return (path.ends_with(".h5") ? path.substr(0, path.size() - 3) : path) + ".run.json";
}

std::string move_aside(const std::string& path) {
  std::string to = path + ".old";
  for (int n = 2; fs::exists(to); ++n) to = fmt::format("{}.old.{}", path, n);
  std::error_code error;
  fs::rename(path, to, error);
  if (error) throw OutputError(fmt::format("{}: cannot be moved to {} ({}) move it yourself", path, to, error.message()));
  return to;
}

void remove_stale_temporaries(const std::string& path) {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) return;
  const std::string folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path().string() : ".";
  const std::string mark = fmt::format(".tmp-{}-", host.data()), start = fs::path(path).filename();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename();
    const std::size_t at = name.find(mark);
    if (at == std::string::npos || !name.starts_with(start)) continue;
    long long process = 0;
    const char* number = name.data() + at + mark.size();
    if (std::from_chars(number, name.data() + name.size(), process).ec != std::errc{} || process <= 0) continue;
    if (kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH) fs::remove(entry.path(), error);
  }
}

}  // namespace alongside::run
