#include "analysis/report/staffing.hpp"

namespace alongside::report {

std::unique_ptr<Staffing> Staffing::read(const record::Result& result, const Economy& economy, std::size_t point) {
  // The budget is made of flows by year, which a result of an older program lacks.
  if (!result.has("/yearly/enrolled")) return nullptr;
  economics::BudgetQuestion question;
  question.point = point;
  question.view = economy.view;
  auto staffing = std::make_unique<Staffing>();
  staffing->answer = economics::analyse_budget(result, question, std::nullopt);
  staffing->budget = economics::project_budget(result, economics::budget_base(result, question), question);
  return staffing;
}

}  // namespace alongside::report
