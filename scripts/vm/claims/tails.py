# SPDX-License-Identifier: Apache-2.0

# The tail of a scan whose head was read before the scanner or the daemon went away. Alone it is as
# good a label as any, and must not be taken for one, however late it comes.

from claim import SCANNER, claim, expect
from labels import digits, outcomes

KEYBOARD = {"vid": "046d", "pid": "c31c", "maker": "Logitech", "product": "Keyboard"}
LATE = 5  # seconds: more than any silence after which the daemon believes what it reads


@claim(f"A scanner vanishes in the middle of a scan, comes back at another node and types the tail "
       f"{LATE} s later: the tail is incomplete, the next scan is accepted", seconds=12,
       machine=SCANNER)
def replugged(guest):
    node = guest.plug()
    cut = digits(guest, 24)
    # At one go: after a second without a key it would be the pause that ended the scan.
    guest.run(f"{guest.gadget_command(cut[:12])} && usb-scanner unplug 0")
    guest.until("no scanner", lambda: not guest.scanners()["scanners"])
    guest.plug(1, **KEYBOARD)  # has the node now
    again = guest.plug()
    expect(again != node, f"it is at {again} again")
    expect_tail_incomplete(guest, cut, "unplugged")


@claim(f"systemctl restart in the middle of a scan, while no key waits, and the tail {LATE} s after "
       "it: head and tail are incomplete, the next scan is accepted", seconds=12, machine=SCANNER)
def restarted(guest):
    guest.plug()
    cut = digits(guest, 24)
    guest.run(f"{guest.gadget_command(cut[:12])} && sleep 0.2 && systemctl restart scand.service")
    expect_tail_incomplete(guest, cut, "restart")


@claim(f"kill -9 in the middle of a scan, while no key waits, and the tail {LATE} s after it: the tail "
       "is incomplete, the next scan is accepted", full=True, seconds=14, machine=SCANNER)
def killed(guest):
    guest.plug()
    cut = digits(guest, 24)
    guest.run(f"{guest.gadget_command(cut[:12])} && sleep 0.3; pkill -9 -x scand; sleep 2")
    expect_tail_incomplete(guest, cut, None)


@claim(f"systemctl stop and start in the middle of a scan, and the tail {LATE} s after it: head and tail "
       "are incomplete, the next scan is accepted", full=True, seconds=14, machine=SCANNER)
def stopped(guest):
    guest.plug()
    cut = digits(guest, 24)
    guest.run(f"{guest.gadget_command(cut[:12])} && sleep 0.2; "
              "systemctl stop scand.service; systemctl start scand.service")
    expect_tail_incomplete(guest, cut, "restart")


def expect_tail_incomplete(guest, cut, cause):
    """Types the tail of a scan, and a label: expects that the tail is incomplete, and the head with
    its cause. With None the head is lost."""
    guest.await_grab(settle=False)
    guest.run(f"sleep {LATE}")
    guest.gadget_type(cut[12:] + "\n")
    whole = digits(guest, 20)
    guest.scan(whole)
    head = [] if cause is None else [("incomplete", cut[:12], cause)]
    guest.await_records(len(head) + 2)
    found = outcomes(guest.expect_sound())
    expect(found == head + [("incomplete", cut[12:], "started-mid-scan"), ("accepted", whole)],
           f"the records are {found}")


@claim("After an unplugging and a restart between two scans the first scan is accepted", full=True,
       seconds=15, machine=SCANNER)
def between_scans(guest):
    guest.plug()
    labels = [digits(guest, 20) for _ in range(3)]
    guest.scan(labels[0])
    guest.await_records(1)
    guest.unplug()
    guest.until("no scanner", lambda: not guest.scanners()["scanners"])
    guest.plug()
    guest.await_grab()
    guest.scan(labels[1])
    guest.await_records(2)
    guest.service("restart")
    guest.await_grab()
    guest.scan(labels[2])
    guest.await_records(3)
    found = outcomes(guest.expect_sound())
    expect(found == [("accepted", label) for label in labels], f"the records are {found}")
