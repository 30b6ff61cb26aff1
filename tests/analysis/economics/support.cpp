#include "tests/analysis/economics/support.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <sstream>
#include <stdexcept>

namespace alongside::economics::testing {
namespace {

std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string fresh_path() {
  std::string path = (std::getenv("TMPDIR") ? std::getenv("TMPDIR") : "/tmp") + std::string("/alongside-XXXXXX");
  const int file = mkstemp(path.data());
  if (file < 0) throw std::runtime_error("no temporary file");
  close(file);
  return path;
}

}  // namespace

bool agrees(double value, std::string_view shown) {
  std::string digits(shown);
  std::erase(digits, ',');
  const std::size_t exponent_at = digits.find('e');
  const std::string mantissa = digits.substr(0, exponent_at);
  const int exponent = exponent_at == std::string::npos ? 0 : std::stoi(digits.substr(exponent_at + 1));
  const std::size_t point = mantissa.find('.');
  const int decimals = point == std::string::npos ? 0 : static_cast<int>(mantissa.size() - point - 1);
  const double last = std::pow(10.0, exponent - decimals);
  return std::abs(value - std::stod(digits)) <= 0.5000001 * last;
}

std::string reference_text(const std::string& name) {
  const std::string path = std::string(ALONGSIDE_SOURCE_DIR) + "/tests/reference/data/" + name;
  gzFile file = gzopen(path.c_str(), "rb");  // reads plain files as they are
  if (!file) throw std::runtime_error("cannot open " + path);
  std::string text;
  std::array<char, 1 << 16> buffer;
  for (int n; (n = gzread(file, buffer.data(), buffer.size())) > 0;) text.append(buffer.data(), static_cast<std::size_t>(n));
  gzclose(file);
  return text;
}

data::CsvTable reference_table(const std::string& name) { return data::CsvTable::parse(reference_text(name), name); }

TemporaryFile::TemporaryFile(std::string_view text) : path_(fresh_path()) { std::ofstream(path_, std::ios::binary) << text; }
TemporaryFile::~TemporaryFile() { std::remove(path_.c_str()); }

Ran run_program(const std::string& arguments) {
  const TemporaryFile out(""), err("");
  const int status = std::system(fmt::format("'{}' {} >'{}' 2>'{}'", ALONGSIDE_PROGRAM, arguments, out.path(), err.path()).c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, slurp(out.path()), slurp(err.path())};
}

double normal_loss(double mean, double sd) {
  const double z = mean / sd;
  return mean * 0.5 * std::erfc(-z / std::numbers::sqrt2) + sd * std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi) - std::max(0.0, mean);
}

}  // namespace alongside::economics::testing
