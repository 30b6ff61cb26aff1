#include "sim/declare/describe.hpp"

#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/scenario/small_catalogue.hpp"

using namespace alongside;
using namespace alongside::test;

TEST_CASE("the Markdown of parameters has one row for each, grouped by part") {
  const std::string text = describe(small_catalogue(), Subject::parameters, DescribeFormat::markdown);
  CHECK_THAT(text, Catch::Matchers::Contains("## symptoms\n\nSymptoms move.\n\n| path | kind | unit | default | bounds | 95% spread | scope | grade | source | meaning |\n|---|"));
  CHECK_THAT(text, Catch::Matchers::Contains("| `symptoms.persistence` | number | share | 0.71 | 0 to 0.99 | 0.6 to 0.8 (logit-normal) | population | fitted | a cohort | How much of a week's state stays. |"));
  CHECK_THAT(text, Catch::Matchers::Contains("| `programme.mode` | choice |  | phone | phone / home / group |  | programme |"));
  CHECK_THAT(text, Catch::Matchers::Contains("| `schedule.ROW.per_week` | number | per week |"));
  CHECK_THAT(text, Catch::Matchers::Contains("| `price.gp_visit` |"));
}

TEST_CASE("the JSON of parameters holds numbers") {
  const auto json = nlohmann::json::parse(describe(small_catalogue(), Subject::parameters, DescribeFormat::json));
  const auto& first = json.at("parameters").at(0);
  CHECK(first.at("part") == "symptoms");
  CHECK(first.at("default") == 0.71);
  CHECK(first.at("bounds").at(1) == 0.99);
  CHECK(first.at("spread").at("shape") == "logit-normal");
  CHECK(json.at("parameters").size() == 10 + 3 + 1);
}

TEST_CASE("every subject is described in every format") {
  for (std::size_t s = 0; s < subject_names().size(); ++s)
    for (const auto format : {DescribeFormat::text, DescribeFormat::markdown, DescribeFormat::json}) {
      const std::string text = describe(small_catalogue(), static_cast<Subject>(s), format);
      INFO(text);
      CHECK(text.ends_with("\n"));
      if (format == DescribeFormat::json) CHECK(nlohmann::json::parse(text).contains(subject_names()[s]));
    }
  CHECK_THAT(describe(small_catalogue(), Subject::items, DescribeFormat::text), Catch::Matchers::Contains("gp_visit") && Catch::Matchers::Contains("source: PSSRU"));
}
