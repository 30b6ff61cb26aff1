// A scenario file, on top of its base.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "sim/scenario/draft.hpp"
#include "sim/scenario/guard.hpp"

namespace alongside::scenario {
namespace {
namespace fs = std::filesystem;

constexpr std::size_t max_chain = 16;
constexpr std::int64_t format_version = 1;
constexpr std::size_t max_arm_name = 80;

const std::vector<std::string>& reserved_names() {
  static const std::vector<std::string> names{"format", "base", "name", "text", "seed", "replicates", "record",
                                              "record_families", "common", "arm", "sweep", "uncertainty"};
  return names;
}

struct File {
  std::string path;
  Node root;
};

void check_format(const File& file, Issues& issues) {
  const Entry* format = file.root.find("format");
  if (!format)
    issues.add({file.path, 1, 1}, fmt::format("format is missing (a later version may read a file another way) add the line: format = {}", format_version));
  else if (format->value.type != Type::integer || format->value.integer != format_version)
    issues.add(format->value.place, fmt::format("this format is not known (this program reads format {}) write format = {}, or use a newer program",
                                                format_version, format_version));
}

/// The path of the base as the file's folder sees it; "" when there is none.
std::string base_path(const File& file, Place& blame, Issues& issues) {
  const Entry* base = file.root.find("base");
  if (!base) return "";
  blame = base->value.place;
  if (base->value.type != Type::text || base->value.text.empty() || base->value.text.find('\0') != std::string::npos) {
    issues.add(blame, "base is no file name (the values of that file are read first) write base = \"file.toml\"");
    return "";
  }
  return (fs::path(file.path).parent_path() / fs::path(base->value.text)).lexically_normal().string();
}

std::string identity(const std::string& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path : canonical.string();
}

/// The file and its bases, the file first. A broken link ends the chain after noting why.
std::vector<File> read_chain(const std::string& first, Draft& draft, Issues& issues) {
  std::vector<File> chain;
  draft.incomplete = true;  // until the end of the chain is reached
  std::vector<std::string> seen;
  std::string path = first;
  Place blame{first, 0, 0};
  while (!path.empty()) {
    const std::string self = identity(path);
    if (std::find(seen.begin(), seen.end(), self) != seen.end()) {
      issues.add(blame, fmt::format("base \"{}\" leads back to itself (values would be read for ever) name another base", path));
      return chain;
    }
    if (chain.size() == max_chain) {
      issues.add(blame, fmt::format("the chain of bases is longer than {} files (nobody could follow it) merge some", max_chain));
      return chain;
    }
    seen.push_back(self);
    const auto text = read_text(path, max_file_bytes, blame, issues);
    if (!text) return chain;
    auto root = parse_document(*text, path, issues);
    if (!root) return chain;
    chain.push_back({path, std::move(*root)});
    path = base_path(chain.back(), blame, issues);
  }
  draft.incomplete = false;
  return chain;
}

ArmDraft read_arm(const Node& node, Context context) {
  ArmDraft arm;
  arm.place = node.place;
  if (node.type != Type::table) {
    context.issues.add(node.place, fmt::format("an arm is {} (it is a table) write [[arm]] and name = \"...\" below it", label(node.type)));
    return arm;
  }
  std::vector<const Entry*> parameters;
  bool named = false;
  for (const Entry& entry : node.entries) {
    if (entry.key != "name" && entry.key != "text") {
      parameters.push_back(&entry);
      continue;
    }
    named = named || entry.key == "name";
    std::string& target = entry.key == "name" ? arm.name : arm.text;
    if (entry.value.type != Type::text)
      context.issues.add(entry.value.place, fmt::format("the {} of an arm is {} (it is text) put it in quotes", entry.key, label(entry.value.type)));
    else target = entry.value.text;
    if (entry.key == "name") arm.place = entry.value.place;
  }
  const bool unseen = std::any_of(arm.name.begin(), arm.name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  if (!named) context.issues.add(arm.place, "this arm has no name (results are told apart by it) add name = \"...\"");
  else if (arm.name.empty()) context.issues.add(arm.place, "this arm's name is empty (results are told apart by it) name it");
  else if (arm.name.size() > max_arm_name)
    context.issues.add(arm.place, fmt::format("this arm's name is longer than {} bytes (it heads columns of tables) shorten it; text = \"...\" has room", max_arm_name));
  else if (unseen) context.issues.add(arm.place, "this arm's name holds a control character (it heads columns of tables) delete it");
  read_values(parameters, "", Where::in_arm, {"name", "text"}, arm.values, context);
  return arm;
}

void read_arms(const Entry& entry, Draft& draft, Context context) {
  draft.arms.clear();  // the base's arms go when a file has its own
  draft.arms_place = entry.place;
  draft.arms_unread = true;
  if (entry.value.type != Type::array)
    return context.issues.add(entry.place, fmt::format("arm is {} (a scenario has a list of arms) write [[arm]] with two brackets", label(entry.value.type)));
  if (entry.value.items.size() > max_arms)
    return context.issues.add(entry.place, fmt::format("there are {} arms (the limit is {}) use [sweep] for many values of one thing",
                                                       entry.value.items.size(), max_arms));
  draft.arms_unread = false;
  for (const Node& item : entry.value.items) draft.arms.push_back(read_arm(item, context));
}

void read_file(const File& file, Draft& draft, Context context) {
  check_format(file, context.issues);
  draft.name.clear();  // name and text speak of the file that holds them
  draft.text.clear();
  std::vector<const Entry*> parameters;
  for (const Entry& entry : file.root.entries) {
    if (entry.key == "format" || entry.key == "base") continue;
    if (entry.key == "arm") read_arms(entry, draft, context);
    else if (entry.key == "sweep") draft.sweep = entry.value;
    else if (!read_setting(entry, draft, context)) parameters.push_back(&entry);
  }
  Values values;
  read_values(parameters, "", Where::above_arms, reserved_names(), values, context);
  lay_over(draft.values, values, context.issues);
}

}  // namespace

void read_files(const std::string& path, Draft& draft, Context context) {
  context.issues.expect(path);  // mistakes of the file itself come first in the report
  std::vector<File> chain = read_chain(path, draft, context.issues);
  for (auto file = chain.rbegin(); file != chain.rend(); ++file) read_file(*file, draft, context);
}

}  // namespace alongside::scenario
