# SPDX-License-Identifier: Apache-2.0

# The time that the sqlite3 shell needs for the queries of the benchmark "journal": all of a
# kind in one process, so a mean.
#
#   shell.py DIRECTORY

import pathlib
import subprocess
import sys
import time

directory = pathlib.Path(sys.argv[1])
for name in ("serial", "lot"):
    questions = (directory / f"{name}.sql").read_bytes()
    began = time.monotonic()
    subprocess.run(["sqlite3", "-readonly", directory / "journal.db"], input=questions, check=True,
                   stdout=subprocess.DEVNULL)
    mean = (time.monotonic() - began) / questions.count(b"\n") * 1e6
    print(f"sqlite3 shell, the same as trace --{name}: mean {mean:.0f} µs")
