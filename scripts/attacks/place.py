# SPDX-License-Identifier: Apache-2.0

"""A private directory with a daemon's files as an installation lays them out, a testbed with a
scanner, and a journal that is large enough to be worth attacking."""

import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time

import client
import users
from daemon import Daemon

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LABELS, WRONG = 24, 8  # typed before the journal is multiplied
GTIN = "09506000134352"
ITEMS, RECALLS = 2_000, 200


class Testbed:
    """scripts/testbed in a process of the daemon's user, with one scanner: `dock`."""

    def __init__(self, place):
        shutil.copytree(ROOT / "scripts" / "testbed", place.root / "scripts" / "testbed")
        shutil.copy(ROOT / "scripts" / "keyboard-us", place.root / "scripts")
        for path in (place.root / "scripts").rglob("*"):
            os.chmod(path, 0o755)
        beds = place.directory("beds")
        self._program = subprocess.Popen(
            ["/usr/bin/python3", place.root / "scripts" / "testbed" / "testbed"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=beds,
            user=users.DAEMON.uid, group=users.DAEMON.gid, extra_groups=[],
            env={"PATH": os.environ["PATH"], "TMPDIR": str(beds)})
        self.environment = dict(word.split("=", 1) for word in self("env").split())
        self("plug dock honeywell")
        self("pace dock 0")

    def __call__(self, command):
        self._program.stdin.write(command + "\n")
        self._program.stdin.flush()
        answer = self._program.stdout.readline().split(maxsplit=1)
        if not answer or answer[0] != "ok":
            raise RuntimeError(f"testbed: {command}: {answer}")
        return answer[1] if len(answer) > 1 else ""

    def close(self):
        """Unplugs everything."""
        self._program.stdin.close()
        try:
            self._program.wait(10)
        except subprocess.TimeoutExpired:
            self._program.kill()


class Place:
    """The files of a run."""

    def __init__(self, binaries, records):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="scand-attack-"))
        os.chmod(self.root, 0o711)
        (self.root / "bin").mkdir()
        (self.root / "scripts").mkdir()
        shutil.copy(binaries / "scand", self.root / "bin")
        self.directory("run")
        mode, group = shipped_layout()
        self.state = self.directory("state", mode, group)
        self.testbed = Testbed(self)
        self.records = 0
        self._fill(records)

    def directory(self, name, mode=0o755, group=users.DAEMON.gid):
        """Makes a directory of the daemon's user."""
        path = self.root / name
        path.mkdir()
        os.chown(path, users.DAEMON.uid, group)
        os.chmod(path, mode)
        return path

    def daemon(self, live=False, environment=None, **options):
        """Starts the daemon; `live`: with the testbed's scanner, which it then reads."""
        variables = dict(environment or {})
        if live:
            preload = f"{self.testbed.environment['LD_PRELOAD']}:{variables.get('LD_PRELOAD', '')}"
            variables |= self.testbed.environment | {"LD_PRELOAD": preload.rstrip(":")}
        daemon = Daemon(self, environment=variables, **options)
        if live:
            self.testbed("await dock grab")
        return daemon

    def _fill(self, records):
        with self.daemon(live=True, watched=False) as daemon:
            for number in range(LABELS):
                self.testbed(f"scan dock ]C101{GTIN}10LOT{number % 7}{{GS}}21K{number}")
            for number in range(WRONG):
                self.testbed(f"scan dock ]C10109506000134353{10 + number}")
            self.testbed("await dock read")
            items = [{"gtin": gtin(number), "name": "n" * 100, "policy": "lot"}
                     for number in range(ITEMS)]
            requests = [{"setItems": {"items": items[at:at + 250]}}
                        for at in range(0, ITEMS, 250)]
            requests += [{"addRecall": {"lot": f"R{number}", "reason": "r" * 200}}
                         for number in range(RECALLS)]
            for answer in users.do(users.ROOT, client.say_answers, daemon.path, requests):
                if "error" in answer:
                    raise RuntimeError(f"the items are refused: {answer}")
            if daemon.stop() != 0 and daemon.process.returncode:
                raise RuntimeError(f"scand ended badly: {daemon.last_words()}")
        self.records = multiply(self.state / "journal.db", records)
        for path in self.state.iterdir():
            os.chown(path, users.DAEMON.uid, -1)
        self._sum()

    def _sum(self, patience=600):
        """Lets a daemon add the checksums of all records, which would disturb what is measured later."""
        with self.daemon(watched=False) as daemon:
            deadline = time.monotonic() + patience
            while users.do(users.ROOT, client.say_status, daemon.path)["status"].get("notSummed"):
                if time.monotonic() > deadline:
                    raise RuntimeError("the daemon does not finish the checksums")
                time.sleep(0.5)
            daemon.stop()

    def close(self):
        """Ends what is left, and removes the files."""
        users.end_all()
        self.testbed.close()
        shutil.rmtree(self.root, ignore_errors=True)


def gtin(number):
    """The GTIN-14 of a number."""
    digits = f"{950_600_000_000 + number:013d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def shipped_layout():
    """Mode and group of the state directory, as the files in systemd/ make it."""
    for path in (ROOT / "systemd").glob("*tmpfiles*"):
        found = re.search(r"^d\S*\s+/var/lib/scand\s+(\d+)\s+_scand\s+(\S+)",
                          path.read_text(), re.M)
        if found:
            return int(found[1], 8), users.CLIENTS if found[2] == "scand" else users.READERS
    unit = (ROOT / "systemd" / "scand.service").read_text()
    return int(re.search(r"^StateDirectoryMode=(\d+)", unit, re.M)[1], 8), users.CLIENTS


def multiply(path, wanted):
    """Repeats the records of a closed journal until there are enough; returns their number.

    The daemon scanned, judged and encoded all of them; typing so many would take an hour. They have no
    checksums, like those of an earlier version: `_sum` lets the daemon add them."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("BEGIN")
    columns = [row[1] for row in database.execute("PRAGMA table_info(record)")]
    rest = ", ".join(name for name in columns if name != "cursor")
    head = first = database.execute("SELECT head FROM journal").fetchone()[0]
    while head < wanted:
        number = min(head, wanted - head) // first * first or first
        database.execute(f"INSERT INTO record (cursor, {rest}) SELECT cursor + {head}, {rest} "
                         f"FROM record WHERE cursor <= {number} ORDER BY cursor")
        head += number
    times = head // first
    database.execute(
        "UPDATE journal SET head = head * ?1, accepted = accepted * ?1, rejected = rejected * ?1, "
        "incomplete = incomplete * ?1, open = open * ?1", [times])
    database.execute("DELETE FROM seal")
    database.execute("UPDATE journal SET unsummed = head, base = head, base_hash = x'', hash = x''")
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return head
