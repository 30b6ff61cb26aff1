#!/usr/bin/env python3
"""The large sweep: rate, scaling over two threads, memory, time spent writing, and the merge beside the disk's own speed.

  python3 tests/bench/sweep.py build/release/alongside [--points N] [--scenario FILE]

Runs the first tenth of the points with one thread and with two (median of three, in turn), then all of them with two, and
merges their shards five times, each time after a plain copy of the same bytes; prints one figure a line, with what is wanted
of it. Everything is written to a folder of its own beside the working directory.
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


def link_new(source, target):
    """Links the finished shards of one folder into another: the run removes its own once they are merged."""
    for name in os.listdir(source) if os.path.isdir(source) else []:
        if name.endswith(".shard") and not os.path.exists(os.path.join(target, name)):
            try:
                os.link(os.path.join(source, name), os.path.join(target, name))
            except FileNotFoundError:
                pass


def run(program, scenario, result, threads, keep=None):
    """Runs the program; gives the account it keeps of itself, and resident memory over time when shards are kept in a folder."""
    memory = []
    with open(result + ".log", "w") as log:
        child = subprocess.Popen([program, "run", scenario, "-o", result, "--threads", str(threads)], stdout=log, stderr=log)
        while child.poll() is None:
            if keep:
                link_new(result + ".parts", keep)
                try:
                    with open(f"/proc/{child.pid}/status") as status:
                        memory += [int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:")]
                except OSError:
                    pass
            time.sleep(0.1)
    if child.returncode != 0:
        sys.exit(f"the run ended with {child.returncode}: see {result}.log")
    with open(result[: -len(".h5")] + ".run.json") as account:
        account = json.load(account)
    if keep and len(os.listdir(keep)) != account["shards"]:
        sys.exit(f"{len(os.listdir(keep))} of {account['shards']} shards were kept: the merge cannot be measured again; run the bench again")
    return account["this_process"], memory


def copy_seconds(shards, path):
    """Time to copy files one after the other into one, flushed as the merge does: read, write, wait for the disk."""
    start = time.perf_counter()
    with open(path, "wb") as out:
        for shard in shards:
            with open(shard, "rb") as file:
                shutil.copyfileobj(file, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())
    seconds = time.perf_counter() - start
    os.remove(path)
    return seconds


def merge_beside_copy(program, scenario, folder, kept, times=5):
    """Seconds of copying a run's shards and of merging them, in turn; bytes of the shards and of the result."""
    result = os.path.join(folder, "merged.h5")
    shards = [os.path.join(kept, name) for name in sorted(os.listdir(kept))]
    copy, merge = [], []
    for _ in range(times):
        copy.append(copy_seconds(shards, os.path.join(folder, "copy")))
        if os.path.exists(result):
            os.remove(result)
        os.mkdir(result + ".parts")
        link_new(kept, result + ".parts")
        subprocess.run([program, "merge", scenario, "-o", result], check=True, capture_output=True)
        with open(result[: -len(".h5")] + ".run.json") as account:
            merge.append(json.load(account)["this_process"]["merge_seconds"])
    return statistics.median(copy), statistics.median(merge), sum(map(os.path.getsize, shards)), os.path.getsize(result)


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
        kept = os.path.join(folder, "kept")
        os.mkdir(kept)
        account, memory = run(program, whole, result, 2, keep=kept)
        copy, merge, bytes_in, size = merge_beside_copy(program, whole, folder, kept)
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
        print(f"merge, in the run           {account['merge_seconds']:.2f} s")
        print(f"merge, median of five       {merge:.2f} s, {bytes_in / 2**20:.0f} MiB in {len(os.listdir(kept))} shards to {size / 2**20:.0f} MiB: {size / merge / 2**20:.0f} MiB/s, hashed, written, read back and compared")
        print(f"plain copy, median of five  {copy:.2f} s for the shards, read, written and flushed: {bytes_in / copy / 2**20:.0f} MiB/s")
        print(f"merge over plain copy       {merge / copy:.1f} times the time")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
