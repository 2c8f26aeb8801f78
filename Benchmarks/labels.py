# SPDX-License-Identifier: Apache-2.0

"""One label read with all rules, ours beside others' in the same run: labels.py DECODING [JSON]

Each reader is a program that takes the commands of Sources/decoding/main.swift. Instructions are
counted by valgrind's callgrind, whose figures come out the same on a busy machine: the difference
of two runs, one reading a label twice as often, in which the start of the program falls out.
"""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

GS = "\x1d"
LABELS = {
    "01+10": "]C1010950600013435210ABC123",
    "01+17+10+GS+21": f"]C101095060001343521727063010C202507{GS}21HD-12345",
    "5 AIs, DataMatrix": f"]d20109506000134352112601011727063010C202507{GS}21HD-12345",
    "SSCC": "]C100095060001343520017",
    "48 characters": f"]C10109506000134352172706301012345678{GS}2112345678901",
    "bad check digit": f"]C101095060001343531727063010C202507{GS}21HD-12345",
    "Digital Link": "]Q1https://id.gs1.org/01/09506000134352/10/C202507/21/HD-12345?17=270630",
    "EAN-13": "]E09506000134352",
    "address 4300-4307": f"]C1000950600013435200174300ACME+Ltd{GS}4301Jane+Doe{GS}4302Unit+7{GS}"
                         f"43031+High+Street{GS}4304Soho{GS}4305London{GS}4306LND{GS}4307GB",
    "coupon 8110": "]C1811006141416543212501101231112245693261231426010191100",
}
READS = 2000  # of the shorter run under callgrind
# The layouts of "decoding keys", in its order.
KEY_LAYOUTS = ("layout us", "digits on Shift")
BIIP = "5.2.0"
here = pathlib.Path(__file__).parent
build = here / ".build-peers"


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def timed(program):
    """The cost of each label: nanoseconds, allocations (None where not counted), verdict."""
    figures = {}
    lines = output(*program, "time", *LABELS.values()).splitlines()
    for name, line in zip(LABELS, lines, strict=True):
        best, median, allocations, verdict = line.split()
        figures[name] = {
            "best": float(best), "median": float(median), "valid": verdict == "valid",
            "allocations": None if allocations == "-" else float(allocations)}
    return figures


def collected(program, reads, label):
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *program, "repeat",
         str(reads), label], check=True, capture_output=True, text=True)
    if int(run.stdout) not in (0, reads):
        sys.exit(f"labels.py: of {reads} readings of one label {run.stdout.strip()} are valid")
    return int(re.search(r"Collected : (\d+)", run.stderr)[1])


def count_instructions(program, figures):
    """Adds instructions a label, and sees that what is left, the start, is the same for all."""
    starts = []
    for name, label in LABELS.items():
        once, twice = (collected(program, reads, label) for reads in (READS, 2 * READS))
        figures[name]["instructions"] = round((twice - once) / READS)
        starts.append(2 * once - twice)
        if figures[name]["instructions"] < len(label):
            sys.exit(f"labels.py: {label!r} cannot be read in so few instructions: {once}, {twice}")
    if max(starts) > 1.05 * min(starts):
        sys.exit(f"labels.py: the starts differ, the counts are worth nothing: {starts}")


def engine_flags():
    """The compiler flags for GS1's engine, or None if it is not installed."""
    given = os.environ.get("GS1ENCODERS_FLAGS")
    if given:
        return shlex.split(given)
    if not shutil.which("cc"):
        return None
    if subprocess.run(["pkg-config", "--exists", "gs1encoders"], check=False).returncode == 0:
        return shlex.split(output("pkg-config", "--cflags", "--libs", "gs1encoders"))
    header = subprocess.run(
        ["cc", "-E", "-xc", "-"], input="#include <gs1encoders.h>", text=True, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return ["-lgs1encoders"] if header.returncode == 0 else None


def engine():
    """GS1's own engine, compiled, or None."""
    flags = engine_flags()
    if flags is None:
        print("GS1's C engine is not installed. To have it beside ours, say where it is, such as\n"
              "  GS1ENCODERS_FLAGS='-I/opt/gs1/include -L/opt/gs1/lib -lgs1encoders' "
              "./scripts/bench labels")
        return None
    program = build / "gs1-engine"
    counter = here / "Sources/CAllocations"
    subprocess.run(
        ["cc", "-O3", "-Wno-deprecated-declarations", "-I", counter / "include", "-o", program,
         here / "peers/gs1-engine.c", counter / "allocations.c", *flags], check=True)
    return [program]


def biip():
    """The pinned biip in an environment of its own, or None where PyPI cannot be reached."""
    python = build / "biip" / "bin" / "python"
    try:
        if not python.exists():
            output("/usr/bin/python3", "-m", "venv", build / "biip")
        output(python, "-m", "pip", "install", "--quiet", f"biip=={BIIP}")
    except subprocess.CalledProcessError as error:
        print(f"biip {BIIP} is left out, pip could not install it: "
              f"{(error.stderr.strip().splitlines() or ['no reason given'])[-1]}")
        return None
    return [python, here / "peers/biip-reader.py"]


def measure(decoding):
    """The figures of each reader that is there."""
    build.mkdir(exist_ok=True)
    readers = {"scand": [decoding], "GS1's engine": engine(), f"biip {BIIP}": biip()}
    figures = {}
    for name, program in readers.items():
        if program:
            figures[name] = timed(program)
            if name.startswith("biip"):
                continue
            count_instructions(program, figures[name])
    return figures


def cell(figures, key):
    value = figures.get(key)
    if value is None:
        return "-"
    return f"{value:.0f}" if value >= 1000 or key == "instructions" else f"{value:.1f}"


def show(readers):
    """A table, a row for each label and reader."""
    columns = {"best": 10, "median": 11, "instructions": 14, "allocations": 13}
    print(f"{'label':<20}{'reader':<14}{'verdict':<9}{'best ns':>10}{'median ns':>11}"
          f"{'instructions':>14}{'allocations':>13}")
    for label in LABELS:
        for number, (reader, figures) in enumerate(readers.items()):
            row = figures[label]
            verdict = "valid" if row["valid"] else "bad"
            print(f"{'' if number else label:<20}{reader:<14}{verdict:<9}"
                  + "".join(f"{cell(row, key):>{width}}" for key, width in columns.items()))


def main():
    decoding, *file = sys.argv[1:]
    load = os.getloadavg()[0]
    print(f"load {load:.1f} on {os.cpu_count()} processors")
    key_events = {}
    for layout, line in zip(KEY_LAYOUTS, output(decoding, "keys").splitlines(), strict=True):
        best, median, allocations = map(float, line.split())
        print(f"one key event of a scan, {layout}: best {best:.1f} ns, median {median:.1f} ns, "
              f"{allocations:.1f} allocations")
        key_events[layout] = {"best": best, "median": median, "allocations": allocations}
    readers = measure(decoding)
    show(readers)
    if file:
        figures = {
            "load": load, "processors": os.cpu_count(), "labels": LABELS, "readers": readers,
            "keyEvents": key_events}
        pathlib.Path(file[0]).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


main()
