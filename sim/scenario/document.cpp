#include "sim/scenario/document.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <tuple>

#include "sim/scenario/guard.hpp"

namespace alongside::scenario {
namespace {

/// Turns the library's tree of one screened text into ours, with the places of the original text.
class Converter {
 public:
  Converter(const Screened& screened, const std::string& file) : screened_(screened), file_(file) {}

  Place place(const toml::source_region& source) const {
    const int line = static_cast<int>(source.begin.line);
    return {file_, line, screened_.original_column(line, static_cast<int>(source.begin.column))};
  }

  void table(const toml::table& from, Node& to) const {
    to.type = Type::table;
    for (const auto& [key, value] : from) to.entries.push_back({std::string(key.str()), place(key.source()), node(value)});
    // The library sorts by name; the order as written is what a reader means by "first".
    std::stable_sort(to.entries.begin(), to.entries.end(), [](const Entry& a, const Entry& b) {
      return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
    });
  }

 private:
  Node node(const toml::node& from) const {
    Node to;
    to.place = place(from.source());
    if (const toml::table* inner = from.as_table()) {
      table(*inner, to);
    } else if (const toml::array* array = from.as_array()) {
      to.type = Type::array;
      for (const toml::node& item : *array) to.items.push_back(node(item));
    } else {
      scalar(from, to);
    }
    return to;
  }

  static void scalar(const toml::node& from, Node& to) {
    to.type = Type::date;
    if (const auto* text = from.as_string()) {
      to.type = Type::text;
      to.text = text->get();
    } else if (const auto* integer = from.as_integer()) {
      to.type = Type::integer;
      to.integer = integer->get();
    } else if (const auto* real = from.as_floating_point()) {
      to.type = Type::real;
      to.real = real->get();
    } else if (const auto* truth = from.as_boolean()) {
      to.type = Type::boolean;
      to.truth = truth->get();
    }
  }

  const Screened& screened_;
  const std::string& file_;
};

std::optional<Node> parse_screened(const Screened& screened, const std::string& file, Issues& issues) {
  const Converter converter(screened, file);
  try {
    const toml::table table = toml::parse(screened.ascii);
    Node root;
    root.place = {file, 1, 1};
    converter.table(table, root);
    return root;
  } catch (const toml::parse_error& error) {
    issues.add(converter.place(error.source()), fmt::format("this is not TOML ({}) see https://toml.io", error.description()));
    return std::nullopt;
  }
}

}  // namespace

std::string_view label(Type type) {
  static constexpr std::string_view labels[] = {"a table", "a list", "text", "a whole number", "a number", "true or false", "a date"};
  return labels[static_cast<int>(type)];
}

const Entry* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry;
  return nullptr;
}

std::optional<Node> parse_document(std::string_view text, const std::string& file, Issues& issues) {
  const Screened screened = screen(text);
  if (!screened.refusal) return parse_screened(screened, file, issues);
  issues.add({file, screened.refusal->line, screened.refusal->column}, screened.refusal->message);
  return std::nullopt;
}

Node parse_value(std::string_view text, const Place& place, Issues& issues) {
  Node word;
  word.type = Type::text;
  word.place = place;
  word.text = text;
  if (text.find_first_of("\r\n") != std::string_view::npos) {
    issues.add(place, "a line break in a value (one value is one line) write it on one line");
    return word;
  }
  const std::string line = fmt::format("value = {}", text);
  const Screened screened = screen(line);
  if (screened.refusal) {
    // Bare words such as £12 are refused by TOML but meant as text; unseen bytes are refused in any case.
    if (const auto quoted = refuse_hostile(fmt::format("# {}", text))) issues.add(place, quoted->message);
    return word;
  }
  Issues ignored;
  const std::optional<Node> parsed = parse_screened(screened, place.file, ignored);
  if (!parsed || parsed->entries.size() != 1) return word;
  Node value = parsed->entries[0].value;
  const auto stamp = [&](auto& self, Node& node) -> void {
    node.place = place;
    for (Node& item : node.items) self(self, item);
    for (Entry& entry : node.entries) {
      entry.place = place;
      self(self, entry.value);
    }
  };
  stamp(stamp, value);
  return value;
}

std::optional<std::string> read_text(const std::string& path, std::size_t limit, const Place& blame, Issues& issues) {
  namespace fs = std::filesystem;
  const auto refuse = [&](const std::string& problem) -> std::optional<std::string> {
    issues.add(blame, problem);
    return std::nullopt;
  };
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return refuse(fmt::format("cannot read \"{}\" (there is no such file) check the name", path));
  // A pipe or device could hand out bytes for ever.
  if (!fs::is_regular_file(status)) return refuse(fmt::format("cannot read \"{}\" (it is not a plain file) name a file", path));
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error && size > limit)
    return refuse(fmt::format("\"{}\" holds {} bytes (the limit is {}) check that it is the right file", path, size, limit));
  std::ifstream in(path, std::ios::binary);
  if (!in) return refuse(fmt::format("cannot read \"{}\" ({}) check its permissions", path, std::strerror(errno)));
  std::string text(static_cast<std::size_t>(error ? 0 : size), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return refuse(fmt::format("cannot read \"{}\" (reading failed) try again", path));
  return text;
}

}  // namespace alongside::scenario
