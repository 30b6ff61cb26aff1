// Estimates enter result files, so the estimators call no function of libm whose bits depend on the CPU.

#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "analysis/trial/functions.hpp"
#include "tests/catch.hpp"

using namespace alongside::estimation;

TEST_CASE("no estimator calls exp, log or pow of libm") {
  const std::filesystem::path folder = std::filesystem::path(ALONGSIDE_SOURCE_DIR) / "analysis/trial";
  const std::regex call(R"((std::|\.)(exp|expm1|log|log1p|log2|log10|pow|sinh?|cosh?|tanh?|atanh?|erfc?|lgamma|tgamma|hypot|cbrt|rsqrt)\()");
  std::size_t files = 0;
  const auto check = [&](const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    const std::string source = text.str();
    std::smatch found;
    INFO(path.string() << (std::regex_search(source, found, call) ? ": " + found.str() : ""));
    CHECK_FALSE(std::regex_search(source, call));
    ++files;
  };
  for (const char* name : {"sample", "design", "gee", "glmm", "mixed", "mixed_parts", "mixed_df", "estimator"}) check(folder / (std::string(name) + ".cpp"));
  for (const auto& entry : std::filesystem::directory_iterator(folder / "estimators")) check(entry.path());
  CHECK(files > 25);
}

TEST_CASE("the estimators' own functions agree with libm") {
  for (const double x : {1e-300, 1e-20, 0.3, 0.999999, 1.0, 1.0000001, 2.718281828, 1e8, 1e300}) CHECK(logarithm(x) == Approx(std::log(x)).epsilon(1e-14).margin(1e-15));
  for (const double x : {-700.0, -30.0, -1e-9, 0.0, 1e-9, 0.5, 30.0, 700.0}) CHECK(exponential(x) == Approx(std::exp(x)).epsilon(1e-14));
  CHECK(std::isnan(logarithm(-1)));
  CHECK(std::isnan(logarithm(std::nan(""))));
  CHECK(logarithm(0) == -std::numeric_limits<double>::infinity());
  for (int n = 0; n < 20; ++n) CHECK(power_of(0.7, n) == Approx(std::pow(0.7, n)).epsilon(1e-14));
  CHECK(log_two_pi == Approx(std::log(2 * M_PI)).epsilon(1e-15));
}
