// The commands that need the model's catalogue and nothing else.

#include "cli/with_catalogue.hpp"
#include "sim/process/catalogue.hpp"

namespace alongside::cli {
extern const Command check_command, describe_command;

const Command check_command{"check", "SCENARIO.toml", "Finds every mistake of a scenario at once; runs nothing.",
    [](const std::vector<std::string>& arguments) { return check_with(process::model_catalogue(), check_command, arguments); }};

const Command describe_command{"describe", "[SUBJECT]", "Prints what is declared: parameters, processes, measures, items, columns or purposes.",
    [](const std::vector<std::string>& arguments) { return describe_with(process::model_catalogue(), describe_command, arguments); }};

}  // namespace alongside::cli
