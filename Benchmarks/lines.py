# SPDX-License-Identifier: Apache-2.0

"""The worst request lines, ours beside Python's json.loads in the same run: lines.py LINES

Both are given as CPU time, the median of 21 calls. A reader that refuses a line may do so early, so
the ratio means something only where both read all of it.
"""

import json
import statistics
import subprocess
import sys
import time

ROUNDS = 21
GOAL = 5_000  # microseconds


def output(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout


def reference(line):
    """The CPU time of json.loads in microseconds, and True if it reads the line."""
    times, is_read = [], True
    for _ in range(ROUNDS):
        start = time.thread_time_ns()
        try:
            json.loads(line)
        except (ValueError, RecursionError):
            is_read = False
        times.append((time.thread_time_ns() - start) / 1e3)
    return statistics.median(times), is_read


def rows(program):
    """The name, outcome and times of each line: best, median, Python's, and True if that read it."""
    lines = output(program, "show").removesuffix(b"\n").split(b"\n")
    figures = output(program, "time").decode().splitlines()
    for line, figure in zip(lines, figures, strict=True):
        name, text = line.split(b"\t", 1)
        best, median, outcome = figure.split()
        yield (name.decode(), outcome, float(best), float(median), *reference(text.decode()))


def main():
    (program,) = sys.argv[1:]
    print(f"{'line of 64 KiB':<58}{'outcome':<14}{'best µs':>9}{'median µs':>11}{'json.loads':>12}"
          f"{'ratio':>7}")
    worst = 0
    for name, outcome, best, median, loads, is_read in rows(program):
        worst = max(worst, median)
        ratio = f"{median / loads:.2f}" if is_read else "-"
        print(f"{name:<58}{outcome:<14}{best:>9.0f}{median:>11.0f}{loads:>12.0f}{ratio:>7}")
    print(f"the worst: {worst:.0f} µs of {GOAL} µs")
    nanoseconds, allocations = map(float, output(program, "filter").split())
    print(f"a record through filters with 600 values: {nanoseconds:.0f} ns, "
          f"{allocations:.1f} allocations")
    if worst > GOAL:
        sys.exit("lines.py: a line takes longer than it may")


main()
