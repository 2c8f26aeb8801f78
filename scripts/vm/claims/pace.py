# SPDX-License-Identifier: Apache-2.0

# The pace at which scanners may type while the disk hangs. The kernel keeps 64 events of a device
# for a late reader, which is ten to sixteen characters, and then reports SYN_DROPPED.
#
# The scanners are uinput devices (guest/typist.c). Others, as many but in the short form, are read
# by a program that does nothing else (guest/bare-reader.c), with the daemon's priority, in the same
# run: keys that this program loses, no program can keep. The disk hangs because its file system is
# frozen (fsfreeze(8)).

import collections
import re

from channel import RigFailure
from claim import STEADY, claim, expect

BLOCKED = 5  # seconds
LENGTH = 40  # keys of a label, Enter included
RULE = """SUBSYSTEM=="input", KERNEL=="event*", ATTRS{name}=="typist s*", \\
  ENV{ID_BARCODE_SCANNER}="1", ENV{ID_BUS}="usb", ENV{ID_SERIAL_SHORT}="$attr{name}"
"""
# The reader of a scanner trusts nothing in the first second, so the typing begins after that.
RACE = """
cd /run && mkfifo typist.in bare.in && PATH=$PATH:/usr/local/bin
typist %(period)d %(scans)d s:%(count)d b:%(bare)d <typist.in >typist.out 2>&1 &
exec 8>typist.in
until grep -q ready typist.out; do sleep 0.02; done
udevadm settle
bare-reader $(chrt -p %(pid)d | sed -n 's/.*priority: //p') 'typist b' <bare.in >bare.out 2>&1 &
exec 9>bare.in
until grep -q 'ready %(bare)d' bare.out; do sleep 0.02; done
until [ "$(ask '{"scanners":{}}' | grep -o '"grab":"grabbed"' | wc -l)" = %(count)d ]; do
  sleep 0.05
done
sleep 1.2
fsfreeze -f /var/lib/scand && echo >&8 && sleep %(blocked)d
ask '{"status":{}}' >status.json
fsfreeze -u /var/lib/scand
until grep -q us= typist.out; do sleep 0.05; done
sleep 0.1
exec 9>&-
until grep -q drops= bare.out; do sleep 0.05; done
cat typist.out bare.out
grep -o '"notDurable":[0-9]*' status.json
"""

Race = collections.namedtuple("Race", "typed whole overruns bare_whole bare_overruns period")


def race(guest, count, period, seconds, bare=None):
    """Has `count` scanners type for as long, a character in `period` microseconds, and `bare` others,
    or as many, for the bare reader; what both read. Whatever the daemon says it read must have been
    typed."""
    guest.put(RULE, "/run/udev/rules.d/64-typist.rules")
    guest.run("udevadm control --reload")
    guest.move_state()
    scans = round(seconds * 1_000_000 / period / LENGTH)
    said = guest.run(RACE % {"count": count, "bare": bare or count, "period": period, "scans": scans,
                             "pid": guest.pid(), "blocked": BLOCKED}, 120).out
    number = {name: int(value) for name, value in re.findall(r'(\w+)"?[=:](\d+)', said)}
    if number["us"] > 1.25 * period:  # this machine is too busy even for that
        raise RigFailure(f"a character took {number['us']} µs instead of {period}")
    blocked = round(count * BLOCKED * 1_000_000 / number["us"] / LENGTH)
    expect(number["notDurable"] > 0.9 * blocked,
           f"the disk did not stand still: {number['notDurable']} of {blocked} scans waited")
    read = read_labels(guest)
    wrong = [label for label in read if label not in labels(count, scans)]
    expect(not wrong and len(set(read)) == len(read), f"labels that were not typed: {wrong}")
    return Race(count * scans, len(read), overruns(guest), number["enters"], number["drops"],
                number["us"])


def labels(count, scans):
    """The text that the typist types (guest/typist.c)."""
    found = set()
    for device in range(count):
        for scan in range(scans):
            head = f"s{device}x{scan:06}x"
            found.add(head + "".join(str((device + scan + at) % 10)
                                     for at in range(len(head), LENGTH - 1)))
    return found


def read_labels(guest):
    """The labels that were read whole, once all is recorded."""
    guest.until("all is recorded", lambda: guest.status()["notDurable"] == 0, 60)
    return [data for data, in guest.rows(
        "SELECT CAST(data AS TEXT) FROM record WHERE verdict <> 'incomplete' ORDER BY cursor")]


def overruns(guest):
    """The number of times the kernel told the daemon that it dropped events."""
    return guest.rows("SELECT count(*) FROM record WHERE reasons = 'overrun'")[0][0]


def figure(result):
    """The result for the summary."""
    return f"{result.whole} of {result.typed} scans whole, {result.overruns} overruns (bare C " \
           f"reader: {result.bare_overruns}); a character took {result.period / 1000:.1f} ms"


def expect_none_lost(result):
    """Expects that every label was read."""
    expect(result.overruns == 0 and result.whole == result.typed, figure(result))
    return figure(result)


@claim("10 scanners at 4 ms a character lose nothing while the disk hangs for 5 s",
       seconds=10, machine=STEADY)
def ten_scanners(guest):
    return expect_none_lost(race(guest, count=10, period=4000, seconds=5.5,
                                bare=None if guest.full else 1))


@claim("A scanner at 1 ms a character loses nothing while the disk hangs for 5 s",
       full=True, seconds=8, machine=STEADY)
def fast_scanner(guest):
    return expect_none_lost(race(guest, count=1, period=1000, seconds=5.5))


@claim("10 scanners at 1 ms a character lose nothing where the simplest C reader loses nothing",
       full=True, seconds=60, machine=STEADY)
def ten_fast_scanners(guest):
    result = race(guest, count=10, period=1000, seconds=5.5)
    return figure(result) if result.bare_overruns else expect_none_lost(result)
