#pragma once
// Running the program itself, in a folder of its own.

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/record/plan.hpp"

namespace alongside::test {

struct Ran {
  int code;
  std::string out, err;
};

inline std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline bool same_bytes(const std::string& a, const std::string& b) { return read_text(a) == read_text(b); }

/// Two arms, several shards' worth of work in well under a second.
inline constexpr const char* tiny = R"(format = 1
name = "tiny"
replicates = 96
[population]
families = 512
horizon = 40
[follow_up.w12]
week = 12
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
mode.phone = 1
reach.minimum_score = 10
[arm.schedule.weekly]
weeks = 12
per_week = 1
minutes = 20
)";

/// A folder with the scenario tiny.toml in it, in which the program runs.
class Bench {
 public:
  Bench() { write("tiny.toml", tiny); }
  std::string operator/(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name, std::ios::binary) << text; }

  /// `before` goes in front of the program: variables, limits. `arguments` as in a shell.
  Ran run(const std::string& arguments, const std::string& before = "") const {
    const std::string command = "cd " + folder_.path() + " && " + before + " " + ALONGSIDE_PROGRAM + " " + arguments + " >out.txt 2>err.txt";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_text(folder_ / "out.txt"), read_text(folder_ / "err.txt")};
  }

 private:
  record::test::Folder folder_;
};

/// Starts the program in a folder; it can be killed. `before` as in Bench::run.
inline pid_t start(const Bench& bench, const std::string& arguments, const std::string& before = "") {
  const std::string command = "cd " + (bench / "") + " && " + before + " exec " + ALONGSIDE_PROGRAM + " " + arguments + " >/dev/null 2>&1";
  const pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  return child;
}

/// The exit code, or 128 and the signal.
inline int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace alongside::test
