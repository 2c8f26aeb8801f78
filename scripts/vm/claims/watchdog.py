# SPDX-License-Identifier: Apache-2.0

# systemd's watchdog: a hanging daemon is ended and started again; a daemon that only waits for room
# on the disk is not.

from claim import SCANNER, claim, expect
from labels import digits

STATE = "/var/lib/scand"
PATIENCE = 3  # seconds


def begin(guest):
    """A daemon with that watchdog, on a file system of its own, with a scan; its process."""
    guest.drop_in(f"[Service]\nWatchdogSec={PATIENCE}\nTimeoutAbortSec=1\n")
    guest.move_state(size="16M")
    guest.plug()
    guest.await_grab()
    guest.gadget_type("\n")
    scan(guest)
    guest.await_records(1)
    return guest.pid()


def scan(guest):
    """Scans a label that was not scanned before."""
    guest.scan(digits(guest, 24), gap=0)


def is_ended(guest, process):
    """Waits until the watchdog has run out, and expects that the process was meant."""
    guest.await_log("Watchdog timeout", 4 * PATIENCE)
    expect(f"Killing process {process}" in guest.log(), "another process was killed")


def works_again(guest, process):
    """Expects another process, the record from before, and that scans are recorded."""
    guest.until("another process", lambda: guest.pid() not in (0, process))
    guest.await_grab()
    before = len(guest.await_records(1))
    guest.gadget_type("\n")
    scan(guest)
    guest.until("the next scan", lambda: guest.records()[-1].get("data") == guest.typed[-1])
    guest.expect_sound()
    expect(guest.property("NRestarts") == "1", f"{guest.property('NRestarts')} restarts")
    return before


@claim(f"A writer that hangs in the disk for {PATIENCE} s is ended by the watchdog, and another "
       "goes on", seconds=9, machine=SCANNER)
def stuck_writer(guest):
    process = begin(guest)
    guest.run(f"fsfreeze -f {STATE}")
    scan(guest)
    is_ended(guest, process)
    guest.run(f"fsfreeze -u {STATE}")  # no process can end while it waits for a frozen disk
    works_again(guest, process)


@claim("The watchdog ends a daemon whose reader is stopped (SIGSTOP)", full=True, seconds=28,
       machine=SCANNER)
def stuck_reader(guest):
    process = begin(guest)
    guest.run(f"kill -STOP {process}")
    is_ended(guest, process)
    works_again(guest, process)


@claim("The watchdog spares a daemon that waits for room on a full disk, or has nothing to "
       "write to a hanging disk", full=True, seconds=40, machine=SCANNER)
def patience(guest):
    process = begin(guest)
    guest.run(f"cat /dev/zero >{STATE}/ballast || sync")
    scan(guest)
    guest.run(f"sleep {2 * PATIENCE}")
    status = guest.status()
    expect(status["notDurable"] == 1, f"the status is {status}")
    guest.run(f"rm {STATE}/ballast")
    guest.await_records(2)
    guest.run(f"fsfreeze -f {STATE}; sleep {2 * PATIENCE}; fsfreeze -u {STATE}")
    scan(guest)
    records = guest.await_records(3)
    guest.expect_sound(records)
    expect([record["data"] for record in records] == guest.typed, f"the records are {records}")
    expect(guest.pid() == process and "Watchdog timeout" not in guest.log(), "it was ended")
    return f"{2 * PATIENCE} s each, with a watchdog of {PATIENCE} s"
