# Times lme4 and geepack on the data sets of trials.csv and writes fits.csv: a line for each data set and method, with
# estimate, SE and milliseconds of processor time of one fit. Usage: Rscript trial_fits.R FOLDER
folder <- commandArgs(trailingOnly = TRUE)[1]
suppressPackageStartupMessages({ library(lme4); library(geepack) })
trials <- read.csv(file.path(folder, "trials.csv"))

fits <- list(
  lmer = function(d) { f <- lmer(y ~ arm + (1 | cluster), d); c(fixef(f)[[2]], sqrt(vcov(f)[2, 2])) },
  geeglm = function(d) { f <- geeglm(y ~ arm, id = cluster, data = d, corstr = "exchangeable"); unlist(summary(f)$coefficients[2, 1:2]) },
  glmer = function(d) { f <- glmer(case ~ arm + (1 | cluster), d, family = binomial, nAGQ = 11); c(fixef(f)[[2]], sqrt(vcov(f)[2, 2])) })

seconds <- function() sum(proc.time()[1:2])
repeats <- 3
out <- data.frame()
for (name in names(fits)) {
  # A first fit loads what is loaded late.
  quietly <- function(d) suppressMessages(suppressWarnings(fits[[name]](d)))
  quietly(trials[trials$set == 0, ])
  for (set in unique(trials$set)) {
    d <- trials[trials$set == set, ]
    start <- seconds()
    for (i in seq_len(repeats)) found <- quietly(d)
    out <- rbind(out, data.frame(fit = name, set = set, estimate = found[1], se = found[2], ms = 1000 * (seconds() - start) / repeats))
  }
}
write.csv(out, file.path(folder, "fits.csv"), row.names = FALSE, quote = FALSE)
