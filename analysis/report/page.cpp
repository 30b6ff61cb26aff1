#include "analysis/report/page.hpp"

#include <fmt/format.h>

#include "analysis/report/decision.hpp"
#include "analysis/report/html/assets.hpp"
#include "analysis/report/html/script_data.hpp"
#include "analysis/report/section.hpp"
#include "analysis/trial/trial_result.hpp"

namespace alongside::report {
namespace {

/// Scripts of the page, in order; each is named in the policy by its hash, so that no other script runs.
std::vector<std::string_view> scripts(Charts charts) {
  if (charts == Charts::absent) return {assets::script};
  return {assets::vega, assets::vega_lite, assets::script};
}

/// Nothing is fetched, and only the page's own scripts run. Vega compiles expressions, hence unsafe-eval.
std::string policy(Charts charts) {
  std::string allowed = charts == Charts::embedded ? " 'unsafe-eval'" : "";
  for (const std::string_view script : scripts(charts)) allowed += " " + script_hash(script);
  return fmt::format("default-src 'none'; script-src{}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'", allowed);
}

Markup head(const std::string& title, Charts charts) {
  Markup out = Markup::raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
  out += Markup::raw("<meta http-equiv=\"Content-Security-Policy\" content=\"") + Markup::text(policy(charts)) + Markup::raw("\">\n");
  out += Markup::raw("<link rel=\"icon\" href=\"data:,\">\n<meta name=\"generator\" content=\"alongside\">\n");
  out += element("title", title) + element("style", Markup::verbatim(assets::style));
  return element("head", out);
}

struct Body {
  Markup navigation, sections;
};

Body write_sections(const Material& material, Pictures& pictures) {
  Body body;
  for (const Section* section : sections()) {
    const Markup inside = section->write(material, pictures);
    if (inside.empty()) continue;
    const std::string heading = fmt::format("{}-heading", section->id);
    body.navigation += element("li", element("a", {{"href", fmt::format("#{}", section->id)}}, section->title));
    body.sections += element("section", {{"id", section->id}, {"aria-labelledby", heading}}, element("h2", {{"id", heading}}, section->title) + inside);
  }
  return body;
}

Markup masthead(const Material& material) {
  const record::Result& result = material.result();
  Markup out = element("p", {{"class", "kicker"}}, "Peer support for families: what it would reach, change and cost");
  out += element("h1", result.text("name"));
  if (const std::string text = material.text(); !text.empty()) out += element("p", {{"class", "lead"}}, text);
  const std::size_t arms = material.trial() ? material.trial()->arms().size() : material.arms().size();
  std::string facts = fmt::format("{} {}{}", written(static_cast<double>(arms), 0), arms == 1 ? "arm" : "arms", material.trial() ? " of a simulated trial" : "");
  if (material.uncertain()) facts += fmt::format(" · {} draws of the uncertain numbers", written(static_cast<double>(material.draws()), 0));
  facts += fmt::format(" · {} simulated {}{}", written(static_cast<double>(material.replicates()), 0), material.replicates() == 1 ? "world" : "worlds", material.uncertain() ? " in each" : "");
  if (material.points() > 1) facts += fmt::format(" · design point {} of 0 to {}", material.point(), material.points() - 1);
  return element("header", {{"class", "masthead"}}, out + element("p", {{"class", "facts"}}, facts));
}

Markup page_scripts(const std::string& data, Charts charts) {
  Markup out = element("script", {{"type", "application/json"}, {"id", "report-data"}}, script_json(data));
  if (charts == Charts::embedded) out += element("script", {{"type", "text/plain"}, {"id", "licences"}}, Markup::verbatim(assets::licences));
  for (const std::string_view script : scripts(charts)) out += Markup::raw("\n") + element("script", Markup::verbatim(script));
  return out;
}

}  // namespace

Charts built_with() { return assets::vega.empty() || assets::vega_lite.empty() ? Charts::absent : Charts::embedded; }

Page write_page(const record::Result& result, const ReportOptions& options, Charts charts) {
  const Material material(result, options);
  Pictures pictures(charts);
  const Body body = write_sections(material, pictures);
  Markup main = element("main", {{"id", "content"}}, masthead(material) + body.sections);
  Markup inside = element("a", {{"class", "skip"}, {"href", "#content"}}, "Skip to the content");
  inside += element("nav", {{"aria-label", "On this page"}, {"class", "contents"}}, element("ol", body.navigation));
  inside += main;
  const Economy* economy = material.economy();
  inside += page_scripts(fmt::format("{{\"figures\":{},\"decision\":{}}}", pictures.specifications(), economy ? as_json(decision_states(*economy)) : "null"), charts);
  const Markup html = Markup::raw("<!doctype html>\n") + element("html", {{"lang", "en-GB"}}, head(result.text("name"), charts) + element("body", inside)) + Markup::raw("\n");
  return {html.html(), pictures.count()};
}

}  // namespace alongside::report
