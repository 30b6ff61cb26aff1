// Where the numbers come from, and how to make them again.

#include <fmt/format.h>

#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section provenance_section;

namespace {

struct Fact {
  const char *attribute, *label;
};
constexpr Fact facts[] = {{"program_version", "Program version"}, {"revision", "Source revision"}, {"format_version", "Result format"}, {"seed", "Seed"},
                          {"replicates", "Replicate worlds"}, {"draws", "Draws of uncertain numbers"}, {"points", "Design points"}, {"record", "Record level"},
                          {"common", "Common random numbers over"}, {"scenario_sha", "Hash of the scenario"}, {"plan_identity", "Hash of the plan"}, {"payload_sha", "Hash of the data"}};

std::string value_text(const record::AttributeValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *whole);
  return "";
}

Markup write(const Material& material, Pictures&) {
  const record::Attributes& attributes = material.result().attributes();
  Markup list;
  for (const Fact& fact : facts)
    if (const auto* value = record::find_attribute(attributes, fact.attribute))
      if (const std::string text = value_text(*value); !text.empty()) list += element("dt", fact.label) + element("dd", text);
  Markup out = element("p", "The result is a function of the scenario, the seed and the program's revision, and of nothing else: the same three give the same bytes on any machine. "
                            "Save the scenario below as study.toml, then:");
  out += element("pre", "alongside run study.toml -o study.h5\nalongside report study.h5 -o report.html");
  out += element("dl", {{"class", "pairs"}}, list);
  if (const auto* scenario = record::find_attribute(attributes, "scenario"))
    out += element("details", element("summary", "The scenario, with everything it took from its base") + element("pre", {{"tabindex", "0"}}, value_text(*scenario)));
  return out;
}

}  // namespace

const Section provenance_section{"provenance", "Where the numbers come from", write};

}  // namespace alongside::report
