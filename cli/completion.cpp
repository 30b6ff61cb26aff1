#include <fmt/format.h>

#include "cli/options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command completion_command;

namespace {

/// Which files a command takes, after the names in its usage line.
std::string file_pattern(const Command& command) {
  const std::string usage = command.arguments;
  if (usage.starts_with("SCENARIO") || usage.starts_with("[SCENARIO")) return "toml";
  if (usage.find("RESULT.h5") != usage.npos) return "h5";
  return usage.find(".csv") != usage.npos ? "csv" : "";
}

// The options of a command are asked of the program itself, so that they are those of the version that is installed.
constexpr const char* bash_script = R"shell(# Completion of alongside in bash:  source <(alongside completion bash)
_alongside() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}} extension=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{commands}" -- "$current"))
    return
  fi
  case $command:$before in
    help:help) COMPREPLY=($(compgen -W "{commands}" -- "$current")); return ;;
    completion:completion) COMPREPLY=($(compgen -W "bash zsh" -- "$current")); return ;;
    *:--format) COMPREPLY=($(compgen -W "text csv json md" -- "$current")); return ;;
  esac
  if [ "${{current#-}}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$("${{COMP_WORDS[0]}}" "$command" --list-options 2>/dev/null | cut -f1)" -- "$current"))
    return
  fi
  case $command in
{patterns}  esac
  compopt -o filenames 2>/dev/null
  if [ -n "$extension" ]; then
    COMPREPLY=($(compgen -f -X "!*.$extension" -- "$current") $(compgen -d -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -F _alongside alongside
)shell";

constexpr const char* zsh_script = R"shell(#compdef alongside
# Completion of alongside in zsh:  source <(alongside completion zsh)   or as a file _alongside in a folder of $fpath
_alongside() {{
  local extension= line
  local -a commands options
  commands=(
{commands}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case ${{words[2]}}:${{words[CURRENT-1]}} in
    help:help) _describe command commands; return ;;
    completion:completion) compadd bash zsh; return ;;
    *:--format) compadd text csv json md; return ;;
  esac
  if [[ ${{words[CURRENT]}} == -* ]]; then
    for line in ${{(f)"$("${{words[1]}}" "${{words[2]}}" --list-options 2>/dev/null)"}}; do
      options+=("${{line%%$'\t'*}}:${{line#*$'\t'}}")
    done
    _describe option options
    return
  fi
  case ${{words[2]}} in
{patterns}  esac
  if [[ -n $extension ]]; then _files -g "*.$extension"; else _files; fi
}}
compdef _alongside alongside
)shell";

std::string patterns() {
  std::string all;
  for (const Command* command : commands())
    if (const std::string extension = file_pattern(*command); !extension.empty()) all += fmt::format("    {}) extension={} ;;\n", command->name, extension);
  return all + "    *) ;;\n";
}

std::string for_bash() {
  std::string names;
  for (const Command* command : commands()) names.append(names.empty() ? "" : " ").append(command->name);
  return fmt::format(fmt::runtime(bash_script), fmt::arg("commands", names), fmt::arg("patterns", patterns()));
}

std::string for_zsh() {
  std::string names;
  for (const Command* command : commands()) {
    std::string text;
    for (const char c : std::string(command->text)) text += c == '\'' ? "'\\''" : std::string(1, c);
    names += fmt::format("    '{}:{}'\n", command->name, text);
  }
  return fmt::format(fmt::runtime(zsh_script), fmt::arg("commands", names), fmt::arg("patterns", patterns()));
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(completion_command, boost::program_options::options_description(), {"SHELL"}, arguments, "source <(alongside completion bash)");
  if (given.help) return 0;
  const std::string shell = given.get<std::string>("SHELL");
  if (shell == "bash") fmt::print("{}", for_bash());
  else if (shell == "zsh") fmt::print("{}", for_zsh());
  else throw UsageError(fmt::format("completion: no completion for \"{}\" (there are bash and zsh)", shell));
  return 0;
}

}  // namespace

const Command completion_command{"completion", "SHELL", "Prints what makes bash or zsh complete commands, options and files.", run};

}  // namespace alongside::cli
