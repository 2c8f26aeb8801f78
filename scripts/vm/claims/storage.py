# SPDX-License-Identifier: Apache-2.0

# The file system of the state directory is full, cannot be written, or returns other data than were
# written. No scan must be lost for that, and nothing must be published that is not on the disk.

import re

from claim import SCANNER, claim, expect
from labels import digits, outcomes

STATE = "/var/lib/scand"
WAITING = 6  # scans while nothing can be recorded


def begin(guest, options="defaults"):
    """A daemon on a small file system of its own, with a subscriber and three scans."""
    guest.move_state(size="16M", options=options)
    guest.follow()
    guest.plug()
    guest.await_grab()
    guest.gadget_type("\n")  # after a terminator it trusts the data
    scan(guest, 3)
    await_published(guest)


def scan(guest, count):
    """Scans labels, one right after the other."""
    for _ in range(count):
        guest.scan(digits(guest, 24))


def await_published(guest):
    """Waits until the subscriber has every label, in the order in which they were typed."""
    guest.until("the subscriber has all", lambda: len(guest.published()) >= len(guest.typed))
    got = outcomes(guest.published())
    expect(got == [("accepted", text) for text in guest.typed], f"the subscriber got {got}")


def waits(guest, count, cause, faults=1):
    """Expects that the daemon keeps so many scans that are not durable, and says so, for each of so
    many faults until now; nothing of them is published or in the journal."""
    before = len(guest.typed) - count
    guest.until("the typed scans wait", lambda: guest.status()["notDurable"] >= count)
    status = guest.status()
    expect(status["notDurable"] == count, f"not {count} scans wait: {status}")
    expect(status["head"] == before, f"the status is {status}")
    expect(any("not durable" in problem and re.search(cause, problem)
               for problem in status["problems"]), f"it says: {status}")
    guest.until("systemctl status says so",  # it is told once a second at most
                lambda: f"{count} not durable" in guest.property("StatusText"))
    expect(guest.log().count("not durable and wait") == faults, "the log does not say it")
    expect(len(guest.published()) == before, f"published: {guest.published()[before:]}")


def outlives(guest, spoil, cause, mend, faults):
    """Expects that while a disk is spoilt scans wait for it, and that all is recorded in order, by
    the same process, once it is mended; it is one of so many faults until now."""
    process = guest.pid()
    guest.run(spoil)
    scan(guest, WAITING)
    waits(guest, WAITING, cause, faults)
    guest.run(mend)
    await_published(guest)
    records = guest.expect_sound()
    expect([record["data"] for record in records] == guest.typed, f"the records are {records}")
    expect(guest.log().count("Recording works again") == faults,
           "the log does not say that the fault ended")
    expect(guest.pid() == process, "the daemon was started anew")


@claim("While the disk is full, and while its file system is read-only, scans are kept and reported "
       "as not durable, none is published, and all are recorded in order afterwards", seconds=15,
       machine=SCANNER)
def outlived(guest):
    begin(guest)
    outlives(guest, f"cat /dev/zero >{STATE}/ballast || sync", "full|No space left",
             f"rm {STATE}/ballast", faults=1)
    # By force: mount cannot while files are open. The kernel goes on taking writes, and says of a
    # sync that it was done, although it was not: the daemon has to look.
    outlives(guest, "echo u >/proc/sysrq-trigger\n"
                    f"until grep -q ' {STATE} ext4 ro' /proc/mounts; do sleep 0.1; done",
             "[Rr]ead-only", f"mount -o remount,rw {STATE}; mount -o remount,rw /", faults=2)
    return f"{WAITING} scans waited each time"


@claim("When the disk fails so that ext4 gives up, only records on the disk are published; "
       "after its repair the daemon continues with the next cursor", full=True,
       seconds=32, machine=SCANNER)
def disk_fails(guest):
    begin(guest, "errors=remount-ro")
    before = guest.published()
    guest.run("echo 1 >/sys/fs/ext4/$(basename $(findmnt -no SOURCE /var/lib/scand))"
              "/trigger_fs_error")
    scan(guest, WAITING)
    waits(guest, WAITING, "disk I/O error|[Rr]ead-only")  # first the one, then the other
    # The subscriber's next attempt would start the daemon again, whose mount namespace keeps the disk in use.
    guest.run("systemctl stop scand.socket scand.service")
    lost = re.findall(r"until the end; lost: (\d+) scans?", guest.log())
    expect(sum(map(int, lost)) == WAITING, f"the log says that {lost} are lost")
    guest.run(f"node=$(findmnt -no SOURCE {STATE}); umount {STATE}; "
              "e2fsck -fy $node || [ $? = 1 ]; "
              f"mount $node {STATE}; systemctl start scand.socket scand.service")
    expect(guest.records() == before, f"now there are {guest.records()}")
    guest.await_grab()
    guest.gadget_type("\n")
    scan(guest, 1)
    expect(guest.await_records(4)[3]["data"] == guest.typed[-1], "the next scan is not recorded")
    guest.expect_sound()


def damage(guest):
    """Overwrites the database, whole; the names and hashes of what there was then."""
    return dict(reversed(line.split()) for line in guest.run(
        f"cd {STATE} && size=$(stat -c %s journal.db) && "
        "head -c $size /dev/urandom | dd of=journal.db conv=notrunc status=none && "
        "sha256sum journal.db journal.db-wal").out.splitlines())


def is_set_aside(guest, before, found):
    """Expects that the damaged files are as they were, under another name, that the log says so,
    and that a new journal has begun with the next scan; its uuid was `before`."""
    scan(guest, 1)
    [record] = guest.await_records(1)
    expect(record["data"] == guest.typed[-1] and record["cursor"] == 1, f"the record is {record}")
    expect(guest.status()["journal"] != before, "the new journal has the old one's uuid")
    aside = guest.run(f"ls {STATE}/journal.db.damaged-* | head -1").out.strip()
    sums = guest.run(f"sha256sum {aside} {aside}-wal; ls {aside}-shm").out.split()
    expect([sums[0], sums[2]] == [found["journal.db"], found["journal.db-wal"]],
           f"{aside} is not what it was: {sums} for {found}")
    expect(f"set aside as {aside}" in guest.log(), "the log does not name the damaged file")
    expect(guest.rows("PRAGMA integrity_check") == [("ok",)], "the new journal is not sound")


@claim("A journal that was damaged while the daemon was stopped is set aside as it is and named in "
       "the log; a new one begins", full=True, seconds=26, machine=SCANNER)
def damaged_while_stopped(guest):
    begin(guest)
    journal = guest.status()["journal"]
    guest.run("systemctl stop scand.socket scand.service")
    found = damage(guest)
    guest.run("systemctl start scand.socket scand.service")
    guest.await_grab()
    guest.gadget_type("\n")
    is_set_aside(guest, journal, found)


@claim("A journal that was damaged while the daemon ran is set aside as it is and named in the log; a "
       "new one begins, and the daemon goes on", full=True, seconds=24, machine=SCANNER)
def damaged_while_running(guest):
    begin(guest)
    guest.service("restart")  # so that the writer has read little of it
    guest.await_grab()
    guest.gadget_type("\n")
    journal, process = guest.status()["journal"], guest.pid()
    found = damage(guest)
    is_set_aside(guest, journal, found)
    expect(guest.pid() == process, "the daemon was started anew")
