"""A walk through a result file with Python.

    python3 analysis/python/example.py study.h5

Cells are marked by "# %%", so that editors with notebooks (VS Code, Spyder, Jupyter with jupytext) run them one by one.
"""

# %% Open
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from alongside import Result  # noqa: E402

path = sys.argv[1] if len(sys.argv) > 1 else "quickstart.h5"
result = Result(path)
print(result.attributes["name"], "from seed", result.attributes["seed"])
print("arms:", ", ".join(result.arms))

# %% What each arm reaches and changes, against the first arm. The error is over worlds, never over families.
for measure in ("supported", "contacts_received", "cost", "qalys"):
    print(f"\n{measure}: {result.array('/summary/' + measure).long_name}")
    for arm in result.arms[1:]:
        print(f"  {arm:<16} {result.difference('/summary/' + measure, arm)}")

# %% Net monetary benefit by hand, at 20,000 pounds per QALY: undiscounted here, so only roughly what `alongside cea` says.
threshold = 20000
cost, qalys = result.array("/summary/cost"), result.array("/summary/qalys")
benefit = threshold * qalys.values - cost.values  # [point, draw, replicate, arm]
gain = (benefit - benefit[..., :1])[0].mean(axis=(0, 1))
print("\nNet benefit over", result.arms[0], "in pounds per 1,000 births")
for arm, pounds in zip(result.arms, gain):
    print(f"  {arm:<16} {pounds:,.0f}")

# %% Weekly course: families waiting, mean over worlds.
if "/weekly/waiting" in result.datasets():
    waiting = result.array("/weekly/waiting")
    print("\nMost families waiting in one week of one world, on average")
    for arm in result.arms:
        print(f"  {arm:<16} {waiting.at(point=0, arm=arm).values.mean(axis=(0, 1)).max():.1f}")

# %% As a table, for those who like pandas.
try:
    table = result.frame("/summary/supported")
    print("\n", table.groupby("arm", sort=False)["supported"].describe()[["mean", "min", "max"]], sep="")
except ImportError:
    print("\npandas is not here; frame() needs it")

# %% The same groups open in xarray: xarray.open_dataset(path, group="summary", engine="h5netcdf")
result.close()
