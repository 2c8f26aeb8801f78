# SPDX-License-Identifier: Apache-2.0

# The daemon is ended in the middle of scans, again and again.

import collections
import json

from claim import SCANNER, claim, expect


WHATEVER = ("no accepted record of an incompletely typed scan, no published record missing, none "
            "twice, and every later scan is recorded")


@claim(f"kill -9 and systemctl restart in the middle of 4 scans: {WHATEVER}", seconds=20,
       machine=SCANNER)
def cut_scans(guest):
    return cut(guest, 4, "kill kill restart")


@claim(f"kill -9, systemctl restart, stop and start in the middle of 200 scans: {WHATEVER}",
       full=True, seconds=500, machine=SCANNER)
def cut_scans_200(guest):
    return cut(guest, 200, "kill kill kill restart stop-start")


def cut(guest, rounds, ways):
    """Cuts scans, by one of these ways each, and looks what became of them."""
    guest.plug()
    guest.drop_in("[Service]\nRestartSec=100ms\n")
    said = guest.run(f"cut-scans /dev/hidg0 {rounds} {guest.random.randrange(1 << 30)} {ways}",
                     timeout=rounds * 20).out
    typed, published = parse(said)
    guest.typed = [text for _, text in typed]
    records = guest.expect_sound()
    expect(published == records, "what was published is not what is recorded: "
           f"{[r for r in published if r not in records] or 'some were not published'}")
    causes = {reason["code"] for r in records for reason in r["reasons"]}
    # More than 16 characters overrun the kernel's ring while nobody reads, or while the daemon
    # starts.
    expect(causes <= {"restart", "started-mid-scan", "overrun", "continuation"},
           f"there are {causes}")
    fates = collections.Counter(fate(kind, text, records) for kind, text in typed)
    return ", ".join(f"{count} {name}" for name, count in sorted(fates.items()))


def parse(said):
    """The typed scans, (kind, text) each, and the records that the subscriber got."""
    typed, published = [], []
    for line in said.splitlines():
        kind, rest = line.split(" ", 1)
        if kind == "record":
            published.append(json.loads(rest))
        else:
            text, *how = rest.split()
            enter = len(text) + 1
            killed = kind == "cut" and how[1] == "kill" and int(how[0]) < enter
            typed.append(("killed" if killed else kind, text))
    return typed, published


def fate(kind, text, records):
    """The outcome of a scan, if it is allowed. A piece of a cut scan may be a single digit, so it cannot
    always be said of which; of the others the end must be there."""
    is_cut = kind in ("cut", "killed")
    mine = [r for r in records if has(r["data"].rstrip("\r"), text, is_cut)]
    is_whole = any(r["verdict"] == "accepted" for r in mine)
    expect(not (is_whole and kind == "killed"), f"{text} was not typed whole, and gave {mine}")
    expect(is_whole or kind != "whole", f"{text} was typed whole, and gave {mine}")
    if is_cut:
        end = "accepted before the end" if is_whole else "incomplete" if mine else "without a trace"
        return f"cut scans {end}"
    expect(mine, f"{text} left no trace")
    return "whole scans accepted" if is_whole else "too soon after the start"


def has(data, text, is_cut):
    """True if data belong to a text: a piece of it if it was cut, otherwise its end."""
    return bool(data) and data in text if is_cut else data.endswith(text)
