#!/usr/bin/env python3
"""The large sweep: rate, scaling over two threads, memory, time spent writing, and the merge beside the disk's own speed.

  python3 tests/bench/sweep.py build/release/alongside [--points N] [--scenario FILE]

Runs the first tenth of the points with one thread and with two (median of three, in turn), then all of them with two; prints
one figure a line, with what is wanted of it. Everything is written to a folder of its own beside the working directory.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def scenario_with(text, points):
    lines = [f"points = {points}" if line.startswith("points = ") else line for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def run(program, scenario, result, threads, watch=False):
    """Runs the program; gives the account it keeps of itself, and resident memory over time when asked to watch."""
    memory = []
    with open(result + ".log", "w") as log:
        child = subprocess.Popen([program, "run", scenario, "-o", result, "--threads", str(threads)], stdout=log, stderr=log)
        while child.poll() is None:
            if watch:
                try:
                    with open(f"/proc/{child.pid}/status") as status:
                        memory += [int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:")]
                except OSError:
                    pass
            time.sleep(0.25)
    if child.returncode != 0:
        sys.exit(f"the run ended with {child.returncode}: see {result}.log")
    with open(result[: -len(".h5")] + ".run.json") as account:
        return json.load(account)["this_process"], memory


def disk_speed(folder, size):
    """Bytes a second of writing as many bytes as the result has, flushed as the merge does."""
    path = os.path.join(folder, "plain")
    block = os.urandom(1 << 20)
    start = time.perf_counter()
    with open(path, "wb") as file:
        for _ in range(max(size >> 20, 1)):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    seconds = time.perf_counter() - start
    os.remove(path)
    return (max(size >> 20, 1) << 20) / seconds


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--scenario", default=os.path.join(here, "../../scenarios/large-sweep.toml"))
    parser.add_argument("--points", type=int, default=10000)
    given = parser.parse_args()
    program = os.path.abspath(given.program)
    with open(given.scenario) as file:
        text = file.read()
    folder = tempfile.mkdtemp(prefix="alongside-sweep-", dir=".")
    try:
        part = os.path.join(folder, "part.toml")
        with open(part, "w") as file:
            file.write(scenario_with(text, max(given.points // 10, 10)))
        seconds = {1: [], 2: []}
        for attempt in range(3):
            for threads in (1, 2):
                result = os.path.join(folder, f"part-{threads}-{attempt}.h5")
                seconds[threads].append(run(program, part, result, threads)[0]["seconds"])
        whole = os.path.join(folder, "whole.toml")
        with open(whole, "w") as file:
            file.write(scenario_with(text, given.points))
        result = os.path.join(folder, "whole.h5")
        account, memory = run(program, whole, result, 2, watch=True)
        size = os.path.getsize(result)
        plain = disk_speed(folder, size)
        # What every process needs before the first world, and what is left at the end, is not the run.
        steady = memory[len(memory) // 5 : max(len(memory) * 4 // 5, len(memory) // 5 + 1)]
        cpu = sum(account["cpu_seconds"].values())
        print(f"points                      {given.points}")
        print(f"family-weeks                {account['family_weeks'] / 1e6:.0f} million, all arms")
        print(f"rate, 2 threads             {account['family_weeks'] / account['seconds'] / 1e6:.1f} million family-weeks/s in {account['seconds']:.0f} s")
        print(f"2 threads over 1            {statistics.median(seconds[1]) / statistics.median(seconds[2]):.2f} times (at least 1.7 wanted on two free cores)")
        print(f"memory, middle of the run   {min(steady):.0f} to {max(steady):.0f} MiB (flat wanted)")
        print(f"memory, peak                {max(memory):.0f} MiB")
        for name, share in account["cpu_seconds"].items():
            print(f"time to {name:<20}{100 * share / cpu:.1f}%" + (" (under 10% wanted)" if name == "record" else ""))
        print(f"merge                       {account['merge_seconds']:.2f} s for {size / 2**20:.0f} MiB: {size / account['merge_seconds'] / 2**20:.0f} MiB/s, written, read back and compared")
        print(f"plain write and flush       {plain / 2**20:.0f} MiB/s of as many bytes")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
