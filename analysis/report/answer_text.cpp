#include "analysis/report/answer_text.hpp"

#include "analysis/report/html/table.hpp"

namespace alongside::report {

Markup answer_text(const economics::Answer& answer) {
  Markup list;
  for (const std::string& sentence : answer.summary) list += element("li", sentence);
  return list.empty() ? list : element("ul", {{"class", "plain"}}, list);
}

Markup folded_tables(const std::string& title, const economics::Answer& answer) {
  Markup tables;
  for (const data::OutputTable& table : answer.tables) tables += html_table(table);
  return tables.empty() ? tables : element("details", element("summary", title) + tables);
}

}  // namespace alongside::report
