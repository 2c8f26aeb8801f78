# SPDX-License-Identifier: Apache-2.0

# Power is lost while scans come in. Recorded before published: every record that a subscriber has
# seen must be in the journal afterwards, whatever became of the writes that were not flushed.
#
# The state directory is on a disk of its own, whose writes and flushes QEMU logs (writelog.py), and
# the kernel writes nothing by itself. The subscriber's records go to the host at once.

import json
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import time

from channel import RigFailure
from claim import SCANNER, Disproved, claim, expect
from labels import digits
from writelog import read_files, recover

FILES = ["journal.db", "journal.db-wal"]
IMAGES = 60  # of one run
READ_BY_DAEMON = 5  # of these


class Run:
    """A run of the guest that ended with the power: its disk, and from when on which records had
    been published: (entries in the log of writes, records)."""

    def __init__(self, disk, samples):
        self.disk, self.samples = disk, samples

    def published(self, at):
        """The records that had been published, at the latest, when the log had `at` entries."""
        return max((records for entries, records in self.samples if entries <= at), key=len,
                   default=[])

    @property
    def last(self):
        """All that the subscriber ever saw."""
        return self.samples[-1][1]


def scan_until_power_cut(guest, options="defaults"):
    """Scans without a pause until the power goes at a random moment."""
    disk = guest.add_disk("32M")
    guest.move_state(disk.node, options=options)
    guest.hold_writeback("/var/lib/scand")
    guest.plug()
    guest.await_grab()
    guest.follow()
    text = "\n" + "".join(digits(guest, 30) + "\n" for _ in range(2000))
    guest.typed += text.split()
    guest.start_command(guest.gadget_command(text), 600)
    guest.until("the first record", guest.published)
    samples = []
    end = time.monotonic() + guest.random.uniform(1, 3)
    while time.monotonic() < end:
        records = guest.published()  # before the log, so that what made them safe is in that
        samples.append((disk.log.count(), records))
        time.sleep(0.01)
    guest.power_cut()
    samples.append((disk.log.count(), guest.published()))
    return Run(disk, samples)


class Host:
    """A directory on the host for images of the disk, and the files read from them."""

    def __init__(self, guest):
        self._daemon = guest.share / "bin/scand"
        self._folder = guest.folder / "crash"
        self._image = guest.folder / "crash.img"

    def journal(self, disk, at, rng):
        """The records after a power loss at an entry of the log; Disproved if it is not sound."""
        disk.image(self._image, at, rng)
        shutil.rmtree(self._folder, ignore_errors=True)
        expect(recover(self._image), f"e2fsck cannot repair the file system at {at}")
        expect(read_files(self._image, FILES, self._folder)[:1] == FILES[:1], f"no journal at {at}")
        database = sqlite3.connect(self._folder / FILES[0])
        try:
            records = [{"cursor": cursor, **json.loads(body)} for cursor, body in database.execute(
                "SELECT cursor, body FROM record ORDER BY cursor")]
            said = database.execute("PRAGMA integrity_check").fetchall()
            head = database.execute("SELECT head FROM journal").fetchone()
        except sqlite3.Error as error:
            raise Disproved(f"at {at}: {error}") from error
        finally:
            database.close()
        expect(said == [("ok",)] and head == (len(records),), f"at {at}: {said}, head {head}")
        return records

    def read_by_daemon(self):
        """The same folder's records as the daemon itself, started here, gives them."""
        path = self._folder / "socket"
        daemon = subprocess.Popen([self._daemon, "--config", "/dev/null", "--state", self._folder,
                                   "--socket", path], stderr=subprocess.PIPE)
        try:
            return read_all(path)
        finally:
            daemon.terminate()
            log = daemon.communicate()[1].decode()
            expect(daemon.returncode == 0 and "damaged" not in log, f"the daemon says: {log}")


def read_all(path):
    """The records that a daemon's socket gives."""
    deadline = time.monotonic() + 20
    while True:
        try:
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(str(path))
            break
        except OSError as error:
            if time.monotonic() > deadline:
                raise RigFailure(f"the daemon does not listen on the host: {error}") from error
            time.sleep(0.02)
    with connection, connection.makefile("rw") as lines:
        lines.readline()
        records, after, head = [], 0, 1
        while after < head:
            print(json.dumps({"read": {"after": after, "limit": 1000}}), file=lines, flush=True)
            answer = json.loads(lines.readline())
            records += answer["records"]
            after, head = answer["through"], answer["head"]
        return records


def expect_kept(records, published, where):
    """Expects that the published records are there unchanged, and the cursors are dense."""
    cursors = [record["cursor"] for record in records]
    expect(cursors == list(range(1, len(cursors) + 1)), f"{where}: the cursors are {cursors}")
    missing = [r for r in published if r not in records[r["cursor"] - 1:r["cursor"]]]
    expect(not missing, f"{where}: published and not there: {missing[:3]}")


def try_images(guest, run, count):
    """Checks that images of random moments have the published records; returns how many lack some."""
    host, missing = Host(guest), []
    by_daemon = set(guest.random.sample(range(count), READ_BY_DAEMON))
    for number in range(count):
        at = guest.random.randint(run.samples[0][0], run.disk.log.count())
        rng = guest.random if number % 2 else None
        try:
            records = host.journal(run.disk, at, rng)
            expect_kept(records, run.published(at), f"at {at} of the log")
            if number in by_daemon:
                expect(host.read_by_daemon() == records, f"at {at}: the daemon reads other records")
        except Disproved as loss:
            missing.append(str(loss))
    return missing


def expect_loss_shows(guest, run):
    """Expects that the check would find a loss: without the last flushes a record is gone."""
    for flush in reversed(run.disk.log.flushes()):
        try:
            expect_kept(Host(guest).journal(run.disk, flush, None), run.last, "a flush earlier")
        except Disproved:
            return
    raise Disproved("no lost flush makes a published record go away: the check is worth nothing")


def goes_on(guest, run, booting):
    """Has another machine take the disk that lost its power, and the daemon go on with it."""
    if booting:
        guest.start(cold=True)
    else:  # as good as booted, for what is on that disk
        guest.restore()
        guest.plug_disk(run.disk)
    guest.move_state(run.disk.node)
    records = guest.records()
    expect_kept(records, run.last, "started again")
    guest.plug()
    guest.await_grab()
    guest.gadget_type("\n")
    guest.scan(digits(guest, 20))
    last = guest.await_records(1, after=len(records))[-1]
    expect((last["cursor"], last["data"]) == (len(records) + 1, guest.typed[-1]), f"then: {last}")
    guest.expect_sound()


@claim("Power is lost while scanning: every published record survives, and the daemon "
       "continues at the next cursor; the records are also in images of the disk at random "
       "moments, with all or random sectors of the unflushed data lost",
       seconds=18, full_seconds=900, machine=SCANNER)
def power_cuts(guest):
    cuts, published = 50 if guest.full else 1, 0
    for cut in range(cuts):
        if cut:
            guest.restore()
        run = scan_until_power_cut(guest)
        published += len(run.last)
        expect_loss_shows(guest, run)
        missing = try_images(guest, run, IMAGES)
        expect(not missing, f"{len(missing)} of {IMAGES} images: {missing[:3]}")
        goes_on(guest, run, booting=cut % 10 == 9)
    return f"{cuts} cuts, {published} records published, {cuts * IMAGES} images, none missing"


@claim("Such images show a loss if flushes do not reach the disk (barrier=0), so the check "
       "can fail",
       full=True, seconds=15, machine=SCANNER)
def lying_disk(guest):
    run = scan_until_power_cut(guest, options="barrier=0")
    missing = try_images(guest, run, IMAGES)
    expect(missing, "nothing is missing")
    return f"{len(missing)} of {IMAGES} images lost something"
