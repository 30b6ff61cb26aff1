# A walk through a result file with R.
#
#   Rscript analysis/R/example.R study.h5 [DRAWS_FOLDER]
#
# Needs rhdf5 (Bioconductor; Debian: r-bioc-rhdf5) or hdf5r (CRAN; Debian: r-cran-hdf5r), whichever is there. HDF5's axes
# come out of both in reverse order: [point, draw, replicate, arm] in the file is [arm, replicate, draw, point] here.
# DRAWS_FOLDER holds what `alongside export study.h5 --format voi -o DRAWS_FOLDER` wrote; it is read for BCEA, voi and dampack.

arguments <- commandArgs(trailingOnly = TRUE)
path <- if (length(arguments) > 0) arguments[1] else "quickstart.h5"

# One function for both packages.
if (requireNamespace("rhdf5", quietly = TRUE)) {
  read <- function(name) rhdf5::h5read(path, name)
} else if (requireNamespace("hdf5r", quietly = TRUE)) {
  file <- hdf5r::H5File$new(path, mode = "r")
  read <- function(name) file[[name]]$read(drop = FALSE)
} else {
  message("skipped: neither rhdf5 nor hdf5r is here")
  quit(status = 0)
}

arms <- as.vector(read("/arm"))
cat("arms:", paste(arms, collapse = ", "), "\n")

# Mean of the paired difference from the first arm, with its error over the independent unit: worlds, or draws of the
# uncertain parameters where there are several.
difference <- function(measure, arm) {
  worlds <- read(paste0("/summary/", measure)) # [arm, replicate, draw, point]
  gap <- worlds[arm, , , 1] - worlds[1, , , 1]
  gap <- matrix(gap, nrow = dim(worlds)[2])    # [replicate, draw]
  unit <- if (ncol(gap) > 1) colMeans(gap) else gap[, 1]
  c(mean = mean(unit), error = sd(unit) / sqrt(length(unit)))
}
readable <- function(x) format(signif(unname(x), 4), big.mark = ",", scientific = FALSE)
for (measure in c("supported", "cost", "qalys")) {
  cat("\n", measure, "\n", sep = "")
  for (arm in seq_along(arms)[-1]) {
    d <- difference(measure, arm)
    cat(sprintf("  %-16s %s +/- %s\n", arms[arm], readable(d["mean"]), readable(d["error"])))
  }
}

# Draws for the packages of health economics: a row per draw, a column per arm.
if (length(arguments) > 1) {
  folder <- arguments[2]
  costs <- read.csv(file.path(folder, "costs.csv"), check.names = FALSE)
  effects <- read.csv(file.path(folder, "effects.csv"), check.names = FALSE)
  parameters <- read.csv(file.path(folder, "parameters.csv"), check.names = TRUE)
  stopifnot(nrow(costs) == nrow(effects), nrow(costs) == nrow(parameters), identical(names(costs), names(effects)))

  threshold <- 20000
  benefit <- threshold * as.matrix(effects) - as.matrix(costs)
  cat(sprintf("\nEVPI at %d: %.1f\n", threshold, mean(apply(benefit, 1, max)) - max(colMeans(benefit))))

  if (requireNamespace("BCEA", quietly = TRUE)) {
    print(summary(BCEA::bcea(eff = as.matrix(effects), cost = as.matrix(costs), ref = 1, interventions = names(costs))))
  }
  if (requireNamespace("voi", quietly = TRUE)) {
    print(voi::evppi(outputs = list(c = costs, e = effects, k = threshold), inputs = parameters, pars = names(parameters)[1]))
  }
  if (requireNamespace("dampack", quietly = TRUE)) {
    print(summary(dampack::make_psa_obj(cost = costs, effectiveness = effects, parameters = parameters, strategies = names(costs))))
  }
}
