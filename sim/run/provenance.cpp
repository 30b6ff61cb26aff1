#include "sim/run/provenance.hpp"

#include <fmt/chrono.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <nlohmann/json.hpp>

#include "sim/record/safe_file.hpp"
#include "sim/run/place.hpp"

namespace alongside::run {
namespace {

#ifdef __OPTIMIZE__
constexpr const char* build_type = "optimised";
#else
constexpr const char* build_type = "not optimised";
#endif

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

std::string host() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace

void write_provenance(const Plan& plan, const ExecuteOptions& options, const ExecuteReport& report, double merge_seconds) {
  const Timings& t = report.pipeline.timings;
  const double busy = seconds(t.build) + seconds(t.simulate) + seconds(t.record);
  const auto share = [&](std::chrono::nanoseconds part) { return busy > 0 ? seconds(part) / busy : 0.0; };
  const nlohmann::ordered_json json{
      {"result", options.output},
      {"plan_identity", plan.identity()},
      {"finished", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))},
      {"host", host()},
      {"build", build_type},
      {"compiler", __VERSION__},
      {"kernel", core::label(options.level)},
      {"threads", options.threads},
      {"shards", plan.shards()},
      {"this_process",
       {{"shards_made", report.pipeline.shards_made},
        {"family_weeks", report.pipeline.family_weeks},
        {"seconds", report.seconds},
        {"merge_seconds", merge_seconds},
        {"cpu_seconds", {{"build", seconds(t.build)}, {"simulate", seconds(t.simulate)}, {"record", seconds(t.record)}}},
        {"share", {{"build", share(t.build)}, {"simulate", share(t.simulate)}, {"record", share(t.record)}}}}}};
  const std::string text = json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  record::write_safely(provenance_of(options.output), std::as_bytes(std::span(text)));
}

}  // namespace alongside::run
