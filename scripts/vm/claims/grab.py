# SPDX-License-Identifier: Apache-2.0

# The readers of a scanner's keys: the daemon alone after the grab, the console before and after
# that.

from claim import SCANNER, claim, expect
from console import Console, SecondReader
from labels import digits, outcomes

# Once ended, it starts again only when keys have been typed: not more than 16, the kernel keeps no
# more for it.
WAITS = """[Service]
RestartSec=100ms
ExecStartPre=/bin/sh -c 'until [ -e /run/typed ]; do sleep 0.05; done'
"""
WITHOUT_GRAB = "[Match]\nVendor=05f9\n[Scanner]\nGrab=no\n"


def end_and_type(guest, how, keys):
    """Ends the daemon and types keys before it starts again."""
    pid = guest.pid()
    guest.run(f"rm -f /run/typed; {how.format(pid=pid)}\n"
              f"while [ -d /proc/{pid} ]; do sleep 0.02; done\n"
              f"{guest.gadget_command(keys)} && touch /run/typed")


@claim("After the grab no key reaches the console or a second reader: not while the daemon "
       "runs, not during systemctl restart, not after kill -9; the keys typed while it was "
       "dead are one record `restart`, exact to the key", seconds=10, machine=SCANNER)
def nobody_else(guest):
    guest.drop_in(WAITS)
    node = guest.plug()
    console, reader = Console(guest), SecondReader(guest, node)
    whole = digits(guest, 20)
    guest.scan(whole)
    guest.await_records(1)

    dead = digits(guest, 12)
    end_and_type(guest, "kill -KILL {pid}", dead)
    guest.await_records(2)
    guest.await_grab(settle=False)
    guest.gadget_type("\n")  # a terminator shows where the next scan begins
    next_one = digits(guest, 20)
    guest.scan(next_one)
    found = outcomes(guest.await_records(3))
    expect(found == [("accepted", whole), ("incomplete", dead, "restart"),
                     ("accepted", next_one)], f"the records are {found}")

    cut, at = digits(guest, 24), guest.random.randrange(12, 22)
    guest.gadget_type(cut[:at])
    end_and_type(guest, "systemctl restart --no-block scand.service", cut[at:] + "\n")
    guest.await_grab(settle=False)
    guest.gadget_type("\n")
    last = digits(guest, 20)
    guest.scan(last)
    guest.await_records(6)
    found = outcomes(guest.expect_sound())[3:]
    expect(found == [("incomplete", cut[:at], "restart"),
                     ("incomplete", cut[at:] + "\r", "restart"), ("accepted", last)],
           f"the records are {found}")
    expect(not console.digits(), f"the console heard {console.digits()}")
    expect(not reader.presses(), f"another reader heard {reader.presses()} keys")
    count = sum(map(len, (whole, dead, next_one, cut, last))) + 6
    return f"{count} keys, 0 on the console, 0 at the second reader"


@claim("Before the grab and after systemctl stop the keys are the console's; with Grab=no they are "
       "both the daemon's and the console's", full=True, seconds=6, machine=SCANNER)
def given_back(guest):
    guest.plug()
    guest.service("stop")
    console = Console(guest)
    before, grabbed, stopped, shared = (digits(guest, 8) for _ in range(4))
    guest.gadget_type(before)
    guest.service("start")
    guest.await_grab(settle=False)
    guest.gadget_type("\n")
    guest.scan(grabbed)
    guest.await_records(1)
    guest.service("stop")
    guest.gadget_type(stopped)
    expect(console.digits() == before + stopped, f"the console heard {console.digits()}")
    guest.scanner_file("10-shared", WITHOUT_GRAB)
    guest.service("start")
    guest.until("a scanner", lambda: guest.scanners()["scanners"])
    [scanner] = guest.scanners()["scanners"]
    expect(scanner["grab"] == "off", f"it is grabbed: {scanner}")
    guest.gadget_type("\n")
    guest.scan(shared)
    guest.await_records(2)
    expect(console.digits() == before + stopped + shared, f"the console heard {console.digits()}")
    found = outcomes(guest.expect_sound())
    expect(found == [("accepted", grabbed), ("accepted", shared)], f"the records are {found}")
