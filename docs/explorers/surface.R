# Fits a response surface to a sweep from R: points in, a table of scores out. Base R only.
#   Rscript surface.R STUDY.toml [ALONGSIDE]
# The study needs an arm called "phone"; its first arm is what gains are taken from.
given <- commandArgs(trailingOnly = TRUE)
study <- given[1]
alongside <- if (length(given) > 1) given[2] else "alongside"

# A grid of two decisions. Column names are paths, so R must leave them as they are.
points <- expand.grid(caseload = c(1, 2, 4, 8), per_week = c(0.25, 0.5, 1, 2))
table <- setNames(points, c("arms.phone.supporter.caseload", "arms.phone.schedule.weekly.per_week"))
write.csv(table, "surface.csv", row.names = FALSE)

run <- function(...) {
  status <- system2(alongside, c(...), stdout = "surface.out")
  if (status != 0) stop("alongside ended with ", status)
}
run("run", shQuote(study), "-o", "surface.h5", "--points", "surface.csv", "--record", "summary")
run("summary", "surface.h5", "--point", "all", "--measures", "supported,cost", "--format", "csv")
scores <- read.csv("surface.out", check.names = FALSE)
phone <- scores[scores$arm == "phone", ]

# Gains share the worlds of the first arm, so their errors are small; weigh the points by them.
points$cost <- phone$cost_gain[order(phone$point)]
points$error <- phone$cost_gain_error[order(phone$point)]
surface <- lm(cost ~ log2(caseload) * log2(per_week), data = points, weights = 1 / pmax(points$error, 1)^2)
print(summary(surface)$coefficients)
cat("calls twice a week instead of once cost", round(diff(predict(surface, data.frame(caseload = 4, per_week = c(1, 2))))), "pounds more per 1,000 births\n")
