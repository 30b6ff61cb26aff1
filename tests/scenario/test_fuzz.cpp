// Changed bytes of good scenarios must be read or refused in words, never crash. The changes are the same every time.

#include <cstdint>

#include "tests/catch.hpp"
#include "tests/scenario/small_catalogue.hpp"

using namespace alongside;
using namespace alongside::test;

namespace {

class Words {
 public:
  explicit Words(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>(state_ % n);
  }

 private:
  std::uint64_t state_;
};

const std::string seeds[] = {
    "# An ordinary study, with a comment long enough to be hit: none of it counts.\nformat = 1\nname = \"A\"\nsymptoms.shift = 0.5\n[schedule.early]\nper_week = 2\n[[arm]]\nname = \"a\"\nprogramme.minutes = \"1 hour\"\n"
    "[[arm]]\nname = \"b\"\n[sweep]\n\"programme.caseload\" = [2, 4]\n\"symptoms.shift\" = {from = 0, to = 1, steps = 3}\n"
    "[uncertainty]\ndraws = 10 # and another comment behind a value\nvary = [\"symptoms.persistence\"]\n",
    "format=1 # \xC2\xA3\ntext='''long\n\xC3\xA9'''\nprice.gp_visit=\"\xC2\xA3" "4.10\"\n[[arm]]\nname='x'\nprogramme={mode='home',partner=true}\nschedule.a={}\n[[arm]]\nname='y'\n",
    "format = 1\nreplicates = 0x1F\nseed = 1_000\nsymptoms.shift = -1e-1\n[uncertainty.spread]\nsymptoms.shift = [-1, +1.0]\n[[arm]]\nname = \"\\u00e9\\n\"\n"};

const std::string pieces[] = {"[", "]", "[[", "{", "}", "=", "\"", "'", "\"\"\"", "'''", "\\", ".", "#", "\n", "nan", "inf", "-", "1e999", "_", "0x", "1979-05-27T07:32:00Z",
                              std::string(1, '\0'), "\xFF", "\xC3\xA9", "\xCD\xBC", "\xEF\xBB\xBF", "\r", "\t", "true", "none", "arm", "\\uD800", "\\U00110000", "9223372036854775808"};

std::string changed(std::string text, Words& words) {
  for (std::size_t n = 1 + words.below(3); n > 0; --n) {
    const std::size_t at = words.below(text.size() + 1);
    switch (words.below(5)) {
      case 0: text.insert(at, pieces[words.below(std::size(pieces))]); break;
      case 1: text.erase(at, 1 + words.below(8)); break;
      case 2: if (at < text.size()) text[at] = static_cast<char>(words.below(256)); break;
      case 3: text.insert(at, text.substr(words.below(text.size() + 1), words.below(30))); break;
      default: if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << words.below(7))); break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("changed bytes are read or refused in words") {
  const Folder folder;
  Words words(20260401);
  int good = 0, refused = 0;
  for (int i = 0; i < 6000; ++i) {
    const std::string text = changed(seeds[words.below(std::size(seeds))], words);
    const std::string path = folder.write("f.toml", text);
    std::string resolved;
    try {
      resolved = scenario::read_scenario(path, small_catalogue(), {}).resolved;
      ++good;
    } catch (const DataError& error) {
      ++refused;
      if (std::string(error.what()).find('(') == std::string::npos) FAIL("no reason given: " << error.what());
    } catch (const std::exception& error) {
      FAIL(text << "\n--- gave ---\n" << error.what());
    }
    if (resolved.empty()) continue;
    // What was read must also read back.
    std::string again;
    try {
      again = scenario::read_scenario(folder.write("g.toml", resolved), small_catalogue(), {}).resolved;
    } catch (const std::exception& error) {
      again = error.what();
    }
    if (again != resolved) FAIL(text << "\n--- gave ---\n" << resolved << "\n--- and then ---\n" << again);
  }
  CHECK(good > 100);
  CHECK(refused > 1000);
}
