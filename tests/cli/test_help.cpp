// Help, completion in a shell, and what a terminal sees.

#include "cli/command.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using Catch::Matchers::Contains;

namespace {

/// Whether a program is there to be tried.
bool is_here(const std::string& program) { return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0; }

/// What the program prints when its output is a terminal: `script` makes one.
std::string on_terminal(const Bench& bench, const std::string& command, const std::string& before = "") {
  const std::string inside = before + " " + ALONGSIDE_PROGRAM + " " + command;
  const std::string line = "cd " + (bench / "") + " && TERM=xterm script -qec \"" + inside + "\" /dev/null > terminal.txt 2>&1 < /dev/null";
  CHECK(std::system(line.c_str()) == 0);
  return test::read_text(bench / "terminal.txt");
}

/// What bash offers for a command line that ends where the user is.
std::string completed(const Bench& bench, const std::string& words, int at) {
  bench.write("complete.bash", std::string("alongside() { ") + ALONGSIDE_PROGRAM + " \"$@\"; }\nsource <(alongside completion bash)\nCOMP_WORDS=(" + words + ")\nCOMP_CWORD=" + std::to_string(at) +
                                   "\n_alongside 2>/dev/null\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
  CHECK(std::system(("cd " + (bench / "") + " && bash complete.bash > complete.txt").c_str()) == 0);
  return test::read_text(bench / "complete.txt");
}

}  // namespace

TEST_CASE("help COMMAND is what COMMAND --help says; help alone lists commands") {
  const Bench bench;
  for (const cli::Command* command : cli::commands()) {
    INFO(command->name);
    const auto help = bench.run(std::string("help ") + command->name);
    CHECK(help.code == 0);
    CHECK(help.out == bench.run(std::string(command->name) + " --help").out);
    CHECK_THAT(bench.run("help").out, Contains(std::string("  ") + command->name + " ") && Contains(command->text));
  }
  CHECK(bench.run("--help").out == bench.run("help").out);
  const auto wrong = bench.run("help rnu");
  CHECK(wrong.code == 64);
  CHECK_THAT(wrong.err, Contains("did you mean \"run\"?"));
}

TEST_CASE("the manual page holds every command and pleases man") {
  const Bench bench;
  const auto manual = bench.run("help --man");
  REQUIRE(manual.code == 0);
  for (const cli::Command* command : cli::commands())
    if (std::string(command->name) != "help") CHECK_THAT(manual.out, Contains(std::string(".SS ") + command->name + "\n"));
  if (!is_here("man") || !is_here("groff")) {
    WARN("skipped: no man with groff here");
    return;
  }
  bench.write("alongside.1", manual.out);
  CHECK(std::system(("cd " + (bench / "") + " && LC_ALL=C.UTF-8 man --warnings -l alongside.1 > page.txt 2> warnings.txt").c_str()) == 0);
  CHECK(test::read_text(bench / "warnings.txt").empty());
  CHECK_THAT(test::read_text(bench / "page.txt"), Contains("--replicates"));
}

TEST_CASE("bash completes commands, options and the files that a command takes") {
  const Bench bench;
  bench.write("a result.h5", ""), bench.write("notes.txt", "");
  CHECK(completed(bench, "alongside su", 1) == "summary\n");
  CHECK_THAT(completed(bench, "alongside help ru", 2), Contains("run\n"));
  CHECK_THAT(completed(bench, "alongside run --rep", 2), Contains("--replicates\n"));
  CHECK_THAT(completed(bench, "alongside summary --f", 2), Contains("--format\n"));
  CHECK_THAT(completed(bench, "alongside summary x --format j", 4), Contains("json\n"));
  const std::string results = completed(bench, "alongside summary ''", 2), scenarios = completed(bench, "alongside check ''", 2);
  CHECK_THAT(results, Contains("a result.h5\n") || Contains("result.h5\n"));
  CHECK_THAT(results, !Contains("notes.txt"));
  CHECK_THAT(scenarios, Contains("tiny.toml\n") && !Contains("result.h5"));
  CHECK(bench.run("completion fish").code == 64);
}

TEST_CASE("zsh takes the completion") {
  const Bench bench;
  if (!is_here("zsh")) {
    WARN("skipped: no zsh here");
    return;
  }
  bench.write("complete.zsh", std::string("autoload -Uz compinit && compinit -u -D\nalongside() { ") + ALONGSIDE_PROGRAM + " \"$@\"; }\nsource <(alongside completion zsh)\nprint -r -- ${_comps[alongside]}\n");
  CHECK(std::system(("cd " + (bench / "") + " && zsh -f complete.zsh > zsh.txt 2> zsh.err").c_str()) == 0);
  CHECK(test::read_text(bench / "zsh.txt") == "_alongside\n");
  CHECK(test::read_text(bench / "zsh.err").empty());
}

TEST_CASE("tables are inked on a terminal only, and not where NO_COLOR is set") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o r.h5 --replicates 3").code == 0);
  CHECK(bench.run("summary r.h5").out.find('\x1b') == std::string::npos);
  if (!is_here("script")) {
    WARN("skipped: no script here, which makes a terminal");
    return;
  }
  CHECK_THAT(on_terminal(bench, "summary r.h5"), Contains("\x1b[1mReach") && Contains("\x1b[0m"));
  CHECK(on_terminal(bench, "summary r.h5", "NO_COLOR=1").find('\x1b') == std::string::npos);
  CHECK(on_terminal(bench, "summary r.h5", "TERM=dumb").find('\x1b') == std::string::npos);
  CHECK(on_terminal(bench, "summary r.h5 --format csv").find('\x1b') == std::string::npos);
}

TEST_CASE("progress keeps to one line, however narrow the terminal") {
  const Bench bench;
  if (!is_here("script") || !is_here("stty")) {
    WARN("skipped: no script and stty here");
    return;
  }
  const std::string shown = on_terminal(bench, "run tiny.toml -o r.h5 > /dev/null", "stty cols 24;");
  CHECK_THAT(shown, Contains("\r100%"));
  std::size_t longest = 0;
  for (std::size_t at = shown.find('\r'); at != std::string::npos;) {
    const std::size_t next = shown.find_first_of("\r\n\x1b", at + 1);
    if (next == std::string::npos) break;
    longest = std::max(longest, next - at - 1);
    at = shown.find('\r', at + 1);
  }
  CHECK(longest < 24);
}
