# SPDX-License-Identifier: Apache-2.0

# The wall clock jumps: on a machine without a battery when it learns the time, or by mistake.

from claim import SCANNER, claim, expect
from labels import digits, outcomes

YEARS = 5 * 365 * 86400
MINUTE = 60


def note_codes(record):
    """The codes of a record's notes."""
    return [note["code"] for note in record["notes"]]


def set_clock(guest, seconds):
    """Sets the guest's clock forward, or back, by so many seconds."""
    guest.run(f"date -s @$(( $(date +%s) + {seconds} ))")


@claim("The clock is set by years, in both directions, in the middle of scans: they are "
       "whole and in order, and the first after a step back has the note clock-changed",
       seconds=13, full_seconds=80, machine=SCANNER)
def clock_steps(guest):
    guest.plug()
    guest.await_grab()
    guest.gadget_type("\n")  # after a terminator it trusts the data
    scan(guest)
    steps = [YEARS, -2 * YEARS, YEARS, -MINUTE] * (10 if guest.full else 1)
    for step in steps:
        scan(guest, step)
        scan(guest)
    records = guest.await_records(len(guest.typed))
    expect_whole(guest, records)
    for before, record in zip([None, *records], records):
        changed = before is not None and record["time"] < before["time"]
        expect(("clock-changed" in note_codes(record)) == changed,
               f"{record} after one of {before and before['time']}")
    times = [record["time"] for record in records]
    back = sum(later < earlier for earlier, later in zip(times, times[1:]))
    expect(back == sum(step < 0 for step in steps), f"the times are {times}")
    return f"{len(steps)} steps in mid-scan, {back} of them back and noted"


def scan(guest, step=0):
    """Scans, and sets the clock meanwhile: a label takes about a third of a second."""
    done = guest.start_scan(digits(guest, 30), gap=5)
    if step:
        guest.run("sleep 0.1")
        set_clock(guest, step)
    done()


def expect_whole(guest, records):
    """Expects one accepted record for every label, in the order in which they were typed."""
    got = outcomes(records)
    expect(got == [("accepted", text) for text in guest.typed], f"the records are {got}")
    guest.expect_sound(records)
