# SPDX-License-Identifier: Apache-2.0

# How long the sqlite3 shell takes for the questions that the benchmark "journal" has written, by its
# own timer: half of them are for serials, the others for lots.
#
#   shell.py DIRECTORY

import pathlib
import re
import subprocess
import sys

directory = pathlib.Path(sys.argv[1])
questions = (directory / "questions.sql").read_text()
said = subprocess.run(["sqlite3", "-readonly", directory / "journal.db"], input=questions,
                      capture_output=True, text=True, check=True)
times = [float(real) * 1e6 for real in re.findall(r"Run Time: real ([0-9.]+)", said.stdout)]
half = len(times) // 2
if half < 100:
    sys.exit(f"the shell has timed {len(times)} questions: {said.stderr}")
for name, part in (("--serial", times[:half]), ("--lot", times[half:])):
    part.sort()
    print(f"sqlite3 shell, the same as trace {name}: p50 {part[half // 2]:.0f} µs, "
          f"p99 {part[half * 99 // 100]:.0f} µs")
