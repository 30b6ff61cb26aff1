#!/usr/bin/env python3
"""Looks for a good design with a program of your own: points in, a table of scores out, in rounds.

  python3 search.py STUDY.toml [ALONGSIDE]

The search is the cross-entropy method in a few lines: sample designs, keep the best quarter, sample nearer to them. Put any
other optimiser in its place (Optuna, EMEWS, OpenMOLE): all it needs is `--points` and the summary table. The study needs an arm
called "phone"; its first arm is what gains are taken from. Every round is a result of its own, so a search that was ended goes
on where it was.
"""
import csv
import io
import random
import statistics
import subprocess
import sys

STUDY = sys.argv[1]
ALONGSIDE = sys.argv[2] if len(sys.argv) > 2 else "alongside"
ROUNDS, DESIGNS, KEPT = 3, 12, 3
THRESHOLD = 20000  # pounds per quality-adjusted life year

# What may be decided: path, lower and upper bound, whole or not.
DECISIONS = [("arms.phone.supporter.caseload", 1, 8, True), ("arms.phone.schedule.weekly.per_week", 0.25, 2, False)]


def evaluate(designs, number):
    """Net monetary benefit of each design against the first arm."""
    points, result = f"round{number}.csv", f"round{number}.h5"
    with open(points, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow([path for path, *_ in DECISIONS])
        table.writerows(designs)
    subprocess.run([ALONGSIDE, "run", STUDY, "-o", result, "--points", points, "--record", "summary"], check=True, stdout=subprocess.DEVNULL)
    text = subprocess.run([ALONGSIDE, "summary", result, "--point", "all", "--measures", "qalys,cost", "--format", "csv"], check=True, capture_output=True, text=True).stdout
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["arm"] == "phone"]
    return [THRESHOLD * float(row["qalys_gain"]) - float(row["cost_gain"]) for row in rows]


def main():
    random.seed(1)
    centres = [(low + high) / 2 for _, low, high, _ in DECISIONS]
    widths = [(high - low) / 2 for _, low, high, _ in DECISIONS]
    seen = []
    for number in range(ROUNDS):
        designs = []
        for _ in range(DESIGNS):
            values = [min(max(random.gauss(c, w), low), high) for c, w, (_, low, high, _) in zip(centres, widths, DECISIONS)]
            designs.append([round(v) if whole else v for v, (_, _, _, whole) in zip(values, DECISIONS)])
        scores = evaluate(designs, number)
        seen += sorted(zip(scores, designs))
        best = sorted(zip(scores, designs))[-KEPT:]
        centres = [statistics.mean(design[i] for _, design in best) for i in range(len(DECISIONS))]
        widths = [statistics.pstdev(design[i] for _, design in best) + 0.05 * w for i, w in enumerate(widths)]
        print(f"round {number}: best {best[-1][0]:.0f} pounds per 1,000 births, at {best[-1][1]}")
    score, design = max(seen)
    print("best of all:", ", ".join(f"{path} = {value:.3g}" for (path, *_), value in zip(DECISIONS, design)), f"({score:.0f} pounds per 1,000 births)")


if __name__ == "__main__":
    main()
